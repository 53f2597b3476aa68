// The messages to the server, and what hinders them.

const TIMEOUT = 20_000; // Milliseconds after which a message counts as lost.
const LARGEST_KEPT_ALIVE = 60_000; // Browsers let no more than 64 kB outlive a page.

export const newToken = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

// Why nothing can be sent: "unreachable", "signed out" or "someone else".
export class Trouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

const TROUBLE = { 401: "signed out", 404: "someone else", 409: "someone else" };

export const troubleOf = (status) => new Trouble(TROUBLE[status] ?? "unreachable");

async function request(url, options = {}) {
  const answer = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT), ...options });
  return { status: answer.status, reply: await answer.json() };
}

// The token of the form, fetched anew; only the owner of the queue gets one.
export async function freshToken(desk) {
  const { status, reply } = await request(`${desk.address}/held.json`);
  if (status !== 200) throw troubleOf(status);
  if (reply.coder !== desk.coder) throw new Trouble("someone else");
  return reply.csrf_token;
}

// Send codings, as their records have them, and what else is wished.
export function post(desk, message) {
  const body = JSON.stringify({ ...message, coder: desk.coder });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": desk.csrf_token };
  const keepalive = body.length < LARGEST_KEPT_ALIVE;
  return request(`${desk.address}/codings.json`, { method: "POST", headers, body, keepalive });
}
