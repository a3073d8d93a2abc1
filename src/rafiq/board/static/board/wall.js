// One picture after the other, fetched anew every ten seconds; where that fails it says of when the figures are.
import { tickAll } from "./tick.js";

const EVERY = 10_000;
const STALE_AFTER = 25_000;
const pause = Number(document.body.dataset.seconds) * 1_000;
const hold = document.getElementById("hold");
let place = 0;
let freshAt = Date.now();

const slides = () => [...document.querySelectorAll(".slide")];

function show() {
  const all = slides();
  place %= all.length || 1;
  all.forEach((one, number) => { one.hidden = number !== place; });
  document.querySelectorAll(".wall__dots li").forEach((dot, number) => dot.classList.toggle("is-here", number === place));
}

function tell() {
  const stale = document.getElementById("stale");
  const isStale = Date.now() - freshAt > STALE_AFTER || !navigator.onLine;
  document.body.classList.toggle("wall--stale", isStale);
  document.getElementById("live").hidden = isStale;
  if (stale.hidden !== isStale) return;
  const system = { fa: "arabext", ar: "arab" }[document.body.dataset.digits] ?? "latn";
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", numberingSystem: system }).format(freshAt);
  stale.textContent = isStale ? stale.dataset.words.replace("{time}", time) : "";
  stale.hidden = !isStale;
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, cache: "no-store", credentials: "same-origin" });
    if (answer.status === 404 || answer.status === 403) return location.reload();
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("slides");
    if (!fresh) throw new Error("no slides");
    document.getElementById("slides").replaceWith(fresh);
    freshAt = Date.now();
    show();
    tickAll();
  } catch { /* said below */ }
  tell();
}

hold.addEventListener("click", () => hold.setAttribute("aria-pressed", String(hold.getAttribute("aria-pressed") !== "true")));
setInterval(() => { if (hold.getAttribute("aria-pressed") !== "true") { place += 1; show(); } }, pause);
setInterval(refresh, EVERY);
setInterval(tell, 1_000);
window.addEventListener("offline", tell);
window.addEventListener("online", refresh);
show();
