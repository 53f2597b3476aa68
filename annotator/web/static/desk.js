// The desk's keys. Without this module the page works as a plain form; with it, everything
// is done by keyboard: digits and letters answer, Enter saves, Backspace goes back.

import { askWhatApplies, fieldsOf, inputFor, isAnswered, keepApart, questions } from "./questions.js";

const form = document.querySelector("#desk");
const opened = performance.now();
let away = 0; // Milliseconds for which the page was hidden; they are not time on screen.
let hiddenSince = document.hidden ? opened : null;
let sent = false;
let cameFrom = null; // Where the focus was before a panel was opened.

document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenSince = performance.now();
  else if (hiddenSince !== null) away += performance.now() - hiddenSince;
});

const secondsOnScreen = () => ((performance.now() - opened - away) / 1000).toFixed(1);

const isWriting = (target) =>
  target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

// The page moves no further than it must, so that the sentence stays in view.
function focusOn(element) {
  element.focus({ preventScroll: true });
  (element.closest(".code") ?? element).scrollIntoView({ block: "nearest" });
}

function answer(input) {
  input.checked = input.type === "radio" || !input.checked;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const question = input.closest(".question");
  if (input.type === "radio" && question) focusAfter(question);
  else focusOn(input);
}

// An answered question hands the focus on to the next that needs an answer, or to the save button.
function focusAfter(question) {
  const all = questions(form);
  const open = all.slice(all.indexOf(question) + 1).find(isMissing);
  focusOn(open ? fieldsOf(open)[0] : form.querySelector(".primary"));
}

const isMissing = (question) => "required" in question.dataset && !isAnswered(question);

function showMissing(missing) {
  for (const question of form.querySelectorAll(".question")) {
    question.classList.toggle("is-missing", question === missing);
    question.querySelector(".error").hidden = question !== missing;
  }
}

const save = () => form.requestSubmit(form.querySelector(".primary"));

const commands = {
  Enter: save,
  Backspace: () => document.querySelector("#back")?.click(),
  f: () => form.querySelector("#flagged").click(),
  s: () => openPanel(form.querySelector("#skip")),
  ".": () => openPanel(form.querySelector("#note-panel")),
  "?": () => form.querySelector("#codebook").click(),
};

function openPanel(panel) {
  if (!panel.open) cameFrom = document.activeElement;
  panel.open = true;
  focusOn(panel.querySelector(":checked, input, textarea"));
}

// Escape closes a panel and leaves a field, back to where the keys answer.
function leave() {
  for (const panel of form.querySelectorAll("details[open]")) panel.open = false;
  focusOn(cameFrom?.isConnected && !isWriting(cameFrom) ? cameFrom : form.querySelector("#sentence"));
  cameFrom = null;
}

// The characters that a key may stand for, the most likely first. A keyboard without Latin letters,
// or with its digits behind Shift, is read by the place of the key.
function charactersOf({ key, code, shiftKey }) {
  if (key.length > 1) return [key];
  const place = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  return place && !shiftKey && !/[a-z0-9]/i.test(key)
    ? [key.toLowerCase(), place.toLowerCase()]
    : [key.toLowerCase()];
}

function actFor(event) {
  const { key, target } = event;
  const panel = target.closest(".panel");
  if (key === "Enter" && panel?.contains(form.querySelector("#skip-other")) && target.matches("input")) {
    return () => form.requestSubmit(panel.querySelector("button"));
  }
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) return save;
  if (isWriting(target)) return key === "Enter" && target.matches(".question :is(input, select)") && save;
  if (key === "Enter" && target.closest("summary, a, button:not(.primary)")) return null;
  for (const character of charactersOf(event)) {
    const input = inputFor(form, character, target);
    if (input) return () => answer(input);
    if (!panel && character in commands) return commands[character];
  }
  return null;
}

function onKey(event) {
  if (event.isComposing || event.altKey || sent) return;
  if ((event.ctrlKey || event.metaKey) && event.key !== "Enter") return;
  const act = event.key === "Escape" ? leave : actFor(event);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat) act(); // A held key answers and saves only once.
}

function onChange({ target }) {
  const question = target.closest(".question");
  if (!question) return;
  keepApart(target);
  askWhatApplies(form);
  if (question.matches(".is-missing") && isAnswered(question)) showMissing(null);
}

function onSubmit(event) {
  const missing = event.submitter?.value === "skip" ? null : questions(form).find(isMissing);
  showMissing(missing);
  if (missing) focusOn(fieldsOf(missing).find((field) => !field.value) ?? fieldsOf(missing)[0]);
  if (missing || sent) return event.preventDefault(); // One page sends one answer.
  sent = true;
  form.elements.seconds.value = secondsOnScreen();
  const saved = document.querySelector(".saved");
  saved.dataset.state = "saving";
  saved.textContent = "saving";
}

if (form) {
  askWhatApplies(form);
  form.addEventListener("change", onChange);
  form.addEventListener("submit", onSubmit);
  form.querySelector("#skip-other").addEventListener("input", () => {
    form.querySelector("[name=skip_reason][value=other]").checked = true;
  });
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
