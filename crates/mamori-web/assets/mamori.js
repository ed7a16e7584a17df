// What a page can do better with script: forms that lose nothing, timers, copying, the silent call for help.
// Every page works without this file. Texts come from data-text-* attributes on <body>, so that they are translated in one place.

const root = document.documentElement;
const text = (name) => document.body.dataset[`text${name}`] ?? "";
root.classList.add("has-script");

// ---- Enter while a Japanese word is being converted never submits -------------------------------------------------
// Chrome and Firefox say isComposing; Safari ends the composition first and then sends Enter as key code 229.
let composing = null;
addEventListener("compositionstart", (event) => { composing = event.target; }, true);
addEventListener("compositionend", () => { composing = null; }, true);
addEventListener("focusout", () => { composing = null; }, true);

const converting = (event) => event.isComposing || event.keyCode === 229 || composing === event.target;

addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.keyCode !== 229) return;
  if (converting(event)) {
    if (event.key === "Enter") { event.preventDefault(); event.stopImmediatePropagation(); }
    return;
  }
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || !field.form) return;
  const sends = field.dataset.enter === "send" && !event.shiftKey;
  if (sends || event.ctrlKey || event.metaKey) {
    event.preventDefault();
    if (field.value.trim() !== "") field.form.requestSubmit();
  }
}, true);

addEventListener("submit", (event) => {
  if (composing && event.target.contains(composing)) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);

// ---- One press, one submission ------------------------------------------------------------------------------------
const BUSY_MS = 10_000; // after this a person on a bad line may try again; the server has its idempotency key
const release = (form) => {
  delete form.dataset.busy;
  for (const button of form.querySelectorAll("[data-busy]")) { delete button.dataset.busy; button.removeAttribute("aria-disabled"); }
};
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.busy) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  if (form.method === "dialog" || form.method === "get") return;
  form.dataset.busy = "1";
  if (event.submitter) { event.submitter.dataset.busy = "1"; event.submitter.setAttribute("aria-disabled", "true"); }
  setTimeout(release, BUSY_MS, form);
}, true);
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-busy]").forEach(release);
  document.querySelectorAll(".sos[data-holding]").forEach((sos) => { delete sos.dataset.holding; });
});
addEventListener("htmx:finally:request", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

// ---- Drafts: what was typed survives a reload, a closed browser, a lost session -----------------------------------
// Kept on this device only, per person, and removed by: a stored submission, "discard", signing out, 14 days.
const DRAFT_DAYS = 14;
const person = document.body.dataset.person ?? "";
const draftKey = (form) => `draft:${person}:${form.dataset.draft}`;
const isDraftable = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);
const fieldsOf = (form) => [...form.elements].filter(isDraftable);
const snapshot = (form) => fieldsOf(form)
  .filter((field) => field.type === "radio" || field.type === "checkbox" ? field.checked : field.value !== "")
  .map((field) => [field.name, field.value]);

const storage = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private mode or full: the page still works */ } },
  remove(key) { try { localStorage.removeItem(key); } catch { /* as above */ } },
  keys() { try { return Object.keys(localStorage); } catch { return []; } },
};

function keepDraft(form) {
  const fields = snapshot(form);
  if (fields.length === 0) storage.remove(draftKey(form));
  else storage.write(draftKey(form), { at: Date.now(), fields });
}

function restoreDraft(form) {
  const draft = storage.read(draftKey(form));
  if (!draft || JSON.stringify(snapshot(form)) === JSON.stringify(draft.fields)) return;
  for (const field of fieldsOf(form)) {
    const values = draft.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length > 0) field.value = values[0];
  }
  const note = document.createElement("p");
  note.className = "draft-note";
  note.setAttribute("role", "status");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button quiet";
  discard.textContent = text("DraftDiscard");
  discard.addEventListener("click", () => { storage.remove(draftKey(form)); form.reset(); note.remove(); });
  note.append(text("DraftRestored"), discard);
  form.prepend(note);
}

function settleSentDraft() {
  const sent = storage.read("draft-sent");
  if (!sent) return;
  const form = document.querySelector(`form[data-draft="${CSS.escape(sent.name)}"]`);
  const refused = form?.querySelector("[aria-invalid=true], .error-summary") ?? document.querySelector("form .error-summary");
  const stored = document.querySelector("[data-draft-sent], .flash"); // an error page carries neither
  if (stored && !refused) storage.remove(sent.key);
  storage.remove("draft-sent");
}

