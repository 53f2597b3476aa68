// Whether two answers to a sentence say the same: then there is nothing new to store.

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

const plain = (said) => JSON.stringify(PARTS.map((key) => ordered(key === "answers" ? listed(said[key]) : (said[key] ?? ""))));

export const isSame = (one, other) => plain(one) === plain(other);
