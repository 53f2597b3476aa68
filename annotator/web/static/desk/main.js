// The desk: the next sentences are here already, so Enter shows the next one at once, and
// saving happens behind it. Without this module the page works as a plain form.

import * as answers from "./form.js";
import * as saving from "./outbox.js";
import * as text from "./sentence.js";

const bar = document.querySelector(".desk-bar");
const page = document.querySelector("#main");
const desk = JSON.parse(bar.dataset.desk);
const { form } = answers;
const get = (id) => document.querySelector(`#${id}`);

// The trail: the sentences that are known here, in the order in which they were served

let trail = [];
let current = null; // The one that is shown; none between two of them, and at the end.
let lastSaved = null;
let { progress, round } = desk;

const known = (assignment) => trail.find((each) => each.assignment === assignment);

function put(item) {
  const there = known(item.assignment);
  if (there) return Object.assign(there, item);
  trail = [...trail, item].sort((a, b) => a.order - b.order);
  return item;
}

const isOpen = (item) => !item.said;

const following = (item) => trail.find((each) => each.order > item.order) ?? trail.find(isOpen);

// What a queue from an earlier visit says is shown as said, although it was not sent yet.
function overlay(records) {
  for (const { coding } of records) {
    const item = known(coding.assignment);
    if (item) item.said = { ...coding, coding: item.said?.coding ?? "" };
  }
}

async function fetchOne(assignment) {
  const answer = await fetch(`${desk.address}/${assignment}.json`, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.statusText);
  const item = put(await answer.json());
  overlay(outbox.all());
  return item;
}

// The sentence that was served before this one: from memory, or from the server.
async function before(item) {
  const near = trail.find((each) => each.order === item.order - 1);
  if (near || item.order === 1) return near;
  const { previous } = "previous" in item ? item : await fetchOne(item.assignment);
  return previous ? (known(previous) ?? fetchOne(previous)) : undefined;
}

// The time on screen: not what passes while the page is hidden, nor after a minute of rest.

const REST = 60_000;
let isStopped = document.hidden;
let spent = 0;
let since = performance.now();

function tick() {
  const now = performance.now();
  if (!isStopped) spent += Math.min(now - since, REST);
  [since, isStopped] = [now, document.hidden];
}

const clock = {
  begin(earlier = 0) {
    [spent, since, isStopped] = [earlier, performance.now(), document.hidden];
  },
  milliseconds() {
    tick();
    return spent;
  },
};

document.addEventListener("visibilitychange", tick);
for (const sign of ["keydown", "pointerdown", "pointermove", "wheel"]) {
  document.addEventListener(sign, tick, { passive: true, capture: true });
}

// Showing a sentence

function leaveCurrent() {
  if (!current) return;
  current.spent = clock.milliseconds();
  current.draft = readAll();
}

function show(item, { isNew = true, isWritten = false } = {}) {
  if (item !== current) leaveCurrent();
  current = item;
  clock.begin(item.spent);
  const said = item.draft ?? item.said ?? {};
  text.begin(item, said.marks ?? []);
  if (!isWritten) answers.write(said);
  text.show();
  text.refresh();
  document.querySelector(".desk").hidden = false;
  get("between").hidden = true;
  get("back").disabled = item.order === 1 || item.previous === null;
  const address = `${desk.address}/${item.assignment}`;
  if (isNew) history.pushState(item.assignment, "", address);
  showState();
  scrollTo(0, 0);
  get("sentence").focus({ preventScroll: true });
}

// Saving

const readAll = (skips) => ({ ...answers.read(skips), marks: text.read() });

const ordered = (value) => {
  if (Array.isArray(value)) return value.map((each) => JSON.stringify(ordered(each))).sort();
  if (value === null || typeof value !== "object") return String(value);
  return Object.keys(value).sort().map((key) => [key, JSON.stringify(ordered(value[key]))]);
};

const same = (one, other) =>
  ["answers", "marks", "note", "flagged", "skip_reason"].every(
    (key) => JSON.stringify(ordered(one[key] ?? "")) === JSON.stringify(ordered(other[key] ?? "")),
  );

