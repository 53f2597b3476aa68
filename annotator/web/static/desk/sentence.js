// The sentence as it is shown, and the words in it that a coder ties to a code. All offsets
// count code points, as the server does: a JavaScript string counts an emoji twice.

import { choose, form } from "./form.js";

const heading = document.querySelector("#sentence");
const button = document.querySelector("#mark");
const marked = [...document.querySelectorAll("[data-marks]")];

let item = null;
let points = [];
let marks = [];
let target = null; // The code for which words are marked: the one in focus, or chosen last.
let isOn = false; // Whether the words are a group in which the arrows move.
let at = 0;
let from = 0; // Where a choice of several words began.

// Showing

export function begin(next, said = []) {
  [item, points, marks] = [next, [...next.text], said.map((each) => ({ ...each }))];
  [target, at, from] = [null, 0, 0];
  setOn(false);
}

function make(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const labelOf = (question, code) =>
  form.querySelector(`[name="answer-${CSS.escape(question)}"][value="${CSS.escape(code)}"]`)?.closest(".code");

const nameOf = (mark) => labelOf(mark.question, mark.code)?.querySelector(".code-name").textContent;

// A piece of the sentence that is the same all through: masked or not, under these marks.
function piece(start, end) {
  const text = points.slice(start, end).join("");
  const isMasked = item.masked.some(([a, b]) => a <= start && end <= b);
  // What is masked are blocks already; that it is a name is said to those who listen.
  let node = document.createTextNode(text);
  if (isMasked) {
    node = make("span", { class: "masked", role: "img", "aria-label": "name hidden" });
    node.textContent = text;
  }
  for (const mark of shown().filter((each) => each.start <= start && end <= each.end)) {
    const label = labelOf(mark.question, mark.code);
    const hue = [...label.classList].find((name) => name.startsWith("hue-"));
    const around = make("mark", { class: hue ?? "" });
    const letter = label.querySelector("kbd")?.textContent ?? nameOf(mark)[0];
    if (mark.end === end) around.dataset.letter = letter;
    around.append(node);
    node = around;
  }
  return node;
}

function fill(parent, start, end) {
  const edges = [...shown().flatMap((each) => [each.start, each.end]), ...item.masked.flat()];
  const cuts = [start, ...edges.filter((each) => start < each && each < end), end];
  const sorted = [...new Set(cuts)].sort((a, b) => a - b);
  for (let n = 1; n < sorted.length; n += 1) parent.append(piece(sorted[n - 1], sorted[n]));
}

function draw() {
  const group = make("span", { id: "words" });
  let done = 0;
  for (const [n, [start, end]] of (marked.length ? item.words : []).entries()) {
    if (start > done) fill(group, done, start);
    const word = make("span", { class: "word", "data-n": n });
    fill(word, start, end);
    group.append(word);
    done = end;
  }
  if (done < points.length) fill(group, done, points.length);
  heading.replaceChildren(...(marked.length ? [group] : group.childNodes));
  if (isOn) makeReachable(group);
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

const words = () => [...heading.querySelectorAll(".word")];

// The sentence, its neighbours where the round shows them, and the facts that are not hidden.
export function show() {
  const section = heading.closest(".reading");
  draw();
  showNeighbour("before", item.before, "beforebegin");
  showNeighbour("after", item.after, "afterend");
  heading.lang = item.language;
  showFacts(section);
  const length = [...(item.before ?? "") + item.text + (item.after ?? "")].length;
  section.classList.toggle("is-short", length <= 320 && !Object.keys(item.fields).length);
}

function showNeighbour(id, said, where) {
  let place = document.querySelector(`#${id}`);
  if (!place) {
    place = make("p", { id, class: `context-${id}`, dir: "auto" });
    heading.insertAdjacentElement(where, place);
  }
  Object.assign(place, { textContent: said ?? "", hidden: said === null, lang: item.language, tabIndex: -1 });
}

function showFacts(section) {
  section.querySelector(".facts")?.remove();
  const list = make("dl", { class: "facts" });
  for (const [name, fact] of Object.entries(item.fields)) {
    const [row, term, words] = [make("div", {}), make("dt", {}), make("dd", { dir: "auto" })];
    [term.textContent, words.textContent] = [name, fact];
    row.append(term, words);
    list.append(row);
  }
  if (list.firstChild) section.append(list);
}

// Marks

const input = ({ question, code }) => labelOf(question, code)?.querySelector("input");

// The marks of a code that is not chosen wait until it is chosen again.
const shown = () => marks.filter((each) => input(each)?.checked && !input(each).matches(":disabled"));

export const read = () =>
  shown()
    .map(({ question, code, start, end }) => ({ question, code, start, end }))
    .sort((a, b) => a.start - b.start || a.end - b.end);

const [low, high] = [() => Math.min(at, from), () => Math.max(at, from)];

const reach = (mark) => {
  const inside = item.words.map(([s, e], n) => (s < mark.end && mark.start < e ? n : -1)).filter((n) => n >= 0);
  return [inside[0] ?? -1, inside.at(-1) ?? -1];
};

const covering = (first, last) =>
  shown().filter((mark) => {
    const [a, b] = reach(mark);
    return a <= last && first <= b;
  });

const isSame = (mark, { question, code }) => mark.question === question && mark.code === code;

const codeOf = (box) => ({ question: box.name.slice("answer-".length), code: box.value });

function chosenCode() {
  const chosen = marked.flatMap((each) => [...each.querySelectorAll(".codes input:checked:not([value=none])")]);
  return target && !target.matches(":disabled") ? target : chosen.length === 1 ? chosen[0] : null;
}

// Words beside words of the same code become one span with them.
function tie(first, last) {
  const box = chosenCode();
  if (!box) return hint("Choose a code first; then mark its words.");
  if (!box.checked) choose(box, true);
  const code = codeOf(box);
  const near = marks.filter((each) => isSame(each, code) && reach(each)[0] <= last + 1 && first - 1 <= reach(each)[1]);
  const start = Math.min(item.words[first][0], ...near.map((each) => each.start));
  const end = Math.max(item.words[last][1], ...near.map((each) => each.end));
  marks = [...marks.filter((each) => !near.includes(each)), { ...code, start, end }];
  refresh();
}

function untie(first, last) {
  const there = covering(first, last);
  const box = chosenCode();
  const own = box ? there.filter((each) => isSame(each, codeOf(box))) : [];
  const gone = own.length ? own : there;
  marks = marks.filter((each) => !gone.includes(each));
  refresh();
}

// A tap on a word that is marked takes this word out, and leaves the words beside it marked.
function tap(n) {
  const box = chosenCode();
  const mark = box && covering(n, n).find((each) => isSame(each, codeOf(box)));
  if (!mark) return tie(n, n);
  const [a, b] = reach(mark);
  const rest = [[a, n - 1], [n + 1, b]].filter(([first, last]) => first <= last);
  const spans = rest.map(([first, last]) => ({ ...mark, start: item.words[first][0], end: item.words[last][1] }));
  marks = [...marks.filter((each) => each !== mark), ...spans];
  refresh();
}

// What the page says beside a question: a hint, never a refusal.

function hint(text) {
  for (const question of marked) {
    const place = question.querySelector(".marks-hint");
    [place.hidden, place.textContent] = [!text, text];
  }
}

function contradiction() {
  const waiting = marks.length - shown().length;
  const isNone = marked.some((each) => each.querySelector("[value=none]:checked"));
  if (waiting && isNone) return "You marked words, and chose that no code applies: the marks are left out.";
  const not = shown().find(({ code }) => /^(non|not|no)_/.test(code));
  return not ? `You marked words for “${nameOf(not)}”. Is that what you mean?` : "";
}

export function refresh() {
  if (!item || !marked.length) return;
  hint(contradiction());
  const hadFocus = heading.contains(document.activeElement) && isOn;
  draw();
  if (hadFocus) words()[at]?.focus({ preventScroll: true });
}

// The first question in which words must be marked and are not, for some code that is chosen.
export const firstUnmarked = () =>
  marked.find((question) => {
    const boxes = [...question.querySelectorAll(".codes input:checked:not([value=none])")];
    const needs = question.dataset.marks === "required" && !question.disabled;
    return needs && boxes.some((box) => !shown().some((each) => isSame(each, codeOf(box))));
  });

// By keyboard

function setOn(on) {
  isOn = on;
  button?.setAttribute("aria-pressed", on);
}

export function toggle() {
  if (!marked.length || !item.words.length) return;
  const openMarks = firstUnmarked()?.querySelector(".codes input:checked");
  if (!isOn && !target && openMarks) target = openMarks;
  setOn(!isOn);
  refresh();
  (isOn ? words()[at] : heading).focus({ preventScroll: true });
}

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
  Enter: () => tie(low(), high()),
  " ": () => tie(low(), high()),
  Delete: () => untie(low(), high()),
  Backspace: () => untie(low(), high()),
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
  target = box;
  tie(low(), high());
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
  return words().filter(holds).map((word) => Number(word.dataset.n));
}

const numberOf = (element) => {
  const word = heading.contains(element) && element.closest(".word");
  return word ? [Number(word.dataset.n)] : [];
};

let pressed = []; // The word on which the mouse went down, if it was on one.

function onPointerUp({ target: element }) {
  const [released, found] = [numberOf(element), selected()];
  const isDrag = found.length || (pressed.length && released.length && pressed[0] !== released[0]);
  const all = [...found, ...pressed, ...released];
  pressed = [];
  if (!isDrag) return;
  getSelection().removeAllRanges();
  [from, at] = [Math.min(...all), Math.max(...all)];
  tie(from, at);
}

function onClick({ target: element }) {
  const word = element.closest(".word");
  if (!isOn || !word) return;
  from = at = Number(word.dataset.n);
  tap(at);
}

if (marked.length) {
  button.hidden = false;
  button.addEventListener("click", toggle);
  heading.addEventListener("click", onClick);
  const byMouse = (act) => (event) => event.pointerType !== "touch" && act(event);
  document.addEventListener("pointerdown", byMouse((event) => (pressed = numberOf(event.target))));
  document.addEventListener("pointerup", byMouse(onPointerUp));
  const remember = ({ target: box }) => {
    if (box.matches?.("[data-marks] .codes input:not([value=none])")) target = box;
  };
  form.addEventListener("focusin", remember);
  form.addEventListener("change", (event) => event.target.checked && remember(event));
}
