// The sentences that were served and are known here, in their order.

import { desk } from "./dom.js";

let sentences = [];
let queue = null;

// Answers that wait in this queue are shown as said, although they were not sent yet.
export function follow(outbox) {
  queue = outbox;
}

export const find = (assignment) => sentences.find((each) => each.assignment === assignment);

export const lastOrder = () => sentences.at(-1)?.order ?? 0;

export const firstOpen = () => sentences.find((each) => !each.said);

export const next = (item) => sentences.find((each) => each.order > item.order) ?? firstOpen();

export function put(item) {
  const known = find(item.assignment);
  if (known) return Object.assign(known, item);
  sentences = [...sentences, item].sort((a, b) => a.order - b.order);
  return item;
}

export const putAll = (held) => held.forEach((item) => put({ said: find(item.assignment)?.said ?? null, ...item }));

// What an answer leaves behind; `coding` stays the one that the server knows.
export const remember = (item, content) => (item.said = { ...content, coding: item.said?.coding ?? "" });

export function showWaiting() {
  for (const { coding } of queue.all()) {
    const item = find(coding.assignment);
    if (item) remember(item, coding);
  }
}

// Sentences that were left out unread are no longer among them, unless an answer waits.
export function remove(assignments) {
  sentences = sentences.filter((each) => !assignments.includes(each.assignment) || queue.recordOf(each.assignment));
}

export async function fetchSentence(assignment) {
  const answer = await fetch(`${desk.address}/${assignment}.json`, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.statusText);
  const item = put(await answer.json());
  showWaiting();
  return item;
}

// The sentence that was served before this one: from memory, or from the server.
export async function previousOf(item) {
  const neighbour = sentences.find((each) => each.order === item.order - 1);
  if (neighbour || item.order === 1) return neighbour;
  const { previous } = "previous" in item ? item : await fetchSentence(item.assignment);
  return previous ? (find(previous) ?? fetchSentence(previous)) : undefined;
}
