// The dialog is open while there is something in it: what was asked for, or what is lacking before closing.
const dialog = document.getElementById("practice-dialog");
const place = document.getElementById("before-closing");

document.addEventListener("htmx:after:swap", () => {
  if (!place || !dialog) return;
  if (!place.childElementCount) dialog.close();
  else if (!dialog.open) dialog.showModal();
});
// What was taken leaves nothing to show; what was not says why in the dialog.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.id === "practice-form" && ctx.response?.status === 200) dialog.close();
});
dialog?.addEventListener("close", () => place.replaceChildren());
dialog?.addEventListener("htmx:after:swap", () => place.querySelector("[autofocus], input:not([type=hidden]), select, textarea")?.focus());
