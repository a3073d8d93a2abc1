// The way an answer goes: chosen in a menu of the composer, shown on its face, named by the send button.
import { area, form, write } from "./composer.js";

const chosen = () => form()?.querySelector("[name=way]:checked");

function show() {
  const way = chosen();
  if (!way) return;
  const face = form().querySelector("[data-way-shown]");
  const words = form().querySelector("[data-send-words]");
  const wanted = way.closest("label").querySelector(".ways__shown").innerHTML;
  if (face.innerHTML !== wanted) face.innerHTML = wanted; // made by the server, escaped there
  if (words.textContent !== way.dataset.sendLabel) words.textContent = way.dataset.sendLabel;
}

function close() {
  document.getElementById("way-menu")?.hidePopover();
  if (form()) write();
}

document.addEventListener("change", (event) => { if (event.target.name === "way") show(); });
document.addEventListener("toggle", (event) => {
  if (event.target.id === "way-menu" && event.newState === "open") chosen()?.focus();
}, { capture: true });
document.addEventListener("click", (event) => {
  // Arrow keys "click" the next radio, too, with no pointer behind it.
  if (event.detail > 0 && event.target.closest(".ways__item")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.name !== "way") return;
  event.preventDefault(); // it would send the answer
  close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.(".composer__mail input")) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) form().querySelector("[data-send=reply]").click();
    else area().focus();
  }
});
document.addEventListener("htmx:after:swap", show);
show();
