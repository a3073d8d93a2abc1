// An article for the answer: found as one types, inserted by the composer's own [data-insert].
const dialog = document.getElementById("insert-article");
const field = document.getElementById("insert-article-field");
const results = document.getElementById("insert-article-results");
const options = () => [...results.querySelectorAll("[role=option]")];
const place = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");
let url = "";
let waiting;

function choose(at) {
  const all = options();
  const one = all[(at + all.length) % all.length];
  for (const [number, other] of all.entries()) {
    other.id = `insert-article-${number}`;
    other.setAttribute("aria-selected", String(other === one));
  }
  if (!one) return;
  field.setAttribute("aria-activedescendant", one.id);
  one.scrollIntoView({ block: "nearest" });
}

async function look() {
  await htmx.ajax("GET", url, { source: results, target: results, swap: "innerHTML", values: { q: field.value } });
  choose(0);
}

function open(button) {
  url = button.dataset.insertsArticle;
  field.value = "";
  results.replaceChildren();
  dialog.showModal();
  look();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-inserts-article]");
  if (button) open(button);
  else if (event.target.closest?.("#insert-article [data-insert]")) dialog.close();
}, { capture: true });
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.code !== "Period" || dialog.open) return;
  const button = document.querySelector("[data-inserts-article]");
  if (!button?.checkVisibility()) return;
  event.preventDefault();
  open(button);
});
field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 120);
});
field?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(place() + 1);
  else if (event.key === "ArrowUp") choose(place() - 1);
  else if (event.key === "Enter") options()[Math.max(place(), 0)]?.click();
  else return;
  event.preventDefault();
});
