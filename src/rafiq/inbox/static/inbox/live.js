// One stream of pokes for the page. A poke says that something changed; whoever shows it fetches it anew.
// Events on <body>: a topic's own name, `counts`, `refresh` (look at everything), `opened` (look at what was just
// opened), `tick` (a minute passed), `live-typing` and `live-presence` with details.
const BANNER_AFTER = 3_000;
const POLL = 20_000;
const MINUTE = 60_000;
const CLOSE_HIDDEN_AFTER = 30_000; // browsers allow few connections; sleeping tabs must not hold one
const PAUSES = [1_000, 2_000, 5_000, 10_000, 20_000];

let stream = null;
let listening = "";
let isUp = false;
let missed = false;
let tries = 0;
let bannerTimer, retryTimer, sleepTimer;

const announce = (name, detail) => document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

const wanted = () => {
  const all = [...document.querySelectorAll("[data-topics]")].flatMap((one) => one.dataset.topics.split(/\s+/));
  return [...new Set(all.filter(Boolean))].sort().join(" ");
};

function poke(topic) {
  if (topic === "inbox") announce("counts");
  if (document.hidden) missed = true;
  else announce(topic);
}

function connect(isSwitch = false) {
  clearTimeout(retryTimer);
  listening = wanted();
  if (!listening) return;
  const old = stream;
  const topics = listening.split(" ");
  const fresh = new EventSource(`/live/agent?${topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join("&")}`);
  stream = fresh;
  for (const topic of topics) fresh.addEventListener(topic, () => stream === fresh && poke(topic));
  for (const name of ["typing", "presence"]) {
    fresh.addEventListener(name, (event) => stream === fresh && announce(`live-${name}`, JSON.parse(event.data)));
  }
  fresh.addEventListener("connected", () => {
    old?.close(); // kept until now, so that nothing falls between the two
    const wasUp = isUp;
    up();
    announce(isSwitch && wasUp ? "opened" : "refresh");
  });
  fresh.addEventListener("error", () => {
    if (stream !== fresh) return;
    old?.close();
    down();
    if (fresh.readyState === EventSource.CLOSED) retryTimer = setTimeout(connect, PAUSES[Math.min(tries++, 4)]);
  });
}

function up() {
  isUp = true;
  missed = false;
  tries = 0;
  clearTimeout(bannerTimer);
  bannerTimer = null;
  document.getElementById("banner")?.querySelector("[data-reconnect]")?.closest(".banner").remove();
}

function down() {
  isUp = false;
  bannerTimer ??= setTimeout(() => {
    const words = document.getElementById("banner-offline");
    const place = document.getElementById("banner");
    if (words && place && !isUp && !place.childElementCount) place.append(words.content.cloneNode(true));
  }, BANNER_AFTER);
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(sleepTimer);
  if (document.hidden) {
    sleepTimer = setTimeout(() => { stream?.close(); stream = null; isUp = false; }, CLOSE_HIDDEN_AFTER);
  } else if (!stream) connect();
  else if (missed) { missed = false; announce("refresh"); }
});
document.addEventListener("htmx:after:swap", () => { if (!document.hidden && wanted() !== listening) connect(true); });
document.addEventListener("click", (event) => { if (event.target.closest("[data-reconnect]")) connect(); });
window.addEventListener("online", () => { if (!isUp) connect(); });
window.addEventListener("pagehide", () => stream?.close());
window.addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
setInterval(() => { if (!isUp && !document.hidden) announce("refresh"); }, POLL);
setInterval(() => announce(document.hidden ? "counts" : "tick"), MINUTE);
connect();
