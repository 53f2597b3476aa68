// What the page has from the beginning, and what the server told with it.

export const get = (id) => document.getElementById(id);

export const bar = document.querySelector(".desk-bar");
export const form = get("desk"); // None on the page between rounds of work.
export const desk = JSON.parse(bar.dataset.desk);

export function make(name, attributes = {}, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

// After the frame has been painted: for what takes time, and nobody waits for.
export const afterPaint = (act) => requestAnimationFrame(() => setTimeout(act));
