// One tab of a coder and a round is at work; another has to wait, or to take over.

const PATIENCE = 700; // Milliseconds; a page that is just being left keeps its turn for a moment.

// Resolves to whether this tab has the turn; `onLost()` is called when it has it no more.
export function takeTurn(name, onLost, { steal = false } = {}) {
  return navigator.locks ? byLock(name, onLost, steal) : byTalking(name, onLost, steal);
}

function byLock(name, onLost, steal) {
  const options = steal ? { steal } : { signal: AbortSignal.timeout(PATIENCE) };
  return new Promise((resolve) => {
    const hold = () => new Promise(() => resolve(true)); // Until the page is left.
    navigator.locks.request(name, options, hold).catch(() => (resolve(false), onLost()));
  });
}

// Browsers have locks only where a page comes over https or from the same machine. Elsewhere
// tabs ask each other.
function byTalking(name, onLost, steal) {
  const channel = new BroadcastChannel(name);
  let hasTurn = steal;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve((hasTurn = true)), steal ? 0 : PATIENCE);
    const lose = () => {
      clearTimeout(timer);
      hasTurn = false;
      resolve(false);
      onLost();
    };
    const answers = {
      "who is at work?": () => hasTurn && channel.postMessage("I am"),
      "I am": () => hasTurn || lose(),
      "my turn": lose,
    };
    channel.onmessage = ({ data }) => answers[data]?.();
    channel.postMessage(steal ? "my turn" : "who is at work?");
  });
}
