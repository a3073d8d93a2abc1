// Tells the customer and colleagues that an answer is being written; never a note.
import { area, form, mode } from "./composer.js";

const AGAIN = 3_000;
const OVER = 5_000;

let toldAt = 0;
let toldOf = null;
let timer;

function tell(conversation, on) {
  fetch("/live/typing", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Rafiq": "1" },
    body: JSON.stringify({ conversation: Number(conversation), on }),
    keepalive: true,
  }).catch(() => {}); // it only matters while somebody can hear it
}

function stop() {
  clearTimeout(timer);
  if (toldOf) tell(toldOf, false);
  toldOf = null;
  toldAt = 0;
}

document.addEventListener("input", (event) => {
  if (event.target !== area()) return;
  if (mode() === "note" || !area().value.trim()) return stop();
  clearTimeout(timer);
  timer = setTimeout(stop, OVER);
  if (Date.now() - toldAt < AGAIN) return;
  toldAt = Date.now();
  toldOf = form().dataset.conversation;
  tell(toldOf, true);
});
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => { if (ctx.sourceElement?.matches?.("[data-send]")) stop(); });
document.addEventListener("focusout", (event) => { if (event.target.matches?.(".composer textarea")) stop(); });
window.addEventListener("pagehide", stop);
