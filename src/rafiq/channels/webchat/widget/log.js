// The conversation. Rows are kept by key and only added or brought up to date, so a
// screen reader hears new words once, and selection and scroll stay where they are.
const rows = new Map();
const GROUP_MS = 300000;
let shownUpTo = 0;

const atEnd = () => ui.log.scrollHeight - ui.log.scrollTop - ui.log.clientHeight < 60;

function drawLog() {
  const follow = atEnd();
  const stays = new Set();
  let place = ui.greeting.nextSibling;
  for (const entry of entries()) {
    const { key } = entry;
    stays.add(key);
    if (!rows.has(key)) rows.set(key, entry.face ? messageRow(entry) : plainRow(entry));
    const row = rows.get(key);
    if (row === place) place = row.nextSibling;
    else ui.log.insertBefore(row, place);
    if (entry.face) refresh(row, entry);
  }
  for (const [name, row] of rows) {
    if (!stays.has(name)) row.remove(rows.delete(name));
  }
  if (follow) toEnd();
  ui.jump.hidden = newestId() <= shownUpTo;
}

function toEnd() {
  ui.log.scrollTop = ui.log.scrollHeight;
  arrived();
}

// The visitor has the end in view.
function arrived() {
  if (!atEnd()) return;
  shownUpTo = newestId();
  ui.jump.hidden = true;
}

// Everything to show, in order: committed messages, then those still waiting, with a
// line where a day begins and the marks that make a group of one person's messages.
function entries() {
  const list = [];
  let before = {};
  for (const message of [...ordered(), ...outbox()]) {
    const { n, id, from, at } = message;
    const day = dayOf(at);
    if (day !== before.day) list.push({ key: day, words: dayName(at) });
    const entry = { ...message, day, key: id || n, face: from !== "system", words: message.text };
    entry.first = !["day", "from", "name"].every((same) => entry[same] === before[same]) || at - before.at > GROUP_MS;
    before.last = entry.first;
    list.push(entry);
    before = entry;
  }
  before.last = true;
  return list;
}

function plainRow({ words }) {
  return h("div.fact", { dir: "auto" }, words);
}

function messageRow(entry) {
  const mine = entry.from === "me";
  const name = entry.name || state.config.name;
  const meta = h("div.meta");
  const { bot } = entry;
  const who = mine ? hidden(t("you")) : h("bdi.name", {}, name, bot && " · " + t("bot"));
  const side = h("div.side", {}, who, ...entry.files.map(fileCard), entry.text && bubble(entry.text), ...botParts(bot), meta);
  const looks = bot ? h("span.face", { "aria-hidden": "true" }, icon("bot")) : face(name);
  return Object.assign(h("div.row", {}, !mine && looks, side), { meta });
}

// What a program says names its pages, and offers what can be said to it (while nothing else was said).
function botParts(bot) {
  if (!bot) return [];
  const press = ({ text, data }) => wordButton("chip", String(text), () => {
    submit(String(data || text), []);
    queueMicrotask(toEnd);
  });
  const page = ({ url, title }) => h("a.file", elsewhere(safe(url)), icon("file"), h("bdi", {}, String(title)));
  return [...bot.links.map(page), bot.buttons[0] && h("div.chips", {}, ...bot.buttons.map(press))];
}

// Time and state may change; the words never do.
function refresh(row, entry) {
  const { id, at, error } = entry;
  const status = statusOf(entry);
  row.className = ["row", entry.from === "me" && "mine", entry.first && "first", (entry.last || error) && "last", status].filter(Boolean).join(" ");
  const sign = [status, at, error].join();
  if (row.sign === sign) return;
  row.sign = sign;
  const act = (word, does) => wordButton("link", t(word), () => does(id));
  const time = h("time", { datetime: new Date(at).toISOString() }, clock(at));
  const tick = status && h("span.tick", {}, icon(status), hidden(t(status)));
  row.meta.replaceChildren(...(error ? [h("span.why", {}, error), act("retry", again), act("edit", rewrite)] : [time, tick || ""]));
}

function statusOf({ from, n, error }) {
  if (from !== "me") return "";
  if (!n) return error ? "failed" : "pending";
  return state.conversation && n <= state.conversation.seen ? "seen" : "sent";
}
