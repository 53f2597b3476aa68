// The sentence as it is shown. All offsets count code points, as the server does: a JavaScript
// string counts an emoji twice.

import { labelOf, nameOf, questions, shown } from "./marks.js";
import { get, make } from "./dom.js";

export const heading = get("sentence");

// A piece of the sentence that is the same all through: masked or not, under these marks.
function piece(item, points, start, end) {
  const text = points.slice(start, end).join("");
  const isMasked = item.masked.some(([a, b]) => a <= start && end <= b);
  // What is masked are blocks already; that it is a name is said to those who listen.
  let node = document.createTextNode(text);
  if (isMasked) node = make("span", { class: "masked", role: "img", "aria-label": "name hidden" }, text);
  for (const mark of shown().filter((each) => each.start <= start && end <= each.end)) {
    node = around(node, mark, mark.end === end);
  }
  return node;
}

function around(node, mark, isLast) {
  const label = labelOf(mark);
  const hue = [...label.classList].find((name) => name.startsWith("hue-"));
  const made = make("mark", { class: hue ?? "" });
  if (isLast) made.dataset.letter = label.querySelector("kbd")?.textContent || nameOf(mark)[0];
  made.append(node);
  return made;
}

function fill(parent, item, points, [start, end]) {
  const edges = [...shown().flatMap((each) => [each.start, each.end]), ...item.masked.flat()];
  const cuts = [start, ...edges.filter((each) => start < each && each < end), end];
  const sorted = [...new Set(cuts)].sort((a, b) => a - b);
  for (let n = 1; n < sorted.length; n += 1) parent.append(piece(item, points, sorted[n - 1], sorted[n]));
}

// In a question that takes marks, every word is an element of its own.
export function draw(item) {
  const points = [...item.text];
  const group = make("span", { id: "words" });
  let done = 0;
  for (const [n, [start, end]] of (questions.length ? item.words : []).entries()) {
    if (start > done) fill(group, item, points, [done, start]);
    const word = make("span", { class: "word", "data-n": n });
    fill(word, item, points, [start, end]);
    group.append(word);
    done = end;
  }
  if (done < points.length) fill(group, item, points, [done, points.length]);
  heading.replaceChildren(...(questions.length ? [group] : group.childNodes));
  heading.lang = item.language;
  return group;
}

export const words = () => [...heading.querySelectorAll(".word")];
