// Marking words by keyboard, by mouse and by touch.

import { aim, aimAtUnmarked, begin as beginMarks, contradiction, covering, nameOf, questions, tap, tie, untie } from "./marks.js";
import { form, get } from "./dom.js";
import { draw, heading, words } from "./sentence.js";

const button = get("mark");

let item = null;
let isOn = false; // Whether the words are a group in which the arrows move.
let at = 0;
let from = 0; // Where a choice of several words began.

const [low, high] = [() => Math.min(at, from), () => Math.max(at, from)];

// `marks` are those that the sentence has already.
export function begin(next, marks) {
  item = next;
  [at, from] = [0, 0];
  beginMarks(item, marks);
  setOn(false);
}

export function refresh() {
  if (!item) return;
  const hadFocus = isOn && heading.contains(document.activeElement);
  const group = draw(item);
  if (questions.length) hint(contradiction());
  if (isOn) makeReachable(group);
  if (hadFocus) words()[at]?.focus({ preventScroll: true });
}

function makeReachable(group) {
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Words: arrows move, Enter marks, Escape ends");
  for (const [n, word] of words().entries()) {
    const names = covering(n, n).map(nameOf);
    word.setAttribute("role", "button");
    word.tabIndex = n === at ? 0 : -1;
    word.classList.toggle("is-chosen", low() <= n && n <= high());
    if (names.length) word.setAttribute("aria-label", `${word.textContent}, marked ${names.join(" and ")}`);
  }
}

function hint(text) {
  for (const question of questions) {
    const place = question.querySelector(".marks-hint");
    [place.hidden, place.textContent] = [!text, text];
  }
}

// Do something to the marks, and show what came of it.
function change(act, ...words) {
  const isDone = act(...words);
  refresh();
  if (isDone === false) hint("Choose a code first; then mark its words.");
}

function setOn(on) {
  isOn = on;
  button?.setAttribute("aria-pressed", on);
}

export function toggle() {
  if (!questions.length || !item.words.length) return;
  if (!isOn) aimAtUnmarked();
  setOn(!isOn);
  refresh();
  (isOn ? words()[at] : heading).focus({ preventScroll: true });
}

// By keyboard

function move(to, isLonger) {
  at = Math.max(0, Math.min(item.words.length - 1, to));
  if (!isLonger) from = at;
  refresh();
  words()[at].scrollIntoView({ block: "nearest" });
}

// In a text that is read from right to left, the next word is at the left.
const forward = (by) => (getComputedStyle(heading).direction === "rtl" ? -by : by);

const acts = {
  ArrowRight: ({ shiftKey }) => move(at + forward(1), shiftKey),
  ArrowLeft: ({ shiftKey }) => move(at + forward(-1), shiftKey),
  Home: ({ shiftKey }) => move(0, shiftKey),
  End: ({ shiftKey }) => move(item.words.length - 1, shiftKey),
  Enter: () => change(tie, low(), high()),
  " ": () => change(tie, low(), high()),
  Delete: () => change(untie, low(), high()),
  Backspace: () => change(untie, low(), high()),
  Escape: () => toggle(),
};
const REPEATING = ["ArrowLeft", "ArrowRight"];

// What a key does among the words; nothing elsewhere.
export function actFor(event) {
  if (!isOn || !heading.contains(event.target) || event.ctrlKey || event.metaKey) return null;
  const act = acts[event.key];
  if (!act) return null;
  if (event.repeat && REPEATING.includes(event.key)) act(event);
  return () => act(event);
}

// Among the words, the key of a code ties the chosen words to it.
export function take(box) {
  if (!isOn || !box.closest("[data-marks]") || box.value === "none") return false;
  aim(box);
  change(tie, low(), high());
  return true;
}

// By mouse and by touch

// The words that a selection touches, also those of which it holds only a part.
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !heading.contains(selection.anchorNode)) return [];
  const range = selection.getRangeAt(0);
  const holds = (word) => {
    if (!range.intersectsNode(word)) return false;
    const isAfter = word.contains(range.endContainer) && range.endOffset === 0;
    const { startContainer: node, startOffset } = range;
    return !isAfter && !(word.contains(node) && startOffset === node.textContent.length);
  };
  return words().filter(holds).map(numberOf);
}

const numberOf = (word) => Number(word.dataset.n);

const wordAt = (element) => (heading.contains(element) ? element.closest(".word") : null);

let pressed = null; // The word on which the mouse went down, if it was on one.

function onPointerUp({ target }) {
  const ends = [pressed, wordAt(target)].filter(Boolean).map(numberOf);
  const found = selected();
  pressed = null;
  if (!found.length && new Set(ends).size < 2) return;
  getSelection().removeAllRanges();
  [from, at] = [Math.min(...found, ...ends), Math.max(...found, ...ends)];
  change(tie, from, at);
}

function onClick({ target }) {
  const word = wordAt(target);
  if (!isOn || !word) return;
  from = at = numberOf(word);
  change(tap, at);
}

function aimAt({ target: box }) {
  if (box.matches?.("[data-marks] .codes input:not([value=none])")) aim(box);
}

if (questions.length) {
  button.hidden = false;
  button.addEventListener("click", toggle);
  heading.addEventListener("click", onClick);
  const byMouse = (act) => (event) => event.pointerType !== "touch" && act(event);
  document.addEventListener("pointerdown", byMouse(({ target }) => (pressed = wordAt(target))));
  document.addEventListener("pointerup", byMouse(onPointerUp));
  form.addEventListener("focusin", aimAt);
  form.addEventListener("change", (event) => event.target.checked && aimAt(event));
}
