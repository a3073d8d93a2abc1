// Messages wait here, each under a name of its own, until Rafiq acknowledges them.
// They survive the page and are sent one by one, so they arrive in order; their id
// makes a second sending harmless.
const ACK_MS = 15000;
let awaited = null;
let flushing = false;

function outbox() {
  return names("out:").map(load).filter((item) => item && item.id);
}

function queued(id) {
  return id && names("out:").find((name) => name.endsWith(id));
}

// The name sorts by time. Two tabs never write the same name, so neither loses the other's words.
function keep(item) {
  save(`out:${item.at}:${item.id}`, item);
  draw();
}

function submit(text, files) {
  const last = outbox().pop();
  const item = { id: uuid(), from: "me", text: text.replace(/\0/g, ""), files, at: Math.max(Date.now(), last ? last.at + 1 : 0) };
  if (!ordered().some((message) => message.from === "me")) item.fields = load("fields") || undefined;
  keep(item);
  connect();
  flush();
}

async function flush() {
  if (flushing || !link.ready) return;
  flushing = true;
  await alone("flush", async () => {
    const next = () => link.ready && outbox().find((item) => !item.error);
    for (let item; (item = next()); ) await deliver(item);
  });
  flushing = false;
}

function deliver(item) {
  return new Promise((done) => {
    awaited = { id: item.id, done, timer: setTimeout(restart, ACK_MS) };
    const { id, text, at, fields } = item;
    say({ t: "msg", id, text, files: item.files.map((file) => file.id), at, fields });
  });
}

// The message on its way has met its fate: go on with the next, or with the same again.
function settle(id) {
  if (!awaited || (id && awaited.id !== id)) return;
  clearTimeout(awaited.timer);
  awaited.done();
  awaited = null;
}

function postpone(wait) {
  if (!awaited) return;
  clearTimeout(awaited.timer);
  awaited.timer = setTimeout(settle, Math.max(250, wait || 1000), awaited.id);
}

function refuse(id, words) {
  const item = load(queued(id));
  if (item) keep({ ...item, error: words });
  settle(id);
}

// A message that makes the server hang up (4400) must not block those behind it for ever.
function interrupted(code) {
  if (code === 4400 && awaited) refuse(awaited.id, t("failed"));
  settle();
}

function again(id) {
  const item = load(queued(id));
  if (item) keep({ ...item, error: "" });
  connect();
  flush();
}

// Puts a refused message back under the pen; nothing that was written is lost.
function rewrite(id) {
  const item = load(queued(id));
  if (!item) return;
  forget(queued(id));
  ui.text.value = [item.text, ui.text.value].filter(Boolean).join("\n");
  for (const record of item.files) uploads.push({ ...record, record });
  written();
  ui.text.focus();
  draw();
}
