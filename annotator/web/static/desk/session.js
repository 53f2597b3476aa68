// A session of work: which sentence is on the desk, what is saved, and what comes next.

import * as clock from "./clock.js";
import * as context from "./context.js";
import { afterPaint, desk, form, get } from "./dom.js";
import * as feedback from "./feedback.js";
import { showMissing, showSkipProblem } from "./focus.js";
import { firstMissing, isSame, read, readDraft, write } from "./form.js";
import * as marking from "./marking.js";
import { firstUnmarked, read as readMarks } from "./marks.js";
import * as served from "./served.js";
import { newToken } from "./transport.js";

let current = null; // The sentence that is shown; none between two of them, and at the end.
let lastSaved = null;
let isAside = false; // Whether another tab is at work, and this one shows nothing.
let outbox = null;
let onShown = null;

// `whenShown()` is called when another sentence, or none, is on the desk.
export function follow(queue, whenShown) {
  [outbox, onShown] = [queue, whenShown];
  feedback.onRead(() => current && goOnUnchanged());
  served.follow(queue);
}

export const onDesk = () => current;

// Take the sentence from the desk as if it had not been there.
export function clear() {
  current = null;
}

export function stepAside() {
  [isAside, current] = [true, null];
  document.querySelector(".desk").hidden = true;
  get("between").hidden = false;
}

// Showing

function leaveCurrent() {
  if (!current) return;
  current.spent = clock.milliseconds();
  current.draft = { ...readDraft(), marks: readMarks() };
}

// `isWritten` says that the form has the answers already, `isNew` that the address is another.
export function show(item, { isNew = true, isWritten = false } = {}) {
  if (isAside) return;
  if (item !== current) leaveCurrent();
  current = item;
  clock.begin(item.spent);
  const content = item.draft ?? item.said ?? {};
  if (!isWritten) write(content);
  marking.begin(item, content.marks ?? []);
  context.show(item);
  feedback.show(item.known);
  marking.refresh();
  document.querySelector(".desk").hidden = false;
  get("between").hidden = true;
  get("back").disabled = item.order === 1 || item.previous === null;
  onShown();
  get("sentence").focus({ preventScroll: true });
  if (scrollY) scrollTo(0, 0);
  // To change the address takes longer than all the rest.
  if (isNew) afterPaint(() => history.pushState(item.assignment, "", `${desk.address}/${item.assignment}`));
}

function goOn(item) {
  current = null;
  const next = served.next(item);
  if (next) show(next);
  else waitForMore();
}

// The end of what is known here: there may be more at the server, or it was the last.
export function waitForMore() {
  current = null;
  document.querySelector(".desk").hidden = true;
  const between = get("between");
  between.hidden = false;
  setTimeout(() => current ?? outbox.askForMore());
  onShown();
  between.querySelector("h1").focus();
}

export const stop = () => location.assign(desk.address);

export function onMore(held) {
  served.putAll(held);
  if (!form && !outbox.waiting().length) return location.reload();
  if (current || isAside || !form) return undefined;
  const next = served.firstOpen();
  if (next) return show(next);
  return outbox.waiting().length || outbox.refused().length ? undefined : stop();
}

// Saving

const readAll = (skips) => ({ ...read(skips), marks: readMarks() });

// Nothing new is stored where nothing was changed.
const isUnchanged = (content) =>
  current.said && !outbox.recordOf(current.assignment)?.refused && isSame(content, current.said);

function save(content) {
  const item = current;
  item.spent = clock.milliseconds();
  delete item.draft;
  lastSaved = item;
  const coding = {
    assignment: item.assignment,
    token: newToken(),
    ...content,
    seconds: Math.round(item.spent / 100) / 10,
    looks: item.looks ?? 0,
    revises: item.said?.coding ?? "",
  };
  served.remember(item, content);
  outbox.add(coding);
  // In training the next sentence comes after the known answer was read.
  item.awaitsFeedback = desk.training && !item.known;
  if (!item.awaitsFeedback) goOn(item);
}

export function submit(skips) {
  if (current.awaitsFeedback) return undefined;
  const content = readAll({ skips });
  if (skips) return content.skip_reason ? save({ ...content, marks: [] }) : showSkipProblem();
  const asSkip = { ...readAll({ skips: true }), marks: [] };
  const isEmpty = !Object.keys(content.answers).length;
  if (isUnchanged(content) || (isEmpty && isUnchanged(asSkip))) return goOnUnchanged();
  const missing = firstMissing();
  if (missing) return showMissing(missing);
  const unmarked = firstUnmarked();
  return unmarked ? showMissing(unmarked, "Mark the words that carry it") : save(content);
}

function goOnUnchanged() {
  delete current.draft;
  goOn(current);
}

function showFeedback(item, known) {
  item.awaitsFeedback = false;
  if (!known) return;
  item.known = known;
  if (current !== item) return current ?? show(item);
  feedback.show(known);
  feedback.focus();
}

// What became of a coding; the words for it, if there is something to say.
export function onResult({ coding }, { status, how, coding: id, known, left_out: leftOut = [] }) {
  const item = served.find(coding.assignment);
  if (item?.awaitsFeedback) showFeedback(item, known);
  leaveOut(leftOut);
  if (how === "stale") served.fetchSentence(coding.assignment).catch(() => {});
  else if (item?.said && id) item.said.coding = id;
  return desk.receipts[how ?? status] ?? "";
}

// Who left out the rest may have one of its sentences on the desk by now.
function leaveOut(assignments) {
  served.remove(assignments);
  if (current && !served.find(current.assignment)) goOn(current);
}

// Going back

// False if the sentence before this one can not be had now.
export async function goBack() {
  const from = current;
  if (!from || get("back").disabled) return true;
  try {
    const item = await served.previousOf(from);
    if (current === from && item) show(item);
    return true;
  } catch {
    return false;
  }
}

export const undo = () => lastSaved && lastSaved !== current && show(lastSaved);

export async function showRefused({ coding, refused }) {
  if (!form) return location.assign(`${desk.address}/${coding.assignment}`);
  const item = served.find(coding.assignment) ?? (await served.fetchSentence(coding.assignment));
  served.remember(item, coding);
  show(item);
  const question = get(`question-${refused[0].place ?? ""}`);
  return question && showMissing(question, refused[0].message);
}
