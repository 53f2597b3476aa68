// The codebook beside the sentence: what a code means, while it is being decided on.

import { form, get } from "./dom.js";

const panel = get("book");
const button = get("codebook");
const search = get("book-search");
const found = get("book-found");
const entries = panel ? [...panel.querySelectorAll("[data-entry]")] : [];

// Beside the desk it may stay open; where it covers the desk, it is either one or the other.
const isBeside = () => matchMedia("(min-width: 68rem)").matches;

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const texts = new Map();

function textOf(entry) {
  if (!texts.has(entry)) texts.set(entry, plain(entry.textContent));
  return texts.get(entry);
}

function filter() {
  const words = plain(search.value).split(/\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => textOf(entry).includes(word));
  for (const part of panel.querySelectorAll("section")) {
    part.hidden = words.length > 0 && !part.querySelector("[data-entry]:not([hidden])");
  }
  const left = entries.filter((entry) => !entry.hidden).length;
  found.textContent = words.length ? `${left} of ${entries.length} codes` : "";
}

function showEntry(name) {
  const entry = entries.find((each) => each.dataset.entry === name);
  if (!entry) return;
  if (entry.hidden) {
    search.value = "";
    filter();
  }
  for (const each of entries) each.classList.toggle("is-current", each === entry);
  const list = entry.closest(".book-entries");
  list.scrollTop += entry.getBoundingClientRect().top - list.getBoundingClientRect().top;
}

const nameOf = (element) =>
  element?.matches?.(".code input[name^=answer-]") ? `${element.name.slice("answer-".length)} ${element.value}` : "";

const isOpen = () => !panel.hidden;

let cameFrom = null;

function open() {
  cameFrom = document.activeElement;
  panel.hidden = false;
  document.body.classList.add("has-book");
  button.setAttribute("aria-expanded", "true");
  showEntry(nameOf(cameFrom));
  search.focus({ preventScroll: true });
  search.select();
  if (!isBeside()) scrollTo(0, 0); // The sentence stays in view above it.
}

function goBack() {
  const there = form.contains(cameFrom) && cameFrom !== button ? cameFrom : get("sentence");
  there.focus({ preventScroll: true });
}

function close() {
  const hadFocus = panel.contains(document.activeElement);
  panel.hidden = true;
  document.body.classList.remove("has-book");
  button.setAttribute("aria-expanded", "false");
  if (hadFocus) goBack();
}

export function toggle() {
  if (isOpen()) close();
  else open();
}

function onKey(event) {
  if (event.key !== "Escape" && !(event.key === "Enter" && event.target === search)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Enter" && isBeside()) goBack();
  else close();
}

if (panel && form) {
  button.setAttribute("role", "button");
  button.setAttribute("aria-controls", panel.id);
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    toggle();
  });
  get("book-close").addEventListener("click", close);
  search.addEventListener("input", filter);
  panel.addEventListener("keydown", onKey);
  form.addEventListener("focusin", ({ target }) => {
    if (!isOpen()) return;
    if (isBeside()) showEntry(nameOf(target));
    else close();
  });
}
