// The ordered queue of codings. An answer is written to this browser's storage before it is
// sent, and leaves it only when the server has said what became of it.

import { erase, stored, write } from "./store.js";
import { freshToken, post, Trouble, troubleOf } from "./transport.js";

const BATCH = 50;
const FIRST_PAUSE = 1000; // Milliseconds.
const LONGEST_PAUSE = 30_000;
const PATIENCE = 2000; // A browser whose storage does not answer must not hold up the sending.

const elapse = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// `wish()` is what else a message says; `onAnswer(state)` gets what came back, `onResult(record,
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
    await Promise.race([Promise.all(sent.map((each) => each.written)), elapse(PATIENCE)]);
    const { status, reply } = await post(desk, { codings: sent.map((each) => each.coding), ...wish() });
    if (status === 422) return isolate(sent, reply);
    if (status !== 200 || !Array.isArray(reply.results)) {
      if ([400, 401, 404, 409].includes(status)) desk.csrf_token = null;
      throw troubleOf(status);
    }
    const settled = sent.map((record, at) => settle(record, reply.results[at]));
    batchSize = BATCH;
    asking = false;
    onAnswer(reply);
    await Promise.all(settled);
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
    // What an earlier visit left comes before what was answered meanwhile.
    async load() {
      const loading = stored().then((all) => {
        const tokens = new Set(records.map((each) => each.coding.token));
        records = [...all.filter((each) => mine(each) && !tokens.has(each.coding.token)), ...records];
        start();
        onChange();
      }, lose);
      await Promise.race([loading, elapse(PATIENCE)]);
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
      record.written.then(() => ((record.isWritten = true), onChange()));
      Promise.race([record.written, elapse(PATIENCE)]).then(start);
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
    recordOf: (assignment) => records.findLast((each) => each.coding.assignment === assignment),
    refused: () => records.filter((each) => each.refused),
    waiting: () => records.filter((each) => !each.refused),
    isWritten: () => records.every((each) => each.isWritten),
    all: () => records,
  });
}
