// Questions to the server. Answers are JSON; what cannot be had is an error with its status (0: no
// server).

export class Failure extends Error {
  constructor(status, body) {
    super(body?.message ?? String(status));
    this.status = status;
    this.body = body ?? {};
  }
}

export async function ask(path, body) {
  const options = body === undefined
    ? {}
    : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...options });
  } catch {
    throw new Failure(0);
  }
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    // cut off, or not ours
    if (response.ok) throw new Failure(0);
  }
  if (!response.ok) throw new Failure(response.status, answer);
  return answer;
}

const q = encodeURIComponent;

export const api = {
  session: () => ask('/api/session'),
  events: () => ask('/api/events'),
  event: (id) => ask(`/api/events/${q(id)}`),
  documents: () => ask('/api/documents'),
  document: (id) => ask(`/api/document?id=${q(id)}`),
  search: (words) => ask(`/api/search?q=${q(words)}`),
  changes: (since) => ask(`/api/changes?since=${since}`),
  gazetteer: (name, code) => ask(`/api/gazetteer?name=${q(name)}&country=${q(code ?? '')}`),
  progress: () => ask('/api/progress'),
  agreement: () => ask('/api/agreement'),
};
