// The form: what is asked, and what is answered. It knows of no server and of no keys.

import { form, get } from "./dom.js";

export const questions = () => [...form.querySelectorAll(".question:enabled")];

export const fieldsOf = (question) => [...question.querySelectorAll("input, textarea, select:enabled")];

export const isBox = (field) => field.matches("[type=radio], [type=checkbox]");

// The codes that are chosen, or what is written.
function valuesOf(question) {
  const fields = fieldsOf(question).filter((field) => !field.matches("select"));
  const given = fields.filter((field) => (isBox(field) ? field.checked : field.value.trim()));
  return given.map((field) => field.value);
}

export const isAnswered = (question) =>
  valuesOf(question).length > 0 && question.querySelector("select:enabled")?.value !== "";

export const isMissing = (question) => "required" in question.dataset && !isAnswered(question);

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
    const earlier = get(`question-${shownIf}`);
    const fits = (one) => (shownCodes ? shownCodes.split(" ").includes(one) : one !== "none");
    question.disabled = question.hidden = earlier.disabled || !valuesOf(earlier).some(fits);
  }
  for (const select of form.querySelectorAll(".weightiest select")) weigh(select);
}

function weigh(select) {
  const chosen = valuesOf(select.closest(".question"));
  for (const option of select.options) {
    option.hidden = option.disabled = option.value !== "" && !chosen.includes(option.value);
  }
  if (select.selectedOptions[0]?.disabled) select.value = "";
  select.disabled = select.parentElement.hidden = chosen.length < 2;
}

// What follows from a change of the form, before anyone else hears of it.
export function onChange({ target }) {
  if (target.name === "skip_reason") get("skip-problem").hidden = true;
  const question = target.closest(".question");
  if (!question) return;
  keepApart(target);
  askWhatApplies();
  if (question.matches(".is-missing") && isAnswered(question)) markMissing(null);
}

export function choose(input, checked = input.type === "radio" || !input.checked) {
  input.checked = checked;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// Say beside a question what it lacks, and beside no other.
export function markMissing(missing, words = "Still to be answered") {
  for (const question of form.querySelectorAll(".question")) {
    const error = question.querySelector(".error");
    question.classList.toggle("is-missing", question === missing);
    error.hidden = question !== missing;
    if (question === missing) error.textContent = words;
  }
}

// Reading and writing: the same shape that a coding has

function skipReason() {
  const chosen = form.querySelector("[name=skip_reason]:checked")?.value ?? "other";
  return chosen === "other" ? form.elements.skip_other.value.trim() : chosen;
}

const confidenceFields = () => form.querySelectorAll("[name=confidence]");

function noteAndFlag() {
  const rest = { note: form.elements.note.value.trim(), flagged: form.elements.flagged.checked };
  const sure = [...confidenceFields()].find((each) => each.checked);
  return sure ? { ...rest, confidence: Number(sure.value) } : rest;
}

// What else is left out, which only one of the reasons allows.
function restToSkip() {
  const { value, dataset } = form.elements.rest;
  return value && skipReason() === dataset.with ? { rest: value } : {};
}

export function read({ skips = false } = {}) {
  if (skips) return { answers: {}, ...noteAndFlag(), skip_reason: skipReason(), ...restToSkip() };
  const answers = {};
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("answer-") && value.trim()) (answers[name.slice(7)] ??= []).push(value);
  }
  return { answers, ...noteAndFlag() };
}

// All that stands in the form, also a reason for a skip that was not made.
export const readDraft = () => ({ ...read(), skip_reason: skipReason() });

function writeReason(text) {
  const reasons = [...form.querySelectorAll("[name=skip_reason]")];
  const known = reasons.find((each) => each.value === text && text !== "other");
  for (const each of reasons) each.checked = text !== "" && each === (known ?? reasons.at(-1));
  form.elements.skip_other.value = known ? "" : text;
  form.elements.rest.value = "";
}

export function write({ answers = {}, note = "", flagged = false, confidence = null, skip_reason = "" }) {
  for (const field of form.querySelectorAll("[name^=answer-]")) {
    const values = [answers[field.name.slice(7)] ?? []].flat().map(String);
    if (isBox(field)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  for (const each of confidenceFields()) each.checked = each.value === String(confidence);
  form.elements.note.value = note;
  form.elements.flagged.checked = flagged;
  writeReason(skip_reason);
  get("skip-problem").hidden = true;
  for (const panel of form.querySelectorAll("details")) panel.open = false;
  askWhatApplies();
  markMissing(null);
}

// Whether two of them say the same: then there is nothing new to store

const PARTS = ["answers", "marks", "note", "flagged", "confidence", "skip_reason"];

// The order of keys, of codes and of marks says nothing.
function ordered(value) {
  if (Array.isArray(value)) return value.map((each) => JSON.stringify(ordered(each))).sort();
  if (value === null || typeof value !== "object") return String(value ?? "");
  return Object.keys(value).sort().map((key) => [key, JSON.stringify(ordered(value[key]))]);
}

// An answer with one code may have come as that code, or as a list of one.
const listed = (answers = {}) =>
  Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, [value].flat()]));

const plain = (content) => JSON.stringify(PARTS.map((key) => ordered(key === "answers" ? listed(content[key]) : (content[key] ?? ""))));

export const isSame = (one, other) => plain(one) === plain(other);
