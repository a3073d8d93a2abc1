// Countdowns of promises count on by themselves; the server is asked nothing. Its clock counts, not this machine's.
import { duration } from "./duration.js";

const language = document.documentElement.lang.slice(0, 2);
let ahead = 0; // milliseconds our clock is behind the server's
let newest = 0; // moment of the newest answer of the server

function now(element) {
  const told = Number(element.dataset.now);
  if (told > newest) {
    newest = told;
    ahead = told - Date.now();
  }
  return Date.now() + ahead;
}

function show(element) {
  const at = now(element);
  const { due, warn, left, late, atRisk, broken } = element.dataset;
  const state = at > due ? "late" : at >= warn ? "risk" : "fine";
  const time = duration(Math.floor(Math.abs(due - at) / 1000), language, "short" in element.dataset);
  const said = (state === "late" ? late : left).replace("{time}", time);
  const place = element.querySelector("[data-said]");
  if (place.textContent !== said) place.textContent = said;
  if (element.dataset.state === state) return;
  element.dataset.state = state;
  const kind = element.classList.contains("chip") ? "chip" : "wait";
  element.classList.toggle(`${kind}--risk`, state === "risk");
  element.classList.toggle(`${kind}--late`, state === "late");
  element.querySelector("[data-how]").textContent = { risk: atRisk, late: broken }[state] ?? "";
}

export function showAll() {
  if (!document.hidden) document.querySelectorAll("[data-countdown]").forEach(show);
}

setInterval(showAll, 1000);
document.addEventListener("visibilitychange", showAll);
