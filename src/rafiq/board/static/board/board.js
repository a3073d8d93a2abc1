// The board's own behaviour: waits count on, and the dialog puts the focus where it helps.
import { tickAll } from "./tick.js";

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  tickAll();
  if (ctx.target?.id !== "move-form") return;
  ctx.target.querySelector("[autofocus], select")?.focus();
});
