// What is said about saving, always in the same place; and what hinders it, until it is over.

import { bar, desk, get, make } from "./dom.js";

const place = get("notice");
const saved = bar.querySelector(".saved");
const [mark, aside] = [make("span"), make("span", { class: "spoken" })];
if (saved) {
  mark.textContent = saved.textContent;
  saved.replaceChildren(mark, aside);
}

const write = (element, text) => element.textContent === text || (element.textContent = text);

export function say(state, text) {
  if (saved.dataset.state !== state) saved.dataset.state = state;
  write(mark, text);
}

// `receipt` is what the last answer became, `before` what was said to the shown sentence.
export function showSaved(outbox, receipt, before) {
  const [refused] = outbox.refused();
  const n = outbox.waiting().length;
  if (refused) say("refused", `refused: ${refused.refused[0]?.message ?? "not accepted"}`);
  else if (n && outbox.trouble && outbox.isWritten()) say("waiting", `${n} waiting`);
  else if (n) say("saving", "saving");
  else if (receipt && receipt !== desk.receipts.saved) say("waiting", receipt);
  else if (before) say("saved", before.skip_reason ? `skipped before: ${before.skip_reason}` : "saved before");
  else if (receipt) say("saved", receipt);
}

const { format } = new Intl.NumberFormat("en");

// What waits to be sent counts as done, so that the figure does not stand still.
export function countOf(progress, waiting) {
  const first = waiting.filter(({ coding, after }) => !coding.revises && !after);
  const skipped = progress.skipped + first.filter(({ coding }) => "skip_reason" in coding).length;
  const done = progress.done + progress.skipped + first.length - skipped;
  return { assigned: progress.assigned, done, skipped, left: progress.assigned - done - skipped };
}

export function showProgress({ assigned, done, skipped, left }) {
  const isCounted = assigned !== null; // Nobody knows how much there is where all take from one pool.
  if (isCounted) bar.querySelector("progress").value = done + skipped;
  write(bar.querySelector(".num"), isCounted ? `${format(done + skipped)} of ${format(assigned)}` : `${format(done + skipped)} done`);
  const all = get("progress-in-full");
  const did = `${format(done)} coded, ${format(skipped)} skipped`;
  if (all) write(all, isCounted ? `${format(assigned)} assigned: ${did}, ${format(left)} left.` : `${did}.`);
}

const WORDS = {
  "someone else": "Someone else is signed in now. Nothing is sent; your answers wait here for you.",
  "signed out": "You are signed out. What you answer is kept here and sent when you are back.",
};

// A text and what can be done: pairs of a label and an address or an act. The worst comes first.
export function noticeOf(outbox, { isSecond, isClosed, rest, signIn, onTakeOver, onShow, onStop, onGoOn }) {
  const [refused] = outbox.refused();
  if (isSecond) return ["This round is open in another tab of this browser.", ["Go on here", onTakeOver]];
  if (outbox.trouble in WORDS) return [WORDS[outbox.trouble], ["Sign in", signIn]];
  if (refused) {
    const [{ message, remedy }] = refused.refused;
    return [
      `An answer was not accepted: ${message} ${remedy ?? ""}`,
      ["Show it", () => onShow(refused)],
      ["Put it away", () => outbox.drop(refused).then(outbox.askForMore)],
    ];
  }
  if (isClosed) {
    return ["This round was closed. What is answered now is kept as late, and the lead decides.", ["Stop here", onStop]];
  }
  if (!outbox.isKept && outbox.waiting().length) {
    return ["This browser keeps nothing: leave the page open until all is saved."];
  }
  return rest ? [`You have been coding for ${rest} minutes. A short break?`, ["Go on", onGoOn]] : null;
}

let noticed = "";

// Those who listen hear it where they hear of saving: there is one place that speaks.
export function showNotice(notice, name) {
  const key = notice ? `${notice[0]} ${name}` : "";
  if (key === noticed) return;
  noticed = key;
  place.hidden = !notice;
  const [text, ...acts] = notice ?? [""];
  place.replaceChildren(make("p", {}, text), ...acts.map(control));
  write(aside, text && `. ${text}`);
}

function control([label, act]) {
  if (typeof act === "string") return make("a", { class: "button", href: act, target: "_blank", rel: "noopener" }, label);
  const button = make("button", { class: "button", type: "button" }, label);
  button.addEventListener("click", act);
  return button;
}

function titleOf(outbox, isSecond) {
  if (isSecond) return "Another tab is at work";
  if (outbox.trouble) return "The next sentences can not be fetched now";
  return outbox.refused().length ? "That was the last; one answer is to be corrected" : "One moment";
}

// What stands where no sentence is.
export function showBetween(outbox, between, isSecond) {
  const [title, text] = between.children;
  const n = outbox.waiting().length;
  write(title, titleOf(outbox, isSecond));
  const answers = n === 1 ? "1 answer waits" : `${n} answers wait`;
  write(text, n ? `${answers} to be sent, safe in this browser.` : "");
}
