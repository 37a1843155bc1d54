// The small map: in, the outlines of countries (world.json) and points; out, an SVG that can be
// zoomed and clicked. Degrees are units: east to the right, north up.
import { el, fill, svg } from './dom.js';
import { country, current, t } from './strings.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
let world = null;

function unpack(text, scale) {
  const points = [];
  let [at, east, north] = [0, 0, 0];
  const next = () => {
    let [number, shift, digit] = [0, 0, 0];
    do {
      digit = ALPHABET.indexOf(text[at]);
      at += 1;
      number |= (digit & 31) << shift;
      shift += 5;
    } while (digit & 32);
    return number & 1 ? -(number >> 1) : number >> 1;
  };
  while (at < text.length) {
    east += next();
    north += next();
    points.push(`${east / scale} ${-north / scale}`);
  }
  return points;
}

async function outlines() {
  if (world) return world;
  const { arcs, countries, scale, source } = await (await fetch('world.json')).json();
  const lines = arcs.map((arc) => unpack(arc, scale));
  const ring = (numbers) => `M${numbers.flatMap((number) => (number >= 0 ? lines[number] : lines[~number].toReversed())).join('L')}Z`;
  const shapes = countries.map(({ code, at, size, rings }) => ({ code, at, size, path: rings.map(ring).join('') }));
  world = { shapes, source };
  return world;
}

export class WorldMap {
  // `pick(latitude, longitude)` hears of a click.
  constructor(pick) {
    this.pick = pick;
    this.centre = [20, -15];
    this.width = 60;
    this.land = svg('g', { class: 'land' });
    this.labels = svg('g', { class: 'labels' });
    this.dots = svg('g', { class: 'dots' });
    this.svg = svg('svg', { class: 'map', preserveAspectRatio: 'xMidYMid slice', role: 'img' }, this.land, this.labels, this.dots);
    const button = (sign, key, act) => el('button', { type: 'button', title: t(key), 'aria-label': t(key), on: { click: act } }, sign);
    this.element = el(
      'div',
      { class: 'mapbox' },
      this.svg,
      el('div', { class: 'zoom' }, button('+', 'form.zoom_in', () => this.zoom(0.5)), button('−', 'form.zoom_out', () => this.zoom(2)), button('◯', 'form.whole', () => this.whole())),
    );
    this.listen();
    this.ready = this.draw();
  }

  async draw() {
    const { shapes, source } = await outlines();
    this.svg.setAttribute('aria-label', source);
    this.shapes = shapes;
    fill(this.land, shapes.map(({ path }) => svg('path', { d: path })));
    this.view();
  }

  view() {
    const box = this.svg.getBoundingClientRect();
    const ratio = box.width > 0 ? box.height / box.width : 0.55;
    const [east, south] = this.centre;
    const height = this.width * ratio;
    this.svg.setAttribute('viewBox', `${east - this.width / 2} ${south - height / 2} ${this.width} ${height}`);
    this.pixel = this.width / (box.width || 360);
    for (const dot of this.dots.children) dot.setAttribute('r', Number(dot.dataset.size) * this.pixel);
    const near = ({ size }) => this.width < 90 && Math.sqrt(size) > this.width / 14;
    const label = ({ code, at }) => {
      const text = svg('text', { x: at[0], y: -at[1], 'font-size': 10.5 * this.pixel });
      text.textContent = country(code);
      return text;
    };
    fill(this.labels, (this.shapes ?? []).filter((shape) => shape.code && near(shape)).map(label));
  }

  zoom(factor, east = this.centre[0], south = this.centre[1]) {
    const width = Math.min(360, Math.max(0.25, this.width * factor));
    const change = width / this.width;
    this.centre = [east + (this.centre[0] - east) * change, south + (this.centre[1] - south) * change];
    this.width = width;
    this.view();
  }

  whole() {
    [this.centre, this.width] = [[10, -20], 360];
    this.view();
  }

  // Points as {latitude, longitude, kind, title}; the view moves to `middle`, if there is one.
  show(points, middle) {
    if (middle) {
      this.centre = [middle.longitude, -middle.latitude];
      this.width = middle.width ?? 9;
    }
    const dot = ({ latitude, longitude, kind, title, choose }) => {
      const made = svg('circle', { cx: longitude, cy: -latitude, class: kind, 'data-size': kind === 'here' ? 6 : kind === 'candidate' ? 5 : 3 });
      const name = svg('title');
      name.textContent = title ?? '';
      made.append(name);
      if (choose) made.addEventListener('click', (event) => { event.stopPropagation(); choose(); });
      return made;
    };
    fill(this.dots, points.filter((point) => typeof point.latitude === 'number').map(dot));
    this.view();
  }

  // The degrees under the pointer.
  under(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [point.x, point.y];
  }

  listen() {
    let drag = null;
    this.svg.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8, ...this.under(event));
    }, { passive: false });
    this.svg.addEventListener('pointerdown', (event) => {
      drag = { x: event.clientX, y: event.clientY, centre: this.centre, moved: false };
      this.svg.setPointerCapture(event.pointerId);
    });
    this.svg.addEventListener('pointermove', (event) => {
      if (!drag) return;
      const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
      if (Math.abs(dx) + Math.abs(dy) > 4) drag.moved = true;
      if (drag.moved) {
        this.centre = [drag.centre[0] - dx * this.pixel, drag.centre[1] - dy * this.pixel];
        this.view();
      }
    });
    this.svg.addEventListener('pointerup', (event) => {
      const clicked = drag && !drag.moved;
      drag = null;
      if (!clicked || !this.pick) return;
      const dot = document.elementsFromPoint(event.clientX, event.clientY).find((found) => found.matches('.map circle.candidate'));
      if (dot) dot.dispatchEvent(new MouseEvent('click'));
      else this.pick(-this.under(event)[1], this.under(event)[0]);
    });
    this.language = current();
  }
}
