// Marks over a text: in, a text node and spans by kind; out, the CSS Custom Highlight API, which leaves
// the node whole so that Arabic letters stay joined; without it, marks inline.

// From the undermost to the topmost.
const ORDER = ['evidence', 'other', 'actor', 'place', 'date', 'casualty', 'trigger', 'orphan', 'bidi', 'focus'];
const able = typeof Highlight !== 'undefined' && CSS.highlights !== undefined;

export function paint(body, node, spans) {
  if (able) ranges(node, spans);
  else marks(body, node, spans);
}

function ranges(node, spans) {
  ORDER.forEach((kind, priority) => {
    const highlight = new Highlight();
    highlight.priority = priority;
    for (const { start, end } of spans[kind] ?? []) {
      const range = new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end });
      highlight.add(range);
    }
    CSS.highlights.set(kind, highlight);
  });
}

// The topmost kind of each stretch wins.
function marks(body, node, spans) {
  const cuts = new Set([0, node.length]);
  const list = ORDER.flatMap((kind, priority) => (spans[kind] ?? []).map((span) => ({ ...span, kind, priority })));
  for (const { start, end } of list) cuts.add(start).add(end);
  const edges = [...cuts].sort((a, b) => a - b);
  const top = new Array(edges.length - 1).fill(null);
  const index = new Map(edges.map((edge, number) => [edge, number]));
  for (const span of list) {
    for (let number = index.get(span.start); number < index.get(span.end); number += 1) top[number] = span;
  }
  const pieces = top.map((span, number) => {
    const text = document.createTextNode(node.data.slice(edges[number], edges[number + 1]));
    if (span === null) return text;
    const mark = document.createElement('mark');
    mark.className = span.kind;
    mark.append(text);
    return mark;
  });
  body.replaceChildren(...pieces);
}
