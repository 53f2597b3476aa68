// The review of an article's sentences by keyboard. Without this module each act is a
// button and a new page; with it the page stays where it is.

const main = document.querySelector("#main");
const rows = () => [...main.querySelectorAll(".review-row")];
const rowOf = (element) => element.closest?.(".review-row");

// One row can be reached by Tab; from there the arrows move.
function stand(row) {
  for (const other of rows()) other.tabIndex = other === row ? 0 : -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(row, by) {
  const all = rows();
  stand(all[Math.max(0, Math.min(all.length - 1, all.indexOf(row) + by))]);
}

function chooseWord(row, by) {
  row.querySelector("details").open = true;
  const words = [...row.querySelectorAll(".words button:enabled")];
  const now = words.indexOf(document.activeElement);
  words[Math.max(0, Math.min(words.length - 1, now + by))]?.focus();
}

function chooseKind(row) {
  row.querySelector("details").open = true;
  row.querySelector("select").focus();
}

const press = (row, selector) => row.querySelector(selector)?.click();

const keys = {
  ArrowUp: (row) => step(row, -1),
  ArrowDown: (row) => step(row, 1),
  ArrowLeft: (row) => chooseWord(row, -1),
  ArrowRight: (row) => chooseWord(row, 1),
  s: (row) => row.querySelector(".words button:focus")?.click(),
  j: (row) => press(row, "button[value=join]"),
  x: (row) => press(row, "button[value=serve], button[value=leave-out]"),
  k: chooseKind,
  z: () => main.querySelector(".page-header form button")?.click(),
  Escape: stand,
};

function onKey(event) {
  const row = rowOf(event.target);
  if (!row || event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key.length === 1) return;
  if (event.target.matches("select") && event.key !== "Escape") return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act(row);
}

// Sends a correction and shows the page that answers, without leaving this one.
let busy = false;
async function send(event) {
  event.preventDefault();
  if (busy) return;
  busy = true;
  const form = event.target;
  try {
    const body = new FormData(form, event.submitter);
    const answer = await fetch(form.action, { method: "POST", body });
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), answer);
  } catch {
    form.submit();
  } finally {
    busy = false;
  }
}

function show(page, answer) {
  main.replaceChildren(...page.querySelector("#main").childNodes);
  const row = main.querySelector(".review-row[aria-current]");
  if (row) stand(row);
  else main.focus();
  if (!answer.ok) window.scrollTo(0, 0);
}

main.addEventListener("keydown", onKey);
main.addEventListener("submit", send);
main.addEventListener("change", (event) => {
  if (event.target.matches("select[name=kind]")) event.target.form.requestSubmit();
});

const first = main.querySelector(".review-row[aria-current], .review-row");
if (first) stand(first);