const listed = (said) => ({
  ...said,
  answers: Object.fromEntries(Object.entries(said.answers).map(([key, value]) => [key, [value].flat()])),
});

// Nothing new is stored where nothing was changed.
const isUnchanged = (said) =>
  current.said && !outbox.of(current.assignment)?.refused && same(listed(said), listed(current.said));

function save(said) {
  const item = current;
  item.spent = clock.milliseconds();
  delete item.draft;
  lastSaved = item;
  const coding = {
    assignment: item.assignment,
    token: saving.newToken(),
    ...said,
    seconds: Math.round(item.spent / 100) / 10,
    revises: item.said?.coding ?? "",
  };
  item.said = { ...said, coding: item.said?.coding ?? "" };
  current = null;
  goOn(item);
  // The next sentence is shown before anything else is done.
  outbox.add(coding);
}

function goOn(item) {
  current = null;
  const next = following(item);
  if (next) return show(next);
  waitForMore();
}

// The end of what is known here: there may be more at the server, or it was the last.
function waitForMore() {
  document.querySelector(".desk").hidden = true;
  const between = get("between");
  between.hidden = false;
  between.querySelector("h2").focus();
  setTimeout(() => current ?? outbox.askForMore());
  showState();
}

function onAnswer(said) {
  ({ progress, round } = said);
  for (const item of said.held) put({ said: known(item.assignment)?.said ?? null, ...item });
  if (!form && !outbox.waiting().length) return location.reload();
  if (current || !form) return;
  const next = trail.find(isOpen);
  if (next) show(next);
  else if (outbox.waiting().length === 0 && !outbox.refused().length) stop();
}

const RECEIPTS = {
  late: "kept as late: the round was closed already",
  stale: "kept, but a newer answer of yours stands",
};
let receipt = "";

function onResult({ coding }, { status, how, coding: id }) {
  const item = known(coding.assignment);
  receipt = status === "kept" ? RECEIPTS[how] : status === "saved" ? "saved" : receipt;
  if (how === "stale") fetchOne(coding.assignment).catch(() => {});
  else if (item?.said && id) item.said.coding = id;
}

function showState() {
  saving.showSaved(outbox, receipt, current?.said);
  saving.showProgress(progress, outbox.waiting());
  const facts = { isSecond, isClosed: form && round === "closed", signIn: desk.sign_in };
  const acts = { onTakeOver: takeOver, onShow: showRefused, onStop: stop };
  saving.showNotice(saving.noticeOf(outbox, { ...facts, ...acts }), outbox.refused()[0]?.coding.token);
  if (form && !get("between").hidden) saving.showBetween(outbox, get("between"));
}

async function showRefused({ coding, refused }) {
  if (!form) return location.assign(`${desk.address}/${coding.assignment}`);
  const item = known(coding.assignment) ?? (await fetchOne(coding.assignment));
  item.said = { ...coding, coding: item.said?.coding ?? "" };
  show(item);
  const question = form.querySelector(`#question-${CSS.escape(refused[0].place ?? "")}`);
  if (question) answers.showMissing(question, refused[0].message);
}

const stop = () => location.assign(desk.address);

// Two tabs

let isSecond = false;
const lockName = `${desk.coder} ${desk.address}`;

function stand(isHere) {
  isSecond = !isHere;
  page.inert = isSecond;
  outbox.activate(isHere);
  showState();
}

const yieldTo = () => stand(false);

async function takeOver() {
  await saving.takeTurn(lockName, { steal: true }, yieldTo);
  location.reload(); // The other tab may have gone further; everything it kept is found again.
}

// Going back

async function goBack() {
  if (!form) return get("back")?.click();
  const from = current;
  if (!from || get("back").disabled) return;
  try {
    const item = await before(from);
    if (current === from && item) show(item);
  } catch {
    saving.say("waiting", "earlier sentences can not be fetched now");
  }
}

