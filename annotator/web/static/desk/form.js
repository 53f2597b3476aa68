// The form: what is asked, what is answered, where the focus is. It knows of no server.

export const form = document.querySelector("#desk");

// Questions: which are asked, which are answered

const questions = () => [...form.querySelectorAll(".question:enabled")];

const fieldsOf = (question) => [...question.querySelectorAll("input, textarea, select:enabled")];

const isBox = (field) => field.matches("[type=radio], [type=checkbox]");

// The codes that are chosen, or what is written.
function said(question) {
  const fields = fieldsOf(question).filter((field) => !field.matches("select"));
  const given = fields.filter((field) => (isBox(field) ? field.checked : field.value.trim()));
  return given.map((field) => field.value);
}

const isAnswered = (question) =>
  said(question).length > 0 && question.querySelector("select:enabled")?.value !== "";

const isMissing = (question) => "required" in question.dataset && !isAnswered(question);

export const firstMissing = () => questions().find(isMissing);

// "None of these" and the codes exclude each other.
function keepApart(input) {
  if (input.type !== "checkbox" || !input.checked) return;
  for (const other of input.closest(".question").querySelectorAll("input[type=checkbox]")) {
    if ((input.value === "none") !== (other.value === "none")) other.checked = false;
  }
}

// A question that hangs on an earlier answer is asked only after that answer; which code
// weighs most, only if there are several. What is not asked is not sent.
function askWhatApplies() {
  for (const question of form.querySelectorAll("[data-shown-if]")) {
    const { shownIf, shownCodes } = question.dataset;
    const earlier = form.querySelector(`#question-${CSS.escape(shownIf)}`);
    const fits = (one) => (shownCodes ? shownCodes.split(" ").includes(one) : one !== "none");
    question.disabled = question.hidden = earlier.disabled || !said(earlier).some(fits);
  }
  for (const select of form.querySelectorAll(".weightiest select")) weigh(select);
}

function weigh(select) {
  const chosen = said(select.closest(".question"));
  for (const option of select.options) {
    option.hidden = option.disabled = option.value !== "" && !chosen.includes(option.value);
  }
  if (select.selectedOptions[0]?.disabled) select.value = "";
  select.disabled = select.parentElement.hidden = chosen.length < 2;
}

export function onChange({ target }) {
  if (target.name === "skip_reason") form.querySelector("#skip-problem").hidden = true;
  const question = target.closest(".question");
  if (!question) return;
  keepApart(target);
  askWhatApplies();
  if (question.matches(".is-missing") && isAnswered(question)) showMissing(null);
}

// Reading and writing: the same shape that a coding has

function reason() {
  const chosen = form.querySelector("[name=skip_reason]:checked")?.value ?? "other";
  return chosen === "other" ? form.elements.skip_other.value.trim() : chosen;
}

export function read({ skips = false } = {}) {
  const rest = { note: form.elements.note.value.trim(), flagged: form.elements.flagged.checked };
  if (skips) return { answers: {}, ...rest, skip_reason: reason() };
  const answers = {};
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("answer-") && value.trim()) (answers[name.slice(7)] ??= []).push(value);
  }
  return { answers, ...rest };
}

function writeReason(text) {
  const reasons = [...form.querySelectorAll("[name=skip_reason]")];
  const known = reasons.find((each) => each.value === text && text !== "other");
  for (const each of reasons) each.checked = text !== "" && each === (known ?? reasons.at(-1));
  form.elements.skip_other.value = known ? "" : text;
}

