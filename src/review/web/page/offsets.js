// Texts and their offsets: the records count code points, the page UTF-16 units; characters that turn
// text round are shown as signs, one unit for one.

// The code-point offsets of a text's characters outside the first plane.
function astral(text) {
  const found = [];
  for (let unit = 0; unit < text.length; unit += 1) {
    const code = text.charCodeAt(unit);
    if (code >= 0xd800 && code < 0xdc00 && unit + 1 < text.length) {
      found.push(unit - found.length);
      unit += 1;
    }
  }
  return found;
}

// How many of a sorted list are below a limit.
function below(sorted, limit) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Offsets {
  constructor(text) {
    this.text = text;
    this.points = astral(text);
    this.units = this.points.map((point, index) => point + index);
  }

  // Code points to units.
  unit(point) {
    return point + below(this.points, point);
  }

  // Units to code points; the middle of a pair counts as its end.
  point(unit) {
    const before = below(this.units, unit);
    const inside = before > 0 && this.units[before - 1] === unit - 1;
    return unit - before + (inside ? 1 : 0);
  }

  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

// Embeddings, overrides and isolates; plain marks of direction turn nothing round.
const SIGNS = {
  '\u202a': '\u21e5', '\u202b': '\u21e4', '\u202c': '\u2506', '\u202d': '\u21c9', '\u202e': '\u21c7',
  '\u2066': '\u21a6', '\u2067': '\u21a4', '\u2068': '\u21ad', '\u2069': '\u2502',
};
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

// The text with these as signs; as long as before.
export const visible = (text) => String(text).replace(CONTROLS, (control) => SIGNS[control]);

// Where these stand, in units.
export function controls(text) {
  return Array.from(text.matchAll(CONTROLS), (match) => match.index);
}
