// The desk: the next sentences are here already, so Enter shows the next one at once, and
// saving happens behind it. Without this script the page works as a plain form.

import * as clock from "./clock.js";
import * as codebook from "./codebook.js";
import { look } from "./context.js";
import { desk, form, get, make } from "./dom.js";
import { openPanel } from "./focus.js";
import { onChange } from "./form.js";
import * as hotkeys from "./hotkeys.js";
import { actFor, submitBy } from "./keys.js";
import * as marking from "./marking.js";
import * as notice from "./notice.js";
import { makeOutbox } from "./outbox.js";
import * as served from "./served.js";
import * as session from "./session.js";
import { breakAfter } from "./settings.js";
import { takeTurn } from "./tabs.js";

let { progress, round } = desk;
let receipt = "";
let isSecond = false; // Whether another tab of this browser is at work.
let rest = 0; // After how many minutes at work a break is hinted at just now.

const outbox = makeOutbox(desk, {
  wish: () => ({ want: desk.ahead, after: served.lastOrder() }),
  onChange: showState,
  onResult(record, result) {
    receipt = session.onResult(record, result) || receipt;
  },
  onAnswer(state) {
    ({ progress, round } = state);
    session.onMore(state.held);
  },
});
session.follow(outbox, () => {
  // A break is hinted at between two sentences only.
  rest = breakAfter() && clock.minutesAtWork() >= breakAfter() ? Math.floor(clock.minutesAtWork()) : 0;
  showState();
});

function showState() {
  notice.showSaved(outbox, receipt, session.onDesk()?.said);
  notice.showProgress(notice.countOf(progress, outbox.waiting()));
  const facts = { isSecond, isClosed: form && round === "closed", rest, signIn: desk.sign_in };
  const acts = { onTakeOver: takeOver, onShow: session.showRefused, onStop: session.stop, onGoOn: goOnWorking };
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

function setTurn(isHere) {
  isSecond = !isHere;
  if (isSecond && form) session.stepAside();
  outbox.activate(isHere);
  showState();
}

const onLost = () => setTurn(false);

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
  const isDone = await session.goBack();
  if (!isDone) notice.say("waiting", "earlier sentences can not be fetched now");
}

const commands = {
  save: () => submitBy(".primary"),
  back: goBack,
  undo: session.undo,
  flag: () => get("flagged").click(),
  mark: marking.toggle,
  context: look,
  skip: () => openPanel(get("skip")),
  note: () => openPanel(get("note-panel")),
  codebook: codebook.toggle,
};

function onKey(event) {
  if (event.isComposing || event.altKey || !session.onDesk() || isSecond) return;
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
    if (session.onDesk() && !isSecond) session.submit(event.submitter?.value === "skip");
  });
  get("skip-other").addEventListener("input", () => {
    form.querySelector("[name=skip_reason][value=other]").checked = true;
  });
  document.addEventListener("keydown", onKey);
  addEventListener("popstate", ({ state }) => {
    const item = served.find(state);
    if (item) session.show(item, { isNew: false });
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
  for (const item of desk.held) served.put({ ...item, said: null });
  const shown = served.put(desk.shown);
  const isCorrected = document.querySelector(".desk .problems") !== null;
  get("back").replaceWith(backButton());
  hotkeys.apply();
  history.replaceState(shown.assignment, "", `${desk.address}/${shown.assignment}`);
  session.show(shown, { isNew: false, isWritten: isCorrected });
  listen();
  await outbox.load();
  served.showWaiting();
  // What was answered on an earlier visit and only waits to be sent is not asked again.
  const before = outbox.recordOf(shown.assignment);
  if (session.onDesk() === shown && before) leaveAnswered(shown, before);
  if (desk.held.length < Math.min(desk.ahead, progress.left ?? desk.ahead)) outbox.askForMore();
}

function leaveAnswered(shown, { refused }) {
  const next = refused ? shown : served.firstOpen();
  session.clear();
  if (!next) return session.waitForMore();
  session.show(next, { isNew: next !== shown });
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
if (form || outbox.waiting().length) setTurn(await takeTurn(lockName, onLost));
else showState();
addEventListener("focus", tryAgain);
document.addEventListener("visibilitychange", tryAgain);
// A page that the browser kept and shows again may be behind: fetch it anew.
addEventListener("pageshow", (event) => event.persisted && location.reload());
