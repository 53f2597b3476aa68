// The desk: the next sentences are here already, so Enter shows the next one at once, and
// saving happens behind it. Without this script the page works as a plain form.

import * as clock from "./clock.js";
import * as codebook from "./codebook.js";
import { look } from "./context.js";
import * as course from "./session.js";
import { openPanel } from "./focus.js";
import { onChange } from "./form.js";
import * as hotkeys from "./hotkeys.js";
import { actFor, submitBy } from "./keys.js";
import * as marking from "./marking.js";
import * as notice from "./notice.js";
import { makeOutbox } from "./outbox.js";
import { desk, form, get, make } from "./dom.js";
import { breakAfter } from "./settings.js";
import { takeTurn } from "./tabs.js";
import * as trail from "./served.js";

let { progress, round } = desk;
let receipt = "";
let isSecond = false; // Whether another tab of this browser is at work.
let rest = 0; // After how many minutes at work a break is hinted at just now.

const outbox = makeOutbox(desk, {
  wish: () => ({ want: desk.ahead, after: trail.lastOrder() }),
  onChange: showState,
  onResult(record, result) {
    receipt = course.onResult(record, result) || receipt;
  },
  onAnswer(said) {
    ({ progress, round } = said);
    course.onMore(said.held);
  },
});
course.follow(outbox, () => {
  // A break is hinted at between two sentences only.
  rest = breakAfter() && clock.minutesAtWork() >= breakAfter() ? Math.floor(clock.minutesAtWork()) : 0;
  showState();
});

function showState() {
  notice.showSaved(outbox, receipt, course.onDesk()?.said);
  notice.showProgress(notice.countOf(progress, outbox.waiting()));
  const facts = { isSecond, isClosed: form && round === "closed", rest, signIn: desk.sign_in };
  const acts = { onTakeOver: takeOver, onShow: course.showRefused, onStop: course.stop, onGoOn: goOnWorking };
  notice.showNotice(notice.noticeOf(outbox, { ...facts, ...acts }), outbox.refused()[0]?.coding.token);
  if (form && !get("between").hidden) notice.showBetween(outbox, get("between"), isSecond);
}

function goOnWorking() {
  clock.restart();
  rest = 0;
  showState();
  get("sentence").focus();
}

// Two tabs

const lockName = `${desk.coder} ${desk.address}`;

function stand(isHere) {
  isSecond = !isHere;
  if (isSecond && form) course.stepAside();
  outbox.activate(isHere);
  showState();
}

const onLost = () => stand(false);

// The other tab may have gone further: what it kept is found by loading the desk again.
const beginAnew = () => location.replace(desk.address);

async function takeOver() {
  await takeTurn(lockName, onLost, { steal: true });
  beginAnew();
}

// Who comes back to a tab that had to wait may find the other closed.
async function tryAgain() {
  if (isSecond && !document.hidden && (await takeTurn(lockName, onLost))) beginAnew();
}

// Keys

async function goBack() {
  const isDone = await course.goBack();
  if (!isDone) notice.say("waiting", "earlier sentences can not be fetched now");
}

const commands = {
  save: () => submitBy(".primary"),
  back: goBack,
  undo: course.undo,
  flag: () => get("flagged").click(),
  mark: marking.toggle,
  context: look,
  skip: () => openPanel(get("skip")),
  note: () => openPanel(get("note-panel")),
  codebook: codebook.toggle,
};

function onKey(event) {
  if (event.isComposing || event.altKey || !course.onDesk() || isSecond) return;
  if (event.target.closest("#notice, dialog")) return;
  const act = marking.actFor(event) ?? actFor(event, commands, marking.take);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat) act(); // A held key answers and saves only once.
}

// The beginning

function listen() {
  form.addEventListener("change", onChange);
  form.addEventListener("change", () => marking.refresh());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (course.onDesk() && !isSecond) course.submit(event.submitter?.value === "skip");
  });
  get("skip-other").addEventListener("input", () => {
    form.querySelector("[name=skip_reason][value=other]").checked = true;
  });
  document.addEventListener("keydown", onKey);
  addEventListener("popstate", ({ state }) => {
    const item = trail.known(state);
    if (item) course.show(item, { isNew: false });
    else location.reload();
  });
}

function backButton() {
  const button = make("button", { type: "button", id: "back" });
  button.append(...get("back").childNodes);
  button.addEventListener("click", goBack);
  return button;
}

async function beginDesk() {
  for (const item of desk.held) trail.put({ ...item, said: null });
  const shown = trail.put(desk.shown);
  const isCorrected = document.querySelector(".desk .problems") !== null;
  get("back").replaceWith(backButton());
  hotkeys.apply();
  history.replaceState(shown.assignment, "", `${desk.address}/${shown.assignment}`);
  course.show(shown, { isNew: false, isWritten: isCorrected });
  listen();
  await outbox.load();
  trail.overlay();
  // What was answered on an earlier visit and only waits to be sent is not asked again.
  const before = outbox.of(shown.assignment);
  if (course.onDesk() === shown && before) leaveAnswered(shown, before);
  if (desk.held.length < Math.min(desk.ahead, progress.left ?? desk.ahead)) outbox.askForMore();
}

function leaveAnswered(shown, { refused }) {
  const next = refused ? shown : trail.firstOpen();
  course.clear();
  if (!next) return course.waitForMore();
  course.show(next, { isNew: next !== shown });
  return undefined;
}

// The page between rounds of work: Enter begins, and begins with all that is held ahead.
async function beginPause() {
  document.querySelector("form.act")?.append(make("input", { type: "hidden", name: "ahead", value: "1" }));
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key === "Backspace") get("back")?.click();
    if (event.key === "Enter" && event.target === document.body) document.querySelector(".primary")?.click();
  });
  await outbox.load();
}

await (form ? beginDesk() : beginPause());
if (form || outbox.waiting().length) stand(await takeTurn(lockName, onLost));
else showState();
addEventListener("focus", tryAgain);
document.addEventListener("visibilitychange", tryAgain);
// A page that the browser kept and shows again may be behind: fetch it anew.
addEventListener("pageshow", (event) => event.persisted && location.reload());
