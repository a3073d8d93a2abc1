// The dialog is open while there is something in it: what was asked for, or what is lacking before closing.
const dialog = document.getElementById("practice-dialog");
const place = document.getElementById("before-closing");

document.addEventListener("htmx:after:swap", () => {
  if (!place || !dialog) return;
  if (!place.childElementCount) dialog.close();
  else if (!dialog.open) dialog.showModal();
});
dialog?.addEventListener("close", () => place.replaceChildren());
dialog?.addEventListener("htmx:after:swap", () => place.querySelector("[autofocus], input:not([type=hidden]), select, textarea")?.focus());
