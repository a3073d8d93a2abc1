// Ctrl+K: one field that finds everything to do and everywhere to go.
const palette = document.getElementById("palette");
const field = document.getElementById("palette-field");
const options = () => [...palette.querySelectorAll("[role=option]")];
const openId = () => document.getElementById("conversation")?.dataset.id ?? "";

export function openPalette() {
  if (!palette || palette.open) return;
  field.value = "";
  palette.showModal();
  field.dispatchEvent(new Event("palette-opened"));
}

function choose(place) {
  const all = options();
  const chosen = all[(place + all.length) % all.length];
  for (const one of all) one.setAttribute("aria-selected", String(one === chosen));
  if (!chosen) return;
  chosen.id = "palette-chosen";
  for (const one of all) if (one !== chosen) one.removeAttribute("id");
  field.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

const place = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");

field?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(place() + 1);
  else if (event.key === "ArrowUp") choose(place() - 1);
  else if (event.key === "Enter") options()[Math.max(place(), 0)]?.click();
  else return;
  event.preventDefault();
});
field?.addEventListener("htmx:config:request", ({ detail: { ctx } }) => ctx.request.body.set("open", openId()));
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => { if (ctx.target?.id === "palette-results") choose(0); });
palette?.addEventListener("click", (event) => {
  const insert = event.target.closest("[data-insert]");
  if (event.target === palette || insert) palette.close();
  const words = insert && document.querySelector(".composer textarea");
  if (!words) return;
  words.focus();
  words.setRangeText(insert.dataset.insert, words.selectionStart, words.selectionEnd, "end");
  words.dispatchEvent(new Event("input", { bubbles: true }));
});
