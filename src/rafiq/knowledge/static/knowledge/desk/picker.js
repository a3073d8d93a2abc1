// Links to other articles, found by their titles.
import { chosen, put } from "./text-area.js";

const dialog = document.getElementById("picker");
const field = document.getElementById("picker-field");
const options = () => [...dialog.querySelectorAll("[role=option]")];
const place = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");
let words = "";

function choose(at) {
  const all = options();
  const one = all[(at + all.length) % all.length];
  for (const other of all) other.setAttribute("aria-selected", String(other === one));
  one?.scrollIntoView({ block: "nearest" });
}

function take(option) {
  dialog.close();
  put(`[${words || option.dataset.title.replace(/[[\]]/g, "")}](article:${option.dataset.picks})`);
}

document.querySelector("[data-picker]")?.addEventListener("click", () => { words = chosen(); });
dialog?.addEventListener("toggle", (event) => {
  if (event.newState !== "open") return;
  field.value = "";
  field.dispatchEvent(new Event("picker-opened"));
});
dialog?.addEventListener("click", (event) => {
  const option = event.target.closest("[data-picks]");
  if (option) take(option);
});
field?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(place() + 1);
  else if (event.key === "ArrowUp") choose(place() - 1);
  else if (event.key === "Enter") {
    const option = options()[Math.max(place(), 0)];
    if (option) take(option);
  } else return;
  event.preventDefault();
});
