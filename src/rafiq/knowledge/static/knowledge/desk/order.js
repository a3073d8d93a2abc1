// Collections are dragged into their order; the buttons do the same with the keyboard.
let dragged = null;
let button = "";

const items = (list) => [...list.querySelectorAll(".order__item")];

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".order__item");
  dragged?.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest?.(".order__item");
  if (!over) return;
  event.preventDefault();
  const list = over.parentElement;
  const isAfter = items(list).indexOf(over) > items(list).indexOf(dragged);
  if (over !== dragged) list.insertBefore(dragged, isAfter ? over.nextSibling : over);
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  if (dragged) document.getElementById("order").requestSubmit();
  dragged = null;
});

// The button that was pressed keeps the focus at its new place.
document.addEventListener("click", (event) => { button = event.target.closest?.(".order__item button")?.id ?? ""; });
document.addEventListener("htmx:after:swap", () => {
  const pressed = button && document.getElementById(button);
  if (pressed) (pressed.disabled ? pressed.parentElement.querySelector("button:not(:disabled)") : pressed)?.focus();
});
