// Finds what a person would find by its words. arguments: what ("button" or "field"), the words.
// Gives back the visible element whose words are these, or else the one that contains them with the
// fewest other words.
const [what, wanted] = arguments;
const plain = (text) => (text || "").replace(/\s+/g, " ").trim();
const visible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
const spoken = (element) =>
  [element.getAttribute("aria-label"), element.innerText, element.value, element.title].map(plain).filter(Boolean);

function labelled() {
  const found = [];
  for (const label of document.querySelectorAll("label")) {
    if (label.control) found.push([label.control, [plain(label.innerText)], visible(label)]);
  }
  for (const field of document.querySelectorAll("input, select, textarea, [contenteditable=true]")) {
    const by = (field.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id));
    const words = by.filter(Boolean).map((element) => plain(element.innerText));
    if (field.getAttribute("aria-label")) words.push(plain(field.getAttribute("aria-label")));
    if (words.length) found.push([field, words, visible(field)]);
  }
  return found;
}

function pressable() {
  const selector = "a[href], button, summary, input[type=submit], input[type=button], [role=button], [role=tab], label";
  return [...document.querySelectorAll(selector)].map((element) => [element, spoken(element), visible(element)]);
}

let best = null;
for (const [element, words, seen] of what === "field" ? labelled() : pressable()) {
  if (!seen || element.disabled) continue;
  for (const text of words) {
    if (text.includes(wanted) && (!best || text.length < best[1])) best = [element, text.length];
  }
}
return best && best[0];
