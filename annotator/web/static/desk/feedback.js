// In training: the known answer with its reason, beside one's own, before the next sentence comes.

import { get, make } from "./dom.js";

const box = get("known");

function row({ question, known, own, agrees, reason, compares }) {
  const made = make("div", compares ? { class: agrees ? "agrees" : "differs" } : {});
  const [answer, mine] = [make("dd"), make("span", { class: "quiet" }, "You: ")];
  mine.append(make("span", { dir: "auto" }, own));
  answer.append(make("strong", { dir: "auto" }, known), " ", mine);
  made.append(make("dt", {}, question), answer);
  if (reason) made.append(make("dd", { class: "why", dir: "auto" }, reason));
  return made;
}

// Show what is known of a sentence, or nothing as long as it is not answered.
export function show(known) {
  if (!box) return;
  box.hidden = !known;
  box.querySelector("dl").replaceChildren(...(known ?? []).map(row));
}

export const focus = () => get("known-title").focus();

export const onRead = (goOn) =>
  get("known-next")?.addEventListener("click", (event) => {
    event.preventDefault();
    goOn();
  });
