// The words that a coder ties to a code, as spans of the sentence for each code.

import { choose } from "./form.js";
import { form, get } from "./dom.js";

export const questions = form ? [...form.querySelectorAll("[data-marks]")] : [];

let item = null;
let marks = [];
let target = null; // The code for which words are marked: the one in focus, or chosen last.

export function begin(next, before = []) {
  [item, marks, target] = [next, before.map((each) => ({ ...each })), null];
}

export const aim = (box) => (target = box);

export const labelOf = ({ question, code }) =>
  form.querySelector(`[name="answer-${CSS.escape(question)}"][value="${CSS.escape(code)}"]`)?.closest(".code");

export const nameOf = (mark) => labelOf(mark)?.querySelector(".code-name").textContent;

const boxOf = (mark) => labelOf(mark)?.querySelector("input");

// The marks of a code that is not chosen wait until it is chosen again.
export const shown = () => marks.filter((each) => boxOf(each)?.checked && !boxOf(each).matches(":disabled"));

export const read = () =>
  shown()
    .map(({ question, code, start, end }) => ({ question, code, start, end }))
    .sort((a, b) => a.start - b.start || a.end - b.end);

// The first and the last word that a mark touches.
function reach(mark) {
  const inside = item.words.map(([s, e], n) => (s < mark.end && mark.start < e ? n : -1)).filter((n) => n >= 0);
  return [inside[0] ?? -1, inside.at(-1) ?? -1];
}

const touches = (mark, first, last) => reach(mark)[0] <= last && first <= reach(mark)[1];

export const covering = (first, last) => shown().filter((mark) => touches(mark, first, last));

const isSame = (mark, { question, code }) => mark.question === question && mark.code === code;

const codeOf = (box) => ({ question: box.name.slice("answer-".length), code: box.value });

const chosenIn = (question) => [...question.querySelectorAll(".codes input:checked:not([value=none])")];

function aimed() {
  const chosen = questions.flatMap(chosenIn);
  return target && !target.matches(":disabled") ? target : chosen.length === 1 ? chosen[0] : null;
}

const span = (code, first, last) => ({ ...code, start: item.words[first][0], end: item.words[last][1] });

// Words beside words of the same code become one span with them. False if no code is chosen.
export function tie(first, last) {
  const box = aimed();
  if (!box) return false;
  if (!box.checked) choose(box, true);
  const code = codeOf(box);
  const near = marks.filter((each) => isSame(each, code) && touches(each, first - 1, last + 1));
  const all = [span(code, first, last), ...near];
  const [start, end] = [Math.min(...all.map((each) => each.start)), Math.max(...all.map((each) => each.end))];
  marks = [...marks.filter((each) => !near.includes(each)), { ...code, start, end }];
  return true;
}

// Take away the marks on these words: those of the code that is aimed at, or else all.
export function untie(first, last) {
  const there = covering(first, last);
  const box = aimed();
  const own = box ? there.filter((each) => isSame(each, codeOf(box))) : [];
  const gone = own.length ? own : there;
  marks = marks.filter((each) => !gone.includes(each));
}

// A tap on a word that is marked takes this word out, and leaves the words beside it marked.
export function tap(n) {
  const box = aimed();
  const mark = box && covering(n, n).find((each) => isSame(each, codeOf(box)));
  if (!mark) return tie(n, n);
  const [a, b] = reach(mark);
  const rest = [[a, n - 1], [n + 1, b]].filter(([first, last]) => first <= last);
  marks = [...marks.filter((each) => each !== mark), ...rest.map((each) => span(codeOf(box), ...each))];
  return true;
}

// What does not go together: told as a hint, and never refused.
export function contradiction() {
  const waiting = marks.length - shown().length;
  const isNone = questions.some((each) => each.querySelector("[value=none]:checked"));
  if (waiting && isNone) return "You marked words, and chose that no code applies: the marks are left out.";
  const not = shown().find(({ code }) => /^(not?_|non)/.test(code));
  return not ? `You marked words for “${nameOf(not)}”. Is that what you mean?` : "";
}

const isUnmarked = (box) => !shown().some((each) => isSame(each, codeOf(box)));

// The first question in which words must be marked and are not, for some code that is chosen.
export const firstUnmarked = () =>
  questions.find(
    (question) => question.dataset.marks === "required" && !question.disabled && chosenIn(question).some(isUnmarked),
  );

// Aim at a code that still needs its words, if nothing else is aimed at.
export function aimAtUnmarked() {
  const question = firstUnmarked();
  if (!target && question) target = chosenIn(question).find(isUnmarked);
}
