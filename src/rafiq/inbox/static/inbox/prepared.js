// Where free words are not taken now: a prepared text is chosen, its blanks are filled in, and shown as it will be read.
import { form } from "./composer.js";

const EMPTY = "…";
const all = (selector, within = form()) => [...(within?.querySelectorAll(selector) ?? [])];

// Only what is chosen may be sent: the rest is hidden and disabled, so that no form carries it.
function show() {
  const way = form()?.querySelector("[name=way]:checked")?.value;
  for (const one of all("[data-window]")) {
    one.hidden = one.dataset.window !== way;
    if (one.matches("fieldset")) one.disabled = one.hidden;
  }
  for (const one of all("[data-template]")) {
    one.hidden = one.dataset.template !== one.closest("fieldset").querySelector("[name=template]").value;
    for (const blank of all("[data-blank]", one)) blank.disabled = one.hidden;
    for (const shown of all("[data-shows]", one)) {
      const words = one.querySelector(`[data-blank="${shown.dataset.shows}"]`).value.trim() || EMPTY;
      if (shown.textContent !== words) shown.textContent = words;
    }
  }
}

function empty() {
  for (const one of all(".prepared select, .prepared input")) one.value = "";
}

document.addEventListener("input", (event) => { if (event.target.closest?.(".prepared")) show(); });
document.addEventListener("change", (event) => {
  if (event.target.name === "way" || event.target.closest?.(".prepared")) show();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.(".prepared input, .prepared select")) return;
  if (event.ctrlKey || event.metaKey) form().querySelector("[data-send=reply]").click();
  else if (event.target.matches("select")) return;
  else all(`input:not(:disabled)`, event.target.closest("[data-template]")).find((one) => !one.value.trim())?.focus();
  event.preventDefault(); // it would send the answer
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx?.response?.status === 200 && ctx.sourceElement?.matches?.("[data-send=reply]")) empty();
  show();
});
show();