const undo = () => lastSaved && lastSaved !== current && show(lastSaved);

// Keys

const commands = {
  Enter: () => answers.submitBy(".primary"),
  Backspace: goBack,
  u: undo,
  f: () => get("flagged").click(),
  m: () => text.toggle(),
  c: () => [get("before"), get("after")].find((each) => each?.textContent)?.focus(),
  s: () => answers.openPanel(get("skip")),
  ".": () => answers.openPanel(get("note-panel")),
  "?": () => get("codebook").click(),
};

function onKey(event) {
  if (event.isComposing || event.altKey || !current || isSecond) return;
  if (event.target.closest("#notice")) return;
  const act = text.actFor(event) ?? answers.actFor(event, commands, text.take);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat) act(); // A held key answers and saves only once.
}

function onSubmit(event) {
  event.preventDefault();
  if (!current || isSecond) return;
  const skips = event.submitter?.value === "skip";
  const said = readAll({ skips });
  if (skips) return said.skip_reason ? save({ ...said, marks: [] }) : answers.showSkipProblem();
  const asSkip = { ...readAll({ skips: true }), marks: [] };
  const isEmpty = !Object.keys(said.answers).length;
  if (isUnchanged(said) || (isEmpty && isUnchanged(asSkip))) return goOnUnchanged();
  const missing = answers.firstMissing();
  if (missing) return answers.showMissing(missing);
  const unmarked = text.firstUnmarked();
  if (unmarked) return answers.showMissing(unmarked, "Mark the words that carry it");
  answers.showMissing(null);
  save(said);
}

function goOnUnchanged() {
  delete current.draft;
  goOn(current);
}

// The beginning

const outbox = saving.makeOutbox(desk, {
  wish: () => ({ want: desk.ahead, after: trail.at(-1)?.order ?? 0 }),
  onAnswer,
  onResult,
  onChange: showState,
});

async function beginDesk() {
  for (const item of desk.held) put({ ...item, said: null });
  const shown = put(desk.shown);
  const isCorrected = document.querySelector(".desk .problems") !== null;
  get("back").replaceWith(backButton());
  form.addEventListener("change", answers.onChange);
  form.addEventListener("change", () => text.refresh());
  form.addEventListener("submit", onSubmit);
  get("skip-other").addEventListener("input", () => {
    form.querySelector("[name=skip_reason][value=other]").checked = true;
  });
  history.replaceState(shown.assignment, "", `${desk.address}/${shown.assignment}`);
  show(shown, { isNew: false, isWritten: isCorrected });
  document.addEventListener("keydown", onKey);
  addEventListener("popstate", ({ state }) => {
    const item = known(state);
    if (item) show(item, { isNew: false });
    else location.reload();
  });
  overlay(await outbox.load());
  // What was answered on an earlier visit and only waits to be sent is not asked again.
  if (current === shown && shown.said && outbox.of(shown.assignment)) {
    delete shown.draft;
    const next = outbox.of(shown.assignment).refused ? shown : trail.find(isOpen);
    current = null;
    if (next) show(next, { isNew: next !== shown });
    else waitForMore();
  }
}

function backButton() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", id: "back", innerHTML: get("back").innerHTML });
  button.addEventListener("click", goBack);
  return button;
}

// The page between rounds of work: Enter begins, and begins with all that is held ahead.
async function beginPause() {
  const start = document.querySelector("form.act");
  if (start) {
    const ahead = Object.assign(document.createElement("input"), { type: "hidden", name: "ahead", value: "1" });
    start.append(ahead);
  }
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key === "Backspace") get("back")?.click();
    if (event.key === "Enter" && event.target === document.body) document.querySelector(".primary")?.click();
  });
  await outbox.load();
}

await (form ? beginDesk() : beginPause());
if (form || outbox.waiting().length) stand(await saving.takeTurn(lockName, {}, yieldTo));
else showState();
// A page that the browser kept and shows again may be behind: fetch it anew.
addEventListener("pageshow", (event) => event.persisted && location.reload());
