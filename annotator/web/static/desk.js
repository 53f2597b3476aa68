// The desk's keys. Without this module the page works as a plain form; with it, everything
// is done by keyboard: digits and letters answer, Enter saves, Backspace goes back.

const form = document.querySelector("#desk");
const opened = performance.now();
let away = 0; // Milliseconds for which the page was hidden; they are not time on screen.
let hiddenSince = null;
let sent = false;

document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenSince = performance.now();
  else if (hiddenSince !== null) away += performance.now() - hiddenSince;
});

const secondsOnScreen = () => ((performance.now() - opened - away) / 1000).toFixed(1);

const isTyping = (target) =>
  target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

// A key pressed inside a question acts there; elsewhere it acts on the first that knows it.
function inputFor(key, target) {
  const here = target.closest?.(".question");
  const known = [...form.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  return known.find((input) => here?.contains(input)) ?? known[0];
}

function answer(input) {
  if (input.type === "radio") input.checked = true;
  else input.checked = !input.checked;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  if (input.type === "radio") focusAfter(input.closest(".question"));
  else input.focus();
}

// "None of these" and the codes exclude each other.
function excludeOpposite(input) {
  if (input.type !== "checkbox" || !input.checked) return;
  for (const other of input.closest(".question").querySelectorAll("input[type=checkbox]")) {
    if ((input.value === "none") !== (other.value === "none")) other.checked = false;
  }
}

const fieldsOf = (question) => [...question.querySelectorAll("input, textarea")];

const isAnswered = (question) =>
  fieldsOf(question).some((field) =>
    field.matches("[type=radio], [type=checkbox]") ? field.checked : field.value.trim());

// An answered question hands the focus on to the next open one, or to the save button.
function focusAfter(question) {
  const questions = [...form.querySelectorAll(".question")];
  const open = questions.slice(questions.indexOf(question) + 1).find((each) => !isAnswered(each));
  (open ? fieldsOf(open)[0] : form.querySelector(".primary")).focus();
}

function save() {
  const missing = [...form.querySelectorAll(".question[data-required]")].find((q) => !isAnswered(q));
  for (const question of form.querySelectorAll(".question")) {
    question.classList.toggle("is-missing", question === missing);
  }
  if (missing) fieldsOf(missing)[0].focus();
  else form.requestSubmit(form.querySelector(".primary"));
}

const commands = {
  Enter: save,
  Backspace: () => document.querySelector("#back")?.click(),
  f: () => form.querySelector("#flagged").click(),
  s: () => openPanel("#skip", "input"),
  ".": () => openPanel("#note-panel", "textarea"),
  "?": () => form.querySelector("#codebook").click(),
};

function openPanel(selector, field) {
  const panel = form.querySelector(selector);
  panel.open = true;
  panel.querySelector(field).focus();
}

function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || sent) return;
  if (key === "Escape") return form.querySelectorAll("details[open]").forEach((d) => (d.open = false));
  if (isTyping(target)) return;
  if (key === "Enter" && target.closest("summary, a, .panel, button:not(.primary)")) return;
  const input = inputFor(key, target);
  const command = input ? () => answer(input) : commands[key];
  if (!command) return;
  event.preventDefault();
  if (!event.repeat) command(); // A held key answers and saves only once.
}

function onSubmit(event) {
  if (sent) return event.preventDefault(); // One page sends one answer.
  sent = true;
  form.elements.seconds.value = secondsOnScreen();
  const saved = document.querySelector(".saved");
  saved.dataset.state = "saving";
  saved.textContent = "saving";
}

if (form) {
  form.addEventListener("change", (event) => event.target.closest(".question") && excludeOpposite(event.target));
  form.addEventListener("submit", onSubmit);
  document.addEventListener("keydown", onKey);
  form.querySelector("#sentence").focus({ preventScroll: true });
} else {
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key === "Backspace") document.querySelector("#back")?.click();
    if (event.key === "Enter" && event.target === document.body) document.querySelector(".primary")?.click();
  });
}
// A page that the browser kept and shows again has sent its answer already: fetch it anew.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
