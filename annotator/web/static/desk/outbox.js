// The ordered queue of codings. An answer is written to this browser's storage before it is
// sent, and leaves it only when the server has said what became of it. A queue belongs to one
// coder (a member's public id) in one round (the desk's address); nobody else sees or sends it.

import { createStore, del, entries, set } from "../vendor/idb-keyval-6.3.0/index.js";

const store = createStore("annotator", "codings");
const BATCH = 50;
const PATIENCE = 20_000; // Milliseconds after which a message counts as lost.
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
const LARGEST_KEPT_ALIVE = 60_000; // Browsers let no more than 64 kB outlive a page.

// Every record in this browser, in order: {key: [coder, address, number], coding, after, refused}.
// `after` is the token of an earlier answer to the same sentence that has no receipt yet.
export async function stored() {
  const all = await entries(store);
  return all.map(([key, record]) => ({ ...record, key }));
}

const write = ({ key, coding, after, refused }) => set(key, { coding, after, refused }, store);

const erase = ({ key }) => del(key, store);

export const newToken = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

// Why nothing can be sent: "unreachable", "signed out" or "someone else".
class Trouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

const TROUBLE = { 401: "signed out", 404: "someone else", 409: "someone else" };

async function ask(url, options = {}) {
  const answer = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
  return { status: answer.status, said: await answer.json() };
}

// The token of the form, fetched anew; only the owner of the queue gets one.
export async function freshToken(desk) {
  const { status, said } = await ask(`${desk.address}/held.json`);
  if (status !== 200) throw new Trouble(TROUBLE[status] ?? "unreachable");
  if (said.coder !== desk.coder) throw new Trouble("someone else");
  return said.csrf_token;
}

// Send codings, each as its record has it, and take them out of storage by what was answered.
function post(desk, message) {
  const body = JSON.stringify({ ...message, coder: desk.coder });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": desk.csrf_token };
  const keepalive = body.length < LARGEST_KEPT_ALIVE;
  return ask(`${desk.address}/codings.json`, { method: "POST", headers, body, keepalive });
}

// One tab of a coder and a round is at work; another has to take over. Where the page is not
// served safely a browser has no locks: then both work, and a token is still stored once.
export function takeTurn(name, { steal = false } = {}, onLost) {
  if (!navigator.locks) return Promise.resolve(true);
  const options = steal ? { steal } : { signal: AbortSignal.timeout(700) };
  return new Promise((resolve) => {
    const hold = () => new Promise(() => resolve(true));
    navigator.locks.request(name, options, hold).catch(() => (resolve(false), onLost()));
  });
}

// `wish()` is what else a message says; `onAnswer(said)` gets what came back, `onResult(record,
// result)` what became of a coding, `onChange()` is called when there is something else to show.
export function makeOutbox(desk, { wish, onAnswer, onResult, onChange }) {
  let records = [];
  let isSending = false;
  let pause = 0;
  let timer = null;
  let batchSize = BATCH;
  let asking = false; // Whether sentences are wanted although there is nothing to send.
  const outbox = { trouble: "", isKept: true, isActive: false };
  const lose = () => {
    outbox.isKept = false;
    onChange();
  };
  const keep = (promise) => promise.catch(lose);

  const mine = ({ key }) => key[0] === desk.coder && key[1] === desk.address;
  const batch = () => records.filter((each) => !each.refused && !each.after).slice(0, batchSize);

  // Out of the queue at once, and out of storage after what waited for its receipt is there.
  async function drop(record, next) {
    records = records.filter((each) => each !== record);
    if (next) await keep(write(next));
    await keep(erase(record));
    onChange();
  }

  // What became of a coding. An answer that waited for its receipt revises what came of it,
  // and takes the place of one that was refused.
  function settle(record, result) {
    const next = records.find((each) => each.after === record.coding.token);
    const isRefused = result.status === "refused";
    if (next) {
      next.coding.revises = isRefused ? record.coding.revises : result.coding;
      next.after = null;
    }
    onResult(record, result);
    if (next || !isRefused) return drop(record, next);
    record.refused = result.problems;
    return keep(write(record));
  }

  async function exchange() {
    desk.csrf_token ??= await freshToken(desk);
    const sent = batch();
    await Promise.all(sent.map((each) => each.written));
    const { status, said } = await post(desk, { codings: sent.map((each) => each.coding), ...wish() });
    if (status === 422) return isolate(sent, said);
    if (status !== 200 || !Array.isArray(said.results)) {
      if ([400, 401, 404, 409].includes(status)) desk.csrf_token = null;
      throw new Trouble(TROUBLE[status] ?? "unreachable");
    }
    const stored = sent.map((record, at) => settle(record, said.results[at]));
    batchSize = BATCH;
    asking = false;
    onAnswer(said);
    await Promise.all(stored);
  }

  // A message that is refused as a whole is sent coding by coding, to find the one.
  async function isolate(sent, { problems }) {
    if (sent.length === 0) throw new Trouble("unreachable");
    if (sent.length > 1) batchSize = 1;
    else await settle(sent[0], { status: "refused", problems });
  }

  async function work() {
    clearTimeout(timer);
    timer = null;
    if (isSending || !outbox.isActive || !(asking || batch().length)) return;
    isSending = true;
    onChange();
    try {
      await exchange();
      pause = 0;
      outbox.trouble = "";
    } catch (error) {
      outbox.trouble = error.kind ?? "unreachable";
      pause = Math.min(LONGEST_PAUSE, pause * 2 || FIRST_PAUSE);
    }
    isSending = false;
    onChange();
    if (asking || batch().length) timer = setTimeout(work, pause);
  }

  const start = () => timer ?? work();
  const hurry = () => {
    if (document.hidden || !outbox.trouble) return;
    pause = 0;
    work();
  };
  addEventListener("online", hurry);
  addEventListener("focus", hurry);
  document.addEventListener("visibilitychange", hurry);

  return Object.assign(outbox, {
    async load() {
      await keep(stored().then((all) => (records = all.filter(mine))));
      return records;
    },
    add(coding) {
      const before = records.findLast((each) => each.coding.assignment === coding.assignment);
      const number = Math.max(Date.now(), (records.at(-1)?.key[2] ?? 0) + 1);
      const record = { key: [desk.coder, desk.address, number], coding, after: null, refused: null };
      if (before?.refused) {
        coding.revises = before.coding.revises;
        records = records.filter((each) => each !== before);
      } else if (before) [coding.revises, record.after] = ["", before.coding.token];
      records.push(record);
      record.written = keep(write(record)).then(() => before?.refused && keep(erase(before)));
      record.written.then(start);
      onChange();
    },
    activate(isActive) {
      outbox.isActive = isActive;
      if (isActive) work();
    },
    askForMore() {
      asking = true;
      start();
    },
    drop,
    of: (assignment) => records.findLast((each) => each.coding.assignment === assignment),
    refused: () => records.filter((each) => each.refused),
    waiting: () => records.filter((each) => !each.refused),
    all: () => records,
  });
}

