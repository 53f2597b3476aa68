// The review of an article's sentences by keyboard. Without this module each act is a
// button and a new page; with it the page stays where it is.

const main = document.querySelector("#main");
const rows = () => [...main.querySelectorAll(".review-row")];

// One row can be reached by Tab; from there the arrows move.
function stand(row) {
  for (const other of rows()) other.tabIndex = other === row ? 0 : -1;
  row.focus({ preventScroll: true });
}

function goTo(row) {
  stand(row);
  row.scrollIntoView({ block: "nearest" });
}

const clamped = (index, length) => Math.max(0, Math.min(length - 1, index));

function step(row, by) {
  const all = rows();
  goTo(all[clamped(all.indexOf(row) + by, all.length)]);
}

function chooseWord(row, by) {
  row.querySelector("details").open = true;
  const words = [...row.querySelectorAll(".words button:enabled")];
  words[clamped(words.indexOf(document.activeElement) + by, words.length)]?.focus();
}

function chooseKind(row) {
  row.querySelector("details").open = true;
  row.querySelector(".kind select").focus();
}

// In a text that is read from right to left, the next word is at the left.
const forward = (row, by) =>
  getComputedStyle(row.querySelector(".review-text")).direction === "rtl" ? -by : by;

const press = (within, selector) => within.querySelector(selector)?.click();

const keys = {
  ArrowUp: (row) => step(row, -1),
  ArrowDown: (row) => step(row, 1),
  ArrowLeft: (row) => chooseWord(row, forward(row, -1)),
  ArrowRight: (row) => chooseWord(row, forward(row, 1)),
  Escape: stand,
  s: (row) => press(row, ".words button:focus"),
  j: (row) => press(row, "[value=join]"),
  x: (row) => press(row, "[value=serve], [value=leave-out]"),
  k: chooseKind,
  z: () => press(main, ".page-header form button"),
};

function onKey(event) {
  const row = event.target.closest(".review-row");
  const act = keys[event.key];
  if (!row || !act || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("select") && event.key !== "Escape") return;
  event.preventDefault();
  // A held key moves on, but corrects only once.
  if (!event.repeat || event.key.startsWith("Arrow")) act(row);
}

// Sends a correction and shows the page that answers it, without leaving this one.
let sending = false;

async function send(event) {
  event.preventDefault();
  if (sending) return;
  sending = true;
  try {
    const body = new FormData(event.target, event.submitter);
    const answer = await fetch(event.target.action, { method: "POST", body });
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    tell("The server can not be reached. Nothing was changed; try again.");
  } finally {
    sending = false;
  }
}

function show(page) {
  main.replaceChildren(...page.querySelector("#main").childNodes);
  begin();
  main.querySelector(".review-row:focus")?.scrollIntoView({ block: "nearest" });
}

function tell(words) {
  const message = document.createElement("p");
  message.className = "flash error";
  message.setAttribute("role", "alert");
  message.textContent = words;
  main.querySelector(".flash")?.remove();
  main.prepend(message);
  message.scrollIntoView({ block: "nearest" });
}

// A page without sentences says why a correction was refused.
function begin() {
  const row = main.querySelector(".review-row[aria-current]") ?? main.querySelector(".review-row");
  if (!row) {
    main.focus();
    window.scrollTo(0, 0);
    return;
  }
  main.querySelector(".keys").hidden = false;
  stand(row);
}

main.addEventListener("keydown", onKey);
main.addEventListener("submit", send);
main.addEventListener("change", (event) => {
  if (event.target.matches(".kind select")) event.target.form.requestSubmit();
});
begin();
