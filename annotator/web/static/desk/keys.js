// What a key does: an answer, or one of the desk's commands.

import { form } from "./dom.js";
import { focusAfter, focusOn, isWriting, leave } from "./focus.js";
import { choose } from "./form.js";
import { commandAt } from "./hotkeys.js";

// A key pressed inside a question acts there; elsewhere it acts on the first that knows it.
// In the panel of skip reasons it chooses a reason.
function inputFor(key, target) {
  const [panel, here] = [target.closest(".panel"), target.closest(".question")];
  const known = [...form.querySelectorAll(`[data-key="${CSS.escape(key)}"]:enabled`)];
  const near = known.filter((input) => input.closest(".panel") === panel);
  return near.find((input) => here?.contains(input)) ?? near[0];
}

function answer(input) {
  choose(input);
  const question = input.closest(".question");
  if (input.type === "radio" && question) focusAfter(question);
  else focusOn(input);
}

export const submitBy = (button) => form.requestSubmit(form.querySelector(button));

const isForeign = (key) => /\p{L}/u.test(key) && !/\p{Script=Latin}/u.test(key);

// What a key may stand for, the likeliest first. Where the keyboard has no Latin letters, or
// its digits are behind Shift, the place of the key says what is meant.
function meanings({ key, code, shiftKey }) {
  if (key.length > 1) return [key];
  const [, kind, place] = /^(Key|Digit)(.)$/.exec(code) ?? [];
  const isMeant = kind === "Digit" ? !/[0-9a-z]/i.test(key) : isForeign(key);
  return [key.toLowerCase(), ...(place && isMeant && !shiftKey ? [place.toLowerCase()] : [])];
}

function onEnter({ target, ctrlKey, metaKey }, save) {
  if (target.matches("#skip input")) return () => submitBy("#skip button");
  if (ctrlKey || metaKey || target.matches(".question :is(input, select)")) return save;
  return isWriting(target) || target.closest("summary, a, button:not(.primary)") ? null : save;
}

// `commands` are acts by name. `take` may have another use for a code than to choose it.
export function actFor(event, commands, take) {
  const { key, target } = event;
  if (key === "Escape") return leave;
  if (key === "Enter") return onEnter(event, commands.save);
  if (event.ctrlKey || event.metaKey || isWriting(target)) return null;
  if (key === "Backspace") return target.closest(".panel") ? null : commands.back;
  for (const meaning of meanings(event)) {
    const input = inputFor(meaning, target);
    if (input) return () => take(input) || answer(input);
    const command = commandAt(meaning);
    if (command && !target.closest(".panel")) return commands[command];
  }
  return null;
}