settleSentDraft();
for (const key of storage.keys()) {
  const old = key.startsWith("draft:") && (storage.read(key)?.at ?? 0) < Date.now() - DRAFT_DAYS * 86_400_000;
  if (old) storage.remove(key);
}
document.querySelectorAll("form[data-draft]").forEach(restoreDraft);
for (const kind of ["input", "change"]) {
  addEventListener(kind, (event) => {
    const form = event.target.form;
    if (form?.dataset?.draft) keepDraft(form);
  });
}
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.draft) { keepDraft(form); storage.write("draft-sent", { name: form.dataset.draft, key: draftKey(form) }); }
  if (form.hasAttribute("data-sign-out")) storage.keys().filter((key) => key.startsWith(`draft:${person}:`)).forEach(storage.remove);
});
addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form && event.detail?.ctx?.response?.raw?.ok) { storage.remove(draftKey(form)); storage.remove("draft-sent"); }
});

// ---- A field that one choice makes necessary: data-needed-with="name=value" ----------------------------------------
// The browser then tells before the form is sent; the server checks the same.
function showNeeded() {
  for (const field of document.querySelectorAll("[data-needed-with]")) {
    const [name, value] = field.dataset.neededWith.split("=");
    field.required = field.form?.querySelector(`[name="${name}"]:checked`)?.value === value;
  }
}
showNeeded();
addEventListener("change", showNeeded);

// ---- Elapsed time -------------------------------------------------------------------------------------------------
// <time data-since="1700000000000" data-now="…server clock…" data-yardstick="id of a progress element in seconds">
const skew = new WeakMap();
function tick() {
  for (const clock of document.querySelectorAll("[data-since]")) {
    if (!skew.has(clock)) skew.set(clock, clock.dataset.now ? Date.now() - Number(clock.dataset.now) : 0);
    const seconds = Math.max(0, Math.floor((Date.now() - skew.get(clock) - Number(clock.dataset.since)) / 1000));
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const two = (number) => String(number).padStart(2, "0");
    const shown = hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
    if (clock.textContent !== shown) clock.textContent = shown;
    const bar = clock.dataset.yardstick && document.getElementById(clock.dataset.yardstick);
    if (bar) { bar.value = Math.min(seconds, bar.max); bar.classList.toggle("over", seconds >= bar.max); }
  }
}
tick();
setInterval(tick, 1000);
addEventListener("htmx:after:swap", tick); // a row that came just now shows its time at once

// ---- Long press on 応援を呼ぶ: the silent call ------------------------------------------------------------------------
const HOLD_MS = 700;
for (const sos of document.querySelectorAll(".sos")) {
  let held = 0;
  const silent = () => {
    sos.dataset.holding = "1";
    sos.form.querySelector("[data-silent]").click(); // the same button that works without script and by keyboard
  };
  const stop = () => { clearTimeout(held); };
  sos.addEventListener("pointerdown", (event) => { if (event.button === 0) held = setTimeout(silent, HOLD_MS); });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) sos.addEventListener(end, stop);
  sos.addEventListener("click", (event) => { if (sos.dataset.holding) event.preventDefault(); });
  sos.addEventListener("contextmenu", (event) => event.preventDefault());
}

// ---- What a wide screen has room for is open there; on a phone it waits for a tap ------------------------------------
if (matchMedia("(min-width: 64rem)").matches) document.querySelectorAll("details[data-open-wide]").forEach((fold) => { fold.open = true; });

// ---- Small things -------------------------------------------------------------------------------------------------
async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  const value = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(value);
  } catch { // no clipboard without TLS
    source.select?.();
    document.execCommand("copy");
  }
  const before = button.textContent;
  button.textContent = text("Copied");
  setTimeout(() => { button.textContent = before; }, 2500);
}

const isDark = () => root.dataset.theme === "dark" || (root.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
function toggleTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
}

addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-copy], [data-theme-toggle], [data-print], [data-open], [data-close]");
  if (!target) return;
  if (target.dataset.copy) copy(target);
  else if ("themeToggle" in target.dataset) toggleTheme();
  else if ("print" in target.dataset) print();
  else if (target.dataset.open) { event.preventDefault(); document.querySelector(target.dataset.open)?.showModal(); }
  else target.closest("dialog")?.close();
});

// A refused form: the summary takes the focus, so that it is read first.
document.querySelector(".error-summary")?.focus();
