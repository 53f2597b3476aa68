// The desk's keys. Without this module the page works as a plain form; with it, everything
// is done by keyboard: digits and letters answer, Enter saves, Backspace goes back.

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

function onChange({ target }) {
  const question = target.closest(".question");
  if (!question) return;
  keepApart(target);
  askWhatApplies();
  if (question.matches(".is-missing") && isAnswered(question)) showMissing(null);
}

// The focus

// The page moves no further than it must, so that the sentence stays in view.
function focusOn(element) {
  element.focus({ preventScroll: true });
  (element.closest(".code") ?? element).scrollIntoView({ block: "nearest" });
}

// An answered question hands the focus on to the next that needs an answer, or to the save button.
function focusAfter(question) {
  const all = questions();
  const open = all.slice(all.indexOf(question) + 1).find(isMissing);
  focusOn(open ? fieldsOf(open)[0] : form.querySelector(".primary"));
}

function showMissing(missing) {
  for (const question of form.querySelectorAll(".question")) {
    question.classList.toggle("is-missing", question === missing);
    question.querySelector(".error").hidden = question !== missing;
  }
  if (missing) focusOn(missing.querySelector("select:enabled") ?? fieldsOf(missing)[0]);
}

function openPanel(panel) {
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

function answer(input) {
  input.checked = input.type === "radio" || !input.checked;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const question = input.closest(".question");
  if (input.type === "radio" && question) focusAfter(question);
  else focusOn(input);
}

const submitBy = (button) => form.requestSubmit(form.querySelector(button));

const commands = {
  Enter: () => submitBy(".primary"),
  Backspace: () => document.querySelector("#back")?.click(),
  f: () => form.querySelector("#flagged").click(),
  s: () => openPanel(form.querySelector("#skip")),
  ".": () => openPanel(form.querySelector("#note-panel")),
  "?": () => form.querySelector("#codebook").click(),
};

// What a key may stand for, the likeliest first. On a keyboard without Latin letters, or
// with its digits behind Shift, the place of the key says what is meant.
function meanings({ key, code, shiftKey }) {
  if (key.length > 1) return [key];
  const place = shiftKey || /[a-z0-9]/i.test(key) ? null : /^(?:Key|Digit)(.)$/.exec(code);
  return [key.toLowerCase(), ...(place ? [place[1].toLowerCase()] : [])];
}

function onEnter({ target, ctrlKey, metaKey }) {
  if (target.matches("#skip input")) return () => submitBy("#skip button");
  if (ctrlKey || metaKey || target.matches(".question :is(input, select)")) return commands.Enter;
  return isWriting(target) || target.closest("summary, a, button:not(.primary)") ? null : commands.Enter;
}

function actFor(event) {
  const { key, target } = event;
  if (key === "Escape") return leave;
  if (key === "Enter") return onEnter(event);
  if (event.ctrlKey || event.metaKey || isWriting(target)) return null;
  for (const meaning of meanings(event)) {
    const input = inputFor(meaning, target);
    if (input) return () => answer(input);
    if (meaning in commands && !target.closest(".panel")) return commands[meaning];
  }
  return null;
}

function onKey(event) {
  if (event.isComposing || event.altKey || sent) return;
  const act = actFor(event);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat) act(); // A held key answers and saves only once.
}

function onSubmit(event) {
  const skips = event.submitter?.value === "skip";
  const missing = skips ? undefined : questions().find(isMissing);
  showMissing(missing);
  if (missing || sent) return event.preventDefault(); // One page sends one answer.
  sent = true;
  form.elements.seconds.value = secondsOnScreen();
  const saved = document.querySelector(".saved");
  saved.dataset.state = "saving";
  saved.textContent = "saving";
}

if (form) {
  askWhatApplies();
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
