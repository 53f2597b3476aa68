// The questions of the desk: which are asked, which are answered, and which key answers what.

export const questions = (form) => [...form.querySelectorAll(".question:enabled")];

export const fieldsOf = (question) => [...question.querySelectorAll("input, textarea, select:enabled")];

const isBox = (field) => field.matches("[type=radio], [type=checkbox]");

// The codes that are chosen, or what was written.
function said(question) {
  const fields = fieldsOf(question).filter((field) => !field.matches("select"));
  return fields.filter((field) => (isBox(field) ? field.checked : field.value.trim())).map((field) => field.value);
}

export function isAnswered(question) {
  const weightiest = question.querySelector("select:enabled");
  return said(question).length > 0 && (!weightiest || weightiest.value !== "");
}

// A key pressed inside a question acts there; elsewhere it acts on the first that knows it.
// In the panel of skip reasons it chooses a reason.
export function inputFor(form, key, target) {
  const panel = target.closest(".panel");
  const here = target.closest(".question");
  const known = [...form.querySelectorAll(`[data-key="${CSS.escape(key)}"]:enabled`)].filter(
    (input) => input.closest(".panel") === panel);
  return known.find((input) => here?.contains(input)) ?? known[0];
}

// "None of these" and the codes exclude each other.
export function keepApart(input) {
  if (input.type !== "checkbox" || !input.checked) return;
  for (const other of input.closest(".question").querySelectorAll("input[type=checkbox]")) {
    if ((input.value === "none") !== (other.value === "none")) other.checked = false;
  }
}

// A question that hangs on an earlier answer is asked only after that answer, and which code
// weighs most only if there are several. What is not asked is not sent.
export function askWhatApplies(form) {
  for (const question of form.querySelectorAll("[data-shown-if]")) {
    const { shownIf, shownCodes } = question.dataset;
    const earlier = form.querySelector(`#question-${CSS.escape(shownIf)}`);
    const answers = earlier.disabled ? [] : said(earlier);
    const isAsked = answers.some((one) => (shownCodes ? shownCodes.split(" ").includes(one) : one !== "none"));
    question.disabled = question.hidden = !isAsked;
  }
  for (const weightiest of form.querySelectorAll(".weightiest select")) weigh(weightiest);
}

function weigh(select) {
  const chosen = said(select.closest(".question"));
  for (const option of select.options) {
    option.disabled = option.hidden = option.value !== "" && !chosen.includes(option.value);
  }
  if (select.selectedOptions[0]?.disabled) select.value = "";
  select.disabled = select.parentElement.hidden = chosen.length < 2;
}
