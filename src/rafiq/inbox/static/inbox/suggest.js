// Canned replies by "/" at the beginning of a line, colleagues by "@" in notes; chosen with arrows and Enter.
import { area, form, mode } from "./composer.js";

const CANNED = /(?:^|\n)(\/([^\n/]{0,40}))$/;
const MENTION = /(?:^|[\s(«"])(@([\p{L}\p{M}\p{N}\u200c]*(?: [\p{L}\p{M}\p{N}\u200c]{0,20})?))$/u;

const box = () => document.getElementById("suggestions");
const options = () => [...(box()?.querySelectorAll("[role=option]") ?? [])];
let asked = "";

function trigger() {
  const before = area().value.slice(0, area().selectionStart);
  const match = before.match(mode() === "note" ? MENTION : CANNED);
  return match && { from: before.length - match[1].length, to: before.length, words: match[2].trim() };
}

function close() {
  if (box()) box().hidden = true;
  area()?.removeAttribute("aria-activedescendant");
  asked = "";
}

async function look() {
  const found = area() && trigger();
  if (!found) return close();
  const url = mode() === "note" ? box().dataset.mentions : box().dataset.canned;
  if (asked === url + found.words && !box().hidden) return;
  asked = url + found.words;
  await htmx.ajax("GET", url, { source: box(), target: box(), swap: "innerHTML", values: { q: found.words } });
  if (area() && trigger()) {
    box().hidden = false;
    choose(0);
  }
}

function choose(place) {
  const all = options();
  const chosen = all[(place + all.length) % all.length];
  for (const one of all) one.setAttribute("aria-selected", String(one === chosen));
  chosen?.scrollIntoView({ block: "nearest" });
  if (chosen) area().setAttribute("aria-activedescendant", chosen.id);
}

function take(option) {
  const found = trigger();
  if (!found || !option) return;
  area().setRangeText(option.dataset.text, found.from, found.to, "end");
  if (option.dataset.mention) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "mentioned", value: option.dataset.mention });
    field.dataset.name = option.dataset.text.trim().slice(1);
    form().querySelector("[data-mentioned]").append(field);
  }
  close();
  area().focus();
  area().dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => { if (event.target === area()) look(); });
document.addEventListener("keydown", (event) => {
  if (event.target !== area() || !box() || box().hidden) return;
  const place = options().findIndex((one) => one.getAttribute("aria-selected") === "true");
  const isSending = event.ctrlKey || event.metaKey;
  if (event.key === "ArrowDown") choose(place + 1);
  else if (event.key === "ArrowUp") choose(place - 1);
  else if ((event.key === "Enter" || event.key === "Tab") && place >= 0 && !isSending) take(options()[place]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("#suggestions [role=option]");
  if (option) { event.preventDefault(); take(option); }
  else if (box() && !box().hidden && !event.target.closest(".composer")) close();
});
document.addEventListener("click", (event) => {
  const sign = event.target.closest("[data-suggest]")?.dataset.suggest;
  if (!sign) return;
  const words = area();
  const before = words.value.slice(0, words.selectionStart);
  const gap = !before || before.endsWith("\n") || (sign === "@" && before.endsWith(" ")) ? "" : sign === "/" ? "\n" : " ";
  words.focus();
  words.setRangeText(gap + sign, words.selectionStart, words.selectionEnd, "end");
  words.dispatchEvent(new Event("input", { bubbles: true }));
});
