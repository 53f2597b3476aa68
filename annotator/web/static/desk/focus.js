// Where the focus is, and where it goes next.

import { form, get } from "./dom.js";
import { fieldsOf, isBox, isMissing, markMissing, questions } from "./form.js";

let cameFrom = null; // Where the focus was before a panel was opened.

export const isWriting = (target) => target.matches("textarea, select, input") && !isBox(target);

function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

// The page moves no further than it must, so that the sentence stays in view.
export function focusOn(element) {
  element.focus({ preventScroll: true });
  if (element.closest(".actions") && isInView(element)) return;
  (element.closest(".code") ?? element).scrollIntoView({ block: "nearest" });
}

// An answered question hands the focus on to the next that needs an answer, or to the save button.
export function focusAfter(question) {
  const all = questions();
  const open = all.slice(all.indexOf(question) + 1).find(isMissing);
  focusOn(open ? fieldsOf(open)[0] : form.querySelector(".primary"));
}

export function showMissing(question, words) {
  markMissing(question, words);
  focusOn(question.querySelector("select:enabled") ?? fieldsOf(question)[0]);
}

export function showSkipProblem() {
  const problem = get("skip-problem");
  problem.hidden = false;
  problem.textContent = "A skipped sentence needs a reason.";
}

export function openPanel(panel) {
  if (!panel.open) cameFrom = document.activeElement;
  panel.open = true;
  focusOn(panel.querySelector("input, textarea"));
}

// Escape closes a panel and leaves a field, for a place where the keys answer again.
export function leave() {
  for (const panel of form.querySelectorAll("details[open]")) panel.open = false;
  focusOn(cameFrom && !isWriting(cameFrom) ? cameFrom : get("sentence"));
  cameFrom = null;
}
