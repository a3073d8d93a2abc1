// What outlives the page: localStorage, shared by all tabs of the shop.
// Private windows may refuse it or be full; then this tab's memory has to do.
const prefix = `rafiq:${key}:`;
const memory = new Map();
let disk = null;
try {
  disk = window.localStorage;
  disk.getItem(prefix);
} catch {
  disk = null;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function load(name) {
  return parse(memory.get(name) ?? (disk && disk.getItem(prefix + name)));
}

function save(name, value) {
  const text = JSON.stringify(value);
  try {
    disk.setItem(prefix + name, text);
    memory.delete(name);
  } catch {
    memory.set(name, text);
  }
}

function forget(name) {
  memory.delete(name);
  if (disk) disk.removeItem(prefix + name);
}

// The stored names that begin so, in order.
function names(start) {
  const found = new Set(memory.keys());
  for (let i = 0; disk && i < disk.length; i++) {
    const name = disk.key(i);
    if (name.startsWith(prefix)) found.add(name.slice(prefix.length));
  }
  return [...found].filter((name) => name.startsWith(start)).sort();
}

// Another tab changed something.
function shared(event) {
  if (!event.key || !event.key.startsWith(prefix)) return;
  const name = event.key.slice(prefix.length);
  const value = parse(event.newValue);
  // The other tab was given a token first: be the same visitor.
  if (name === "token" && value && value !== state.token) {
    state.token = value;
    state.fresh = true;
    restart();
  }
  if (name === "history" && value) merge(value.messages);
  if (name === "seen") state.seen = Math.max(state.seen, value || 0);
  if (name.startsWith("out:") && value) flush();
  draw();
}
