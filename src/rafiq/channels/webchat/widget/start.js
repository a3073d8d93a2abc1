// Who am I, and where does Rafiq live? Both are read from the script element.
if (window.Rafiq && window.Rafiq.open) return;
const tag = document.currentScript || document.querySelector("script[data-key][src*='widget.js']");
if (!tag || !tag.dataset.key) return;
const key = encodeURIComponent(tag.dataset.key);
const base = new URL(".", tag.src);
const endpoint = (path) => new URL(`webchat/${key}/${path}`, base);

const state = {
  language: tag.dataset.lang || "",
  messages: new Map(),
  // The newest id a welcome or sync brought. Acknowledgements do not count: an agent's
  // message with a smaller id may still be on its way when ours is acknowledged.
  held: 0,
  fresh: true,
  conversation: null,
  seen: 0,
  typing: "",
  open: false,
};

function listen(target, names, listener) {
  for (const name of names.split(" ")) target.addEventListener(name, listener);
}

// The host page hears of everything as DOM events on the document.
function emit(name, detail) {
  document.dispatchEvent(new CustomEvent("rafiq:" + name, { detail }));
}

// crypto.randomUUID would do, but exists only on https pages.
function uuid() {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(31)), (byte) => (byte % 16).toString(16)).join("");
  return digits.replace(/(.{8})(.{4})(.{3})(.{3})(.{12}).*/, "$1-$2-4$3-8$4-$5");
}

// A word of the interface; names and numbers put into it are isolated, so that
// a Latin name inside a Persian sentence does not disturb its order.
function t(name, values = {}) {
  const words = state.config.strings[name] || "";
  return words.replace(/\{(\w+)\}/g, (whole, slot) => `\u2068${values[slot]}\u2069`);
}

// Runs the work in one tab at a time where the browser can promise that (https pages
// whose tabs share a storage).
function alone(name, work) {
  return navigator.locks && disk ? navigator.locks.request(prefix + name, work) : work();
}
