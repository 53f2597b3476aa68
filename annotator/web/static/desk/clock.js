// The time on screen: not what passes while the page is hidden, nor after a minute of rest.
// The same clock knows how long someone has been at work without a pause.

const REST = 60_000;
const PAUSE = 5 * 60_000; // Whoever was away for so long has had a break.

let isStopped = document.hidden;
let spent = 0;
let atWork = 0;
let since = performance.now();

function tick() {
  const now = performance.now();
  const passed = isStopped ? 0 : Math.min(now - since, REST);
  spent += passed;
  atWork = now - since >= PAUSE ? 0 : atWork + passed;
  [since, isStopped] = [now, document.hidden];
}

// `earlier` is what was spent on the same sentence before, in milliseconds.
export function begin(earlier = 0) {
  tick();
  spent = earlier;
}

export function milliseconds() {
  tick();
  return spent;
}

export function minutesAtWork() {
  tick();
  return atWork / 60_000;
}

export function restart() {
  atWork = 0;
}

document.addEventListener("visibilitychange", tick);
for (const sign of ["keydown", "pointerdown", "pointermove", "wheel", "touchmove"]) {
  document.addEventListener(sign, tick, { passive: true, capture: true });
}
