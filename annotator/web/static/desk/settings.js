// The dialog in which a coder sees how far the work is, and settles breaks and keys.

import { give, keyOf, refusal, reset, rows } from "./hotkeys.js";
import { desk, get, make } from "./dom.js";

const KEPT = `annotator break ${desk.coder}`;
const dialog = get("settings");

// After how many minutes at work a break is hinted at; 0 is never.
export const breakAfter = () => Number(dialog?.querySelector("[name=break]").value ?? 0);

function restoreBreak(select) {
  try {
    const kept = localStorage.getItem(KEPT);
    if ([...select.options].some((each) => each.value === kept)) select.value = kept;
  } catch {
    // Without storage it is off until it is chosen.
  }
}

function keepBreak({ target }) {
  try {
    localStorage.setItem(KEPT, target.value);
  } catch {
    // It holds as long as the page.
  }
}

const problem = dialog?.querySelector(".error");

function say(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function propose(row, key, field) {
  const why = refusal(row, key);
  say(why);
  if (!why) give(row, key);
  field.value = keyOf(row);
}

function onKey(event, row) {
  const { key, target } = event;
  const isErased = key === "Backspace" || key === "Delete";
  if (event.ctrlKey || event.metaKey || event.altKey || (key.length > 1 && !isErased)) return;
  event.preventDefault();
  if (!event.repeat) propose(row, isErased ? "" : key.toLowerCase(), target);
}

function field(row) {
  const label = make("label", { class: "own-key" });
  const input = make("input", { size: 2, autocapitalize: "off", autocomplete: "off", "data-row": row.name });
  input.value = keyOf(row);
  input.addEventListener("keydown", (event) => onKey(event, row));
  // A keyboard on a screen tells no keys, only what was written.
  input.addEventListener("input", () => propose(row, [...input.value].at(-1)?.toLowerCase() ?? "", input));
  input.addEventListener("focus", () => input.select());
  label.append(input, make("span", {}, row.label));
  return label;
}

function fill() {
  say("");
  const titled = rows.flatMap((row, n) => {
    const isFirst = row.group !== rows[n - 1]?.group;
    return isFirst ? [make("h3", {}, row.group), field(row)] : [field(row)];
  });
  dialog.querySelector(".own-keys").replaceChildren(...titled);
}

if (dialog) {
  const select = dialog.querySelector("[name=break]");
  restoreBreak(select);
  select.addEventListener("change", keepBreak);
  get("reset-keys").addEventListener("click", () => {
    reset();
    fill();
    say("");
  });
  const button = get("open-settings");
  button.hidden = false;
  button.addEventListener("click", () => {
    fill();
    dialog.showModal();
  });
}
