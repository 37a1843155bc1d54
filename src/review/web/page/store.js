// What the page knows, in one place; what changes is told to those who listen.

export const store = {
  session: null, // who, where, the languages, the last action seen
  rows: new Map(), // event id → row
  order: [], // ids as they stand in the run
  visible: [], // ids that the filters let through, sorted
  documents: [], // rows of the queue
  tab: 'events',
  event: null, // id chosen
  document: null, // id chosen in the queue
  item: null, // the event chosen in full
  text: null, // the document shown in full
  progress: null,
};

const listeners = {};

export function on(name, listener) {
  (listeners[name] ??= []).push(listener);
}

export function emit(name, value) {
  for (const listener of listeners[name] ?? []) listener(value);
}

export function putRows(rows) {
  for (const row of rows) {
    if (!store.rows.has(row.event_id)) store.order.push(row.event_id);
    store.rows.set(row.event_id, row);
  }
}

export function dropRows(ids) {
  const gone = new Set(ids.filter((id) => store.rows.delete(id)));
  if (gone.size > 0) store.order = store.order.filter((id) => !gone.has(id));
}
