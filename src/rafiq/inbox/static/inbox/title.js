// How many customers wait stands in the tab's title, and a dot in its picture.
const COUNTED = /^\([^)]*\) /;
const link = document.querySelector("link[rel~=icon]");
const plain = link?.getAttribute("href") ?? "";
const LOCALES = { fa: "fa-u-nu-arabext", ar: "ar-u-nu-arab" };
const numbers = new Intl.NumberFormat(LOCALES[document.documentElement.lang] ?? "en");
let seen = "";

function show() {
  const source = document.querySelector("[data-waiting]");
  if (!source) return;
  const waiting = Number(source.dataset.waiting);
  const words = document.title.replace(COUNTED, "");
  const number = waiting > 99 ? `${numbers.format(99)}+` : numbers.format(waiting);
  document.title = waiting ? `(${number}) ${words}` : words;
  const rail = document.querySelector("[data-rail-count]");
  if (rail) {
    rail.textContent = number;
    rail.hidden = !waiting;
  }
  const picture = waiting ? plain.replace("ui/favicon.svg", "inbox/favicon-waiting.svg") : plain;
  if (link && picture !== seen) link.setAttribute("href", (seen = picture));
}

document.addEventListener("htmx:finally:swap", () => setTimeout(show));
show();
