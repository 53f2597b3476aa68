// The keys of the coder's own choice. They are kept in this browser, for this coder alone.

import { desk, form } from "./dom.js";

const KEPT = `annotator keys ${desk.coder}`;
const COMMANDS = [
  ["none", "n", "None of these", ".is-none kbd"],
  ["skip", "s", "Skip", "#skip summary kbd"],
  ["undo", "u", "Open the last answer again", null],
  ["flag", "f", "Flag", ".toggle kbd"],
  ["mark", "m", "Mark words", "#mark kbd"],
  ["context", "c", "Context", "#so-far kbd"],
  ["note", ".", "Note", "#note-panel summary kbd"],
  ["codebook", "?", "Codebook", "#codebook kbd"],
];

// A row for each thing that has a key: {name, group, key, label, inputs, shown}. `group` is its
// question, `key` that of the codebook or of the desk, `shown` selects where the key is written.
export const rows = form ? [...codes(), ...commands()] : [];

function codes() {
  const inputs = [...form.querySelectorAll(".code:not(.is-none) input[name^=answer-]")];
  return inputs.map((input) => {
    const name = `${input.name.slice("answer-".length)} ${input.value}`;
    const label = input.closest(".code").querySelector(".code-name").textContent;
    const question = input.closest(".question");
    const group = question.querySelector("legend").firstChild.textContent.trim();
    const shown = `[data-key-of="${CSS.escape(name)}"]`;
    return { name, group, key: input.dataset.key ?? "", label, inputs: [input], shown };
  });
}

function commands() {
  return COMMANDS.map(([name, key, label, shown]) => {
    const inputs = name === "none" ? [...form.querySelectorAll(".is-none input")] : [];
    return { name, group: "Commands", key, label, inputs, shown };
  });
}

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {}; // A browser that keeps nothing has the keys of the book.
  }
}

let own = load();
let inUse = {};

export const keyOf = (row, wished = inUse) => wished[row.name] ?? row.key;

// The own keys that this book has room for: a later version may give one to another code.
function fitting(wished) {
  const clashes = (row) => rows.some((other) => other !== row && keyOf(other, wished) === wished[row.name]);
  const fit = (row) => row.name in wished && (wished[row.name] === "" || !clashes(row));
  const kept = rows.filter(fit).map((row) => [row.name, wished[row.name]]);
  const isWhole = kept.length === rows.filter((row) => row.name in wished).length;
  return isWhole ? Object.fromEntries(kept) : fitting(Object.fromEntries(kept));
}

// Which command a key stands for.
export const commandAt = (key) =>
  COMMANDS.find(([name]) => name !== "none" && keyOf(rows.find((row) => row.name === name)) === key)?.[0];

// Write the keys where they act, and where they are shown.
export function apply() {
  inUse = fitting(own);
  for (const row of rows) {
    const key = keyOf(row);
    for (const input of row.inputs) input.dataset.key = key;
    if (!row.shown) continue;
    for (const place of document.querySelectorAll(row.shown)) {
      place.textContent = key;
      place.hidden = !key;
    }
  }
}

// Why a key can not be given to a row; nothing if it can.
export function refusal(row, key) {
  if (/^\s$/.test(key)) return "The space bar chooses what has the focus, so it can not be a key.";
  const other = key && rows.find((each) => each !== row && keyOf(each) === key);
  return other ? `“${key}” is already the key of “${other.label}”. Give that one another key first.` : "";
}

export function give(row, key) {
  own = { ...own, [row.name]: key };
  if (key === row.key) delete own[row.name];
  keep();
}

export function reset() {
  own = {};
  keep();
}

function keep() {
  apply();
  try {
    localStorage.setItem(KEPT, JSON.stringify(own));
  } catch {
    // They hold as long as the page.
  }
}
