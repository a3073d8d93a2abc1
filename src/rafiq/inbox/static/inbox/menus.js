// Menus close when something was chosen (unless several may be), and obey the arrow keys; buttons press others' keys.
import { press } from "./keys.js";

document.addEventListener("click", (event) => {
  const item = event.target.closest(".menu[popover] .menu__item");
  const menu = item?.closest(".menu");
  if (menu && !menu.hasAttribute("data-stays")) menu.hidePopover();
  const presser = event.target.closest("[data-press]");
  if (presser) {
    presser.closest("dialog")?.close();
    press(presser.dataset.press);
  }
});

document.addEventListener("submit", (event) => { event.target.closest(".menu[popover]")?.querySelector("[role=alert]")?.remove(); });

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  const items = [...menu.querySelectorAll(".menu__item")];
  if (!items.length) return; // radio buttons know the arrow keys themselves
  const place = items.indexOf(document.activeElement);
  if (event.key === "Enter") {
    if (!event.target.matches("input[name=q]")) return;
    event.preventDefault();
    items[0]?.click();
    return;
  }
  event.preventDefault();
  const next = place + (event.key === "ArrowDown" ? 1 : -1);
  (items[next] ?? (next < 0 ? menu.querySelector("input") : items.at(-1)))?.focus();
});

// The first choice of a menu without a search field gets the focus when its choices have come.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const menu = ctx.target?.closest?.(".menu[popover]");
  if (menu?.matches(":popover-open") && !menu.contains(document.activeElement)) {
    menu.querySelector("input[autofocus], .menu__item")?.focus();
  }
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response?.status < 300 && ctx.sourceElement?.matches?.(".snooze-form")) document.getElementById("snooze-menu")?.hidePopover();
});
