// The trail: the sentences that are known here, in the order in which they were served.

import { desk } from "./dom.js";

let trail = [];
let queue = null;

// Answers that wait in this queue are shown as said, although they were not sent yet.
export function follow(outbox) {
  queue = outbox;
}

export const known = (assignment) => trail.find((each) => each.assignment === assignment);

export const lastOrder = () => trail.at(-1)?.order ?? 0;

const isOpen = (item) => !item.said;

export const firstOpen = () => trail.find(isOpen);

export const following = (item) => trail.find((each) => each.order > item.order) ?? firstOpen();

export function put(item) {
  const there = known(item.assignment);
  if (there) return Object.assign(there, item);
  trail = [...trail, item].sort((a, b) => a.order - b.order);
  return item;
}

export const putHeld = (held) => held.forEach((item) => put({ said: known(item.assignment)?.said ?? null, ...item }));

// What an answer leaves on the trail; `coding` stays the one that the server knows.
export const remember = (item, said) => (item.said = { ...said, coding: item.said?.coding ?? "" });

export function overlay() {
  for (const { coding } of queue.all()) {
    const item = known(coding.assignment);
    if (item) remember(item, coding);
  }
}

// Sentences that were left out unread stand no longer on the trail, unless an answer waits.
export function leaveOut(assignments) {
  trail = trail.filter((each) => !assignments.includes(each.assignment) || queue.of(each.assignment));
}

export async function fetchOne(assignment) {
  const answer = await fetch(`${desk.address}/${assignment}.json`, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.statusText);
  const item = put(await answer.json());
  overlay();
  return item;
}

// The sentence that was served before this one: from memory, or from the server.
export async function before(item) {
  const near = trail.find((each) => each.order === item.order - 1);
  if (near || item.order === 1) return near;
  const { previous } = "previous" in item ? item : await fetchOne(item.assignment);
  return previous ? (known(previous) ?? fetchOne(previous)) : undefined;
}
