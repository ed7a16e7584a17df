// Describes the element that has the focus, or gives back null.
const element = document.activeElement;
if (!element || element === document.body || element === document.documentElement) return null;

const plain = (text) => (text || "").replace(/\s+/g, " ").trim();
const label = element.labels && element.labels[0] ? element.labels[0].innerText : "";
const words = [element.getAttribute("aria-label"), label, element.innerText, element.title, element.placeholder];

// An outline, a shadow or a border that is not there without the focus, on the field or on the card around it.
const card = (element.labels && element.labels[0]) || element;
const look = () => {
  const styles = [...new Set([element, card])].map((one) => getComputedStyle(one));
  const outline = styles.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
  return { outline, rest: styles.map((style) => [style.boxShadow, style.borderColor, style.backgroundColor].join("|")).join() };
};
const focused = look();
let focusIsVisible = element.matches(":focus-visible") && focused.outline;
if (!focusIsVisible) {
  element.blur();
  focusIsVisible = look().rest !== focused.rest;
  element.focus({ preventScroll: true, focusVisible: true });
}

const box = element.getBoundingClientRect();
const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
const top = document.elementFromPoint(x, y);
const onTop = !!top && (element.contains(top) || top.contains(element) || [...(element.labels || [])].some((one) => one.contains(top)));

return {
  tag: element.tagName.toLowerCase(),
  words: words.map(plain).find(Boolean) || "",
  focus_is_visible: focusIsVisible,
  is_in_view: box.width > 0 && box.height > 0 && onTop,
  place: [...document.querySelectorAll("*")].indexOf(element),
};
