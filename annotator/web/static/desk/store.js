// What this browser keeps of codings that were not sent yet. Each record belongs to one coder
// (a member's public id) in one round (the desk's address); nobody else sees or sends it.

import { createStore, del, entries, set } from "../vendor/idb-keyval-6.3.0/index.js";

const store = createStore("annotator", "codings");

// Every record in this browser, in order: {key: [coder, address, number], coding, after, refused}.
// `after` is the token of an earlier answer to the same sentence that has no receipt yet.
export async function stored() {
  const all = await entries(store);
  return all.map(([key, record]) => ({ ...record, key, isWritten: true }));
}

export const write = ({ key, coding, after, refused }) => set(key, { coding, after, refused }, store);

export const erase = ({ key }) => del(key, store);
