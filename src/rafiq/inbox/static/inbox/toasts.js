// Toasts go by themselves, but not from under the pointer; trouble with what somebody did is told in one.
const STAYS = 8_000;

const place = document.getElementById("toasts");

function mind(toast) {
  let timer;
  const go = () => { timer = setTimeout(() => toast.remove(), STAYS); };
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, () => clearTimeout(timer));
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, go);
  toast.addEventListener("click", (event) => { if (event.target.closest("button")) setTimeout(() => toast.remove(), 150); });
  go();
}

new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) mind(node);
}).observe(place ?? document.createElement("div"), { childList: true });
for (const toast of place?.querySelectorAll(".toast") ?? []) mind(toast); // said by the page itself

for (const toast of place?.children ?? []) mind(toast);

export function trouble() {
  const words = document.getElementById("toast-trouble");
  if (words && place && !place.querySelector(".toast--danger")) place.append(words.content.cloneNode(true));
}

// Only what a person did: a refetch that fails is tried again, and the banner tells when the connection is lost.
const isDeed = (ctx) => ctx && (ctx.request.method !== "GET" || ["click", "submit"].includes(ctx.sourceEvent?.type));
const isTold = (ctx) => ctx.sourceElement?.matches?.("[data-send]") || [409, 422].includes(ctx.response?.status);

for (const name of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(name, ({ detail: { ctx } }) => { if (isDeed(ctx) && !isTold(ctx)) trouble(); });
}
// The body of any other refusal is a whole page; it must not land inside this one.
document.addEventListener("htmx:before:swap", (event) => {
  const status = event.detail.ctx?.response?.status;
  if (status >= 400 && ![409, 422].includes(status)) event.preventDefault();
});
