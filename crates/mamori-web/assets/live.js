// What live pages need: say when the line is down, come back, sound for a new call for help, follow the talk.
// Loaded after htmx and its extension hx-sse, on every page; does nothing where nothing is live.

const banner = document.querySelector("[data-connection]");
const streams = new Map(); // element -> { connection, heard, retry }
let bannerTimer = 0;

// A moment of grace: a reconnection within 1.5 seconds is nobody's business.
const lost = () => { bannerTimer ||= setTimeout(() => { if (banner) banner.hidden = false; }, 1500); };
const found = () => { clearTimeout(bannerTimer); bannerTimer = 0; if (banner) banner.hidden = true; };
const isStream = (element) => element?.hasAttribute?.("hx-sse:connect");

addEventListener("htmx:sse:before:connection", (event) => {
  if (event.detail.connection?.attempt > 0) lost();
});
addEventListener("htmx:sse:after:connection", (event) => {
  streams.set(event.target, { connection: event.detail.connection, heard: Date.now(), retry: 0 });
  found();
});
addEventListener("htmx:sse:before:message", (event) => {
  const stream = streams.get(event.target);
  if (stream) stream.heard = Date.now();
  if (untilReleased) event.detail.waitUntil(untilReleased);
});
addEventListener("htmx:sse:error", lost);
addEventListener("htmx:sse:close", (event) => { if (event.detail.reason === "removed") streams.delete(event.target); });
addEventListener("offline", lost);
addEventListener("online", () => { for (const { connection } of streams.values()) connection.reader?.cancel(); });

// ---- Nothing moves under a finger ---------------------------------------------------------------------------------
// A change that comes between pressing and letting go would take the press away, or give it to the row that slid there.
const CLICK_MS = 250; // a tap becomes a click only after the finger has left
const LONGEST_PRESS_MS = 5000; // a release outside the window is never heard
let untilReleased = null;
let letGo = () => {};
let releaseTimer = 0;
const releaseAfter = (milliseconds) => { clearTimeout(releaseTimer); releaseTimer = setTimeout(letGo, milliseconds); };
addEventListener("pointerdown", () => {
  untilReleased ??= new Promise((resolve) => { letGo = () => { untilReleased = null; resolve(); }; });
  releaseAfter(LONGEST_PRESS_MS);
}, { capture: true, passive: true });
for (const kind of ["pointerup", "pointercancel"]) {
  addEventListener(kind, () => releaseAfter(CLICK_MS), { capture: true, passive: true });
}

// A page whose stream never began, for whatever reason, says so too.
for (const element of document.querySelectorAll("[hx-sse\\:connect]")) {
  setTimeout(() => { if (element.isConnected && !streams.has(element)) lost(); }, 5000);
}

// hx-sse reconnects a stream that once stood; a first connection that failed is ours to try again.
for (const kind of ["htmx:error", "htmx:response:error"]) {
  addEventListener(kind, (event) => {
    const element = event.detail?.ctx?.sourceElement ?? event.target;
    if (!isStream(element) || element._htmx?.sse) return;
    lost();
    const stream = streams.get(element) ?? { retry: 0 };
    if (stream.timer) return;
    stream.retry += 1;
    stream.timer = setTimeout(() => {
      stream.timer = 0;
      if (element.isConnected) htmx.ajax("GET", element.getAttribute("hx-sse:connect"), { source: element });
    }, Math.min(500 * 2 ** stream.retry, 5000));
    streams.set(element, stream);
  });
}

// A line that died without saying so (a phone that left the Wi-Fi): the server sends `event: beat`, data-beat says how many
// seconds of silence are too many. Cancelling the reader makes hx-sse connect anew.
setInterval(() => {
  for (const [element, stream] of streams) {
    const seconds = Number(element.dataset.beat);
    if (!element.isConnected) streams.delete(element);
    else if (seconds && stream.heard && Date.now() - stream.heard > seconds * 1000) {
      lost();
      stream.heard = Date.now();
      stream.connection.reader?.cancel();
    }
  }
}, 1000);

// ---- Sound and vibration for a new call for help ------------------------------------------------------------------
// <ol data-alerts> holds <li class="alert calling" id="…" data-grave?>. Muting is this device's choice and never covers grave ones.
const seen = new Set();
let audio = null;
const readMuted = () => { try { return localStorage.getItem("alerts-muted") === "1"; } catch { return false; } };

function ring() {
  if (audio?.state !== "running") return;
  for (const [tone, start] of [[659, 0], [880, 0.22], [659, 0.44], [880, 0.66]]) {
    const [oscillator, volume] = [audio.createOscillator(), audio.createGain()];
    const from = audio.currentTime + start;
    oscillator.frequency.value = tone;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(0.25, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.2);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(from);
    oscillator.stop(from + 0.21);
  }
}

function announce(list) {
  for (const alert of list.querySelectorAll(".alert.calling[id]")) {
    if (seen.has(alert.id)) continue;
    seen.add(alert.id);
    if (alert.hasAttribute("data-answered") || (readMuted() && !alert.hasAttribute("data-grave"))) continue;
    ring();
    // A page that was not touched yet may not shake the phone; asking would only fill the console.
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([200, 100, 200]);
  }
}

function showSound() {
  const muted = readMuted();
  for (const button of document.querySelectorAll("[data-mute]")) {
    button.setAttribute("aria-pressed", String(muted));
    button.textContent = muted ? button.dataset.textOff : button.dataset.textOn;
  }
  // Browsers keep a page silent until it was touched once; say so instead of failing quietly.
  for (const note of document.querySelectorAll("[data-sound-blocked]")) note.hidden = muted || audio?.state === "running";
}

const lists = document.querySelectorAll("[data-alerts]");
if (lists.length > 0) {
  for (const list of lists) {
    list.querySelectorAll(".alert.calling[id]").forEach((alert) => seen.add(alert.id));
    new MutationObserver(() => announce(list)).observe(list, { childList: true, subtree: true });
  }
  const wake = () => {
    audio ??= new AudioContext();
    audio.resume().then(showSound);
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, wake, { passive: true });
  addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-mute]")) return;
    try { localStorage.setItem("alerts-muted", readMuted() ? "0" : "1"); } catch { /* stays audible */ }
    showSound();
  });
  showSound();
}

// ---- Follow the talk, unless the reader scrolled up to read -------------------------------------------------------
for (const talk of document.querySelectorAll("[data-follow]")) {
  new MutationObserver(() => {
    const far = root().scrollHeight - root().scrollTop - root().clientHeight;
    if (far < 320) talk.lastElementChild?.scrollIntoView({ block: "nearest" });
  }).observe(talk, { childList: true });
}
function root() { return document.scrollingElement; }
