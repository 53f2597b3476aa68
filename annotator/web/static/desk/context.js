// What stands around the sentence, as far as the round shows it; and how often it was looked at.

import { get, make } from "./dom.js";

const heading = get("sentence");
const section = heading?.closest(".reading");

let item = null;

const number = (text) => [...(text ?? "")].length;

export function show(next) {
  item = next;
  showWhere();
  showSoFar();
  showNeighbour("before", item.before, "beforebegin");
  showNeighbour("after", item.after, "afterend");
  showFacts();
  const length = number(item.before) + number(item.text) + number(item.after);
  section.classList.toggle("is-short", length <= 320 && !Object.keys(item.fields).length);
}

function showWhere() {
  const text = item.place ? `Sentence ${item.place.number} of ${item.place.of} of this article` : "";
  let line = get("where");
  if (!line && !text) return;
  if (!line) section.prepend((line = make("p", { class: "where", id: "where" })));
  [line.textContent, line.hidden] = [text, !text];
}

function showSoFar() {
  const details = get("so-far");
  if (!details) return;
  const soFar = item.so_far ?? [];
  const lines = soFar.length ? soFar : ["This is its first sentence."];
  const text = details.querySelector("div");
  text.lang = item.language;
  text.replaceChildren(...lines.map((line) => make("p", { dir: "auto" }, line)));
  text.scrollTop = text.scrollHeight;
}

function showNeighbour(id, text, where) {
  let place = get(id);
  if (!place && text === null) return;
  if (!place) {
    place = make("p", { id, class: `context-${id}`, dir: "auto" });
    heading.insertAdjacentElement(where, place);
  }
  Object.assign(place, { textContent: text ?? "", hidden: text === null, lang: item.language, tabIndex: -1 });
}

function showFacts() {
  section.querySelector(".facts")?.remove();
  const list = make("dl", { class: "facts" });
  for (const [name, fact] of Object.entries(item.fields)) {
    const row = make("div");
    row.append(make("dt", {}, name), make("dd", { dir: "auto" }, fact));
    list.append(row);
  }
  if (list.firstChild) section.append(list);
}

function count() {
  if (item) item.looks = (item.looks ?? 0) + 1;
}

// Open the article so far, or go to the neighbours, which are there all the time.
export function look() {
  const details = get("so-far");
  if (details) return details.querySelector("summary").click();
  const there = [get("before"), get("after")].find((each) => each?.textContent);
  if (!there) return undefined;
  count();
  return there.focus();
}

get("so-far")?.addEventListener("toggle", ({ target }) => target.open && count());