export function write({ answers = {}, note = "", flagged = false, skip_reason = "" }) {
  for (const field of form.querySelectorAll("[name^=answer-]")) {
    const values = [answers[field.name.slice(7)] ?? []].flat().map(String);
    if (isBox(field)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  form.elements.note.value = note;
  form.elements.flagged.checked = flagged;
  writeReason(skip_reason);
  form.querySelector("#skip-problem").hidden = true;
  for (const panel of form.querySelectorAll("details")) panel.open = false;
  if (skip_reason) form.querySelector("#skip").open = true;
  askWhatApplies();
  showMissing(null);
}

// The focus

let cameFrom = null; // Where the focus was before a panel was opened.

// The page moves no further than it must, so that the sentence stays in view.
export function focusOn(element) {
  element.focus({ preventScroll: true });
  (element.closest(".code") ?? element).scrollIntoView({ block: "nearest" });
}

// An answered question hands the focus on to the next that needs an answer, or to the save button.
function focusAfter(question) {
  const all = questions();
  const open = all.slice(all.indexOf(question) + 1).find(isMissing);
  focusOn(open ? fieldsOf(open)[0] : form.querySelector(".primary"));
}

export function showMissing(missing, words = "Still to be answered") {
  for (const question of form.querySelectorAll(".question")) {
    const error = question.querySelector(".error");
    question.classList.toggle("is-missing", question === missing);
    error.hidden = question !== missing;
    if (question === missing) error.textContent = words;
  }
  if (missing) focusOn(missing.querySelector("select:enabled") ?? fieldsOf(missing)[0]);
}

export function showSkipProblem() {
  const problem = form.querySelector("#skip-problem");
  problem.hidden = false;
  problem.textContent = "A skipped sentence needs a reason.";
}

export function openPanel(panel) {
  if (!panel.open) cameFrom = document.activeElement;
  panel.open = true;
  focusOn(panel.querySelector("input, textarea"));
}

// Escape closes a panel and leaves a field, for a place where the keys answer again.
function leave() {
  for (const panel of form.querySelectorAll("details[open]")) panel.open = false;
  focusOn(cameFrom && !isWriting(cameFrom) ? cameFrom : form.querySelector("#sentence"));
  cameFrom = null;
}

// Keys

const isWriting = (target) => target.matches("textarea, select, input") && !isBox(target);

// A key pressed inside a question acts there; elsewhere it acts on the first that knows it.
// In the panel of skip reasons it chooses a reason.
function inputFor(key, target) {
  const [panel, here] = [target.closest(".panel"), target.closest(".question")];
  const known = [...form.querySelectorAll(`[data-key="${CSS.escape(key)}"]:enabled`)];
  const near = known.filter((input) => input.closest(".panel") === panel);
  return near.find((input) => here?.contains(input)) ?? near[0];
}

export function choose(input, checked = input.type === "radio" || !input.checked) {
  input.checked = checked;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function answer(input) {
  choose(input);
  const question = input.closest(".question");
  if (input.type === "radio" && question) focusAfter(question);
  else focusOn(input);
}

export const submitBy = (button) => form.requestSubmit(form.querySelector(button));

// What a key may stand for, the likeliest first. On a keyboard without Latin letters, or
// with its digits behind Shift, the place of the key says what is meant.
function meanings({ key, code, shiftKey }) {
  if (key.length > 1) return [key];
  const place = shiftKey || /[a-z0-9]/i.test(key) ? null : /^(?:Key|Digit)(.)$/.exec(code);
  return [key.toLowerCase(), ...(place ? [place[1].toLowerCase()] : [])];
}

function onEnter({ target, ctrlKey, metaKey }, save) {
  if (target.matches("#skip input")) return () => submitBy("#skip button");
  if (ctrlKey || metaKey || target.matches(".question :is(input, select)")) return save;
  return isWriting(target) || target.closest("summary, a, button:not(.primary)") ? null : save;
}

// What a key does: an answer, or one of the desk's commands. `take` may have another use for
// a code than to choose it.
export function actFor(event, commands, take) {
  const { key, target } = event;
  if (key === "Escape") return leave;
  if (key === "Enter") return onEnter(event, commands.Enter);
  if (event.ctrlKey || event.metaKey || isWriting(target)) return null;
  for (const meaning of meanings(event)) {
    const input = inputFor(meaning, target);
    if (input) return () => take(input) || answer(input);
    if (meaning in commands && !target.closest(".panel")) return commands[meaning];
  }
  return null;
}
