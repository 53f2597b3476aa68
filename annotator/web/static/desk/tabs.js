// One tab of a coder and a round is at work; another has to take over. Where the page is not
// served safely a browser has no locks: then both work, and a token is still stored once.

const PATIENCE = 700; // Milliseconds; a page that is just being left keeps its turn for a moment.

export function takeTurn(name, { steal = false } = {}, onLost) {
  if (!navigator.locks) return Promise.resolve(true);
  const options = steal ? { steal } : { signal: AbortSignal.timeout(PATIENCE) };
  return new Promise((resolve) => {
    const hold = () => new Promise(() => resolve(true));
    navigator.locks.request(name, options, hold).catch(() => (resolve(false), onLost()));
  });
}
