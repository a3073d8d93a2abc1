// What Rafiq says. A frame that makes no sense is dropped, never thrown.
const HEARS = {
  welcome(frame) {
    link.ready = true;
    link.pulse = setInterval(ping, PING_MS);
    clearTimeout(link.doubt);
    save("token", (state.token = frame.token));
    if (link.greeted) link.greeted();
    state.known = frame.known;
    if (state.fresh) state.messages.clear();
    state.fresh = false;
    news(frame);
    if (state.identity) identify(state.identity);
    if (state.seen) say({ t: "read", upto: state.seen });
    const rating = load("rating");
    if (rating) say(rating);
    flush();
    resumeUploads();
  },
  ack({ id, n, at }) {
    const item = load(queued(id));
    if (item) merge([{ ...item, n, at }]);
    settle(id);
    emit("sent", { id });
  },
  sync: news,
  typing({ on, name }) {
    clearTimeout(state.typingOver);
    state.typing = on ? String(name || state.config.name) : "";
    if (on) state.typingOver = setTimeout(heard, 6000, { data: "{\"t\":\"typing\"}" });
  },
  error({ code, id, message, retry_ms }) {
    const words = String(message || t("failed"));
    if (code === "bad_token") forgetVisitor();
    else if (code === "slow_down") postpone(retry_ms);
    else if (code === "unavailable") restart();
    else if (code === "unknown_key") leave();
    else if (id) refuse(id, words);
    else if (code !== "bad_identity") complain(words);
    if (code === "bad_rating") forget("rating");
    emit("error", { code, message });
  },
};

function heard({ data }) {
  link.heardAt = Date.now();
  try {
    const frame = JSON.parse(data);
    if (frame.t !== "welcome" && frame.t !== "error") link.attempts = 0;
    if (Object.hasOwn(HEARS, frame.t)) HEARS[frame.t](frame);
  } catch (error) {
    console.warn("Rafiq:", error);
  }
  draw();
}

// The token was forged or is too old: begin anew. What still waits to be sent is kept.
function forgetVisitor() {
  if (load("token") === state.token) forget("token");
  forget("history");
  state.messages.clear();
  Object.assign(state, { token: null, conversation: null, held: 0, fresh: true });
  restart();
}

function news({ t: kind, messages, conversation }) {
  const before = newestId();
  merge(messages, conversation);
  const rating = load("rating");
  if (kind === "sync" && rating && conversation && conversation.rating === rating.score) forget("rating");
  const last = newest();
  if (!last) return;
  say({ t: "got", upto: last.n });
  if (last.n <= before) return;
  state.typing = "";
  if (kind === "sync") emit("message", { name: last.name, text: last.text, at: last.at });
}

// The newest message of an agent.
const newest = () => ordered().findLast((message) => message.from === "agent");
const newestId = () => (newest() || { n: 0 }).n;
const ordered = () => [...state.messages.values()].sort((one, other) => one.n - other.n);

function clean({ n, id, from, name, text, at, files, bot }) {
  return {
    n,
    id,
    from: from === "me" || from === "system" ? from : "agent",
    name: String(name || ""),
    text: String(text || ""),
    at: at > 0 && at < 8e15 ? Number(at) : Date.now(),
    bot: bot && typeof bot === "object" && { links: [bot.links || []].flat(), buttons: [bot.buttons || []].flat() },
    files: [files || []].flat().filter((file) => file && file.url),
  };
}

// Takes in messages from the server or, without a conversation, from another tab or an
// acknowledgement; the same twice changes nothing.
function merge(messages, conversation) {
  if (conversation !== undefined) state.conversation = conversation;
  for (const message of messages || []) {
    if (!message || !Number.isSafeInteger(message.n)) continue;
    state.messages.set(message.n, clean(message));
    if (conversation !== undefined) state.held = Math.max(state.held, message.n);
  }
  save("history", { messages: ordered().slice(-60), conversation: state.conversation });
  const stored = new Set(ordered().map((message) => message.id));
  for (const { id } of outbox()) {
    if (!stored.has(id)) continue;
    forget(queued(id));
    settle(id);
  }
}

const unread = () => ordered().filter(({ from, n }) => from === "agent" && n > state.seen).length;

function markRead() {
  const upto = newestId();
  if (!state.open || document.hidden || upto <= state.seen) return;
  save("seen", (state.seen = upto));
  say({ t: "read", upto });
}