// What is said about saving, always in the same place; and what hinders it, until it is over

const bar = document.querySelector(".desk-bar");
const place = document.querySelector("#notice");

export function say(state, text) {
  const saved = bar.querySelector(".saved");
  if (saved.dataset.state !== state) saved.dataset.state = state;
  if (saved.textContent !== text) saved.textContent = text;
}

// `receipt` is what the last answer became, `isBefore` whether the shown sentence has one.
export function showSaved(outbox, receipt, isBefore) {
  const [refused] = outbox.refused();
  const n = outbox.waiting().length;
  if (refused) say("refused", `refused: ${refused.refused[0]?.message ?? "not accepted"}`);
  else if (n && outbox.trouble) say("waiting", `${n} waiting`);
  else if (n) say("saving", "saving");
  else if (receipt && receipt !== "saved") say("waiting", receipt);
  else if (isBefore) say("saved", "saved before");
  else if (receipt) say("saved", "saved");
}

// What waits to be sent counts as done, so that the figure does not stand still.
export function showProgress(progress, waiting) {
  const first = waiting.filter(({ coding, after }) => !coding.revises && !after);
  const done = progress.done + progress.skipped + first.length;
  const number = (n) => n.toLocaleString("en");
  bar.querySelector("progress").value = done;
  bar.querySelector(".num").textContent = `${number(done)} of ${number(progress.assigned)}`;
}

const WORDS = {
  "someone else": "Someone else is signed in now. Nothing is sent; your answers wait here for you.",
  "signed out": "You are signed out. What you answer is kept here and sent when you are back.",
};

// A text and what can be done: pairs of a label and an address or an act.
export function noticeOf(outbox, { isSecond, isClosed, signIn, onTakeOver, onShow, onStop }) {
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
  const isLost = !outbox.isKept && outbox.waiting().length;
  return isLost ? ["This browser keeps nothing: leave the page open until all is saved."] : null;
}

let noticed = "";

export function showNotice(notice, name) {
  const key = notice ? `${notice[0]} ${name}` : "";
  if (key === noticed) return;
  noticed = key;
  place.hidden = !notice;
  const [text, ...acts] = notice ?? [""];
  const words = document.createElement("p");
  words.textContent = text;
  place.replaceChildren(words, ...acts.map(control));
}

function control([label, act]) {
  const isLink = typeof act === "string";
  const made = document.createElement(isLink ? "a" : "button");
  Object.assign(made, { className: "button", textContent: label });
  if (isLink) Object.assign(made, { href: act, target: "_blank", rel: "noopener" });
  else made.addEventListener("click", act);
  return made;
}

export function showBetween(outbox, between) {
  const [title, text] = between.children;
  const n = outbox.waiting().length;
  const rest = outbox.refused().length ? "That was the last; one answer is to be corrected" : "One moment";
  title.textContent = outbox.trouble ? "The next sentences can not be fetched now" : rest;
  const answers = n === 1 ? "1 answer waits" : `${n} answers wait`;
  text.textContent = n ? `${answers} to be sent, safe in this browser.` : "";
}
