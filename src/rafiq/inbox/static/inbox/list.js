// The list keeps as many rows as are shown when it is fetched anew, knows which one is open, and obeys j and k.
const rows = () => [...document.querySelectorAll("#rows .row-link")];

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!ctx.request.action.startsWith("/inbox/list/")) return;
  ctx.request.body.set("current", document.getElementById("conversation")?.dataset.id ?? "");
  if (ctx.sourceElement.id === "rows") ctx.request.body.set("rows", String(rows().length));
});

function mark() {
  const open = document.getElementById("conversation")?.dataset.id;
  for (const row of rows()) {
    if (row.dataset.id === open) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target?.id === "conversation" || ctx.request.action.startsWith("/inbox/conversations/")) mark();
});

export function move(step) {
  const all = rows();
  const here = document.activeElement?.closest?.("#rows .row-link") ?? document.querySelector("#rows [aria-current]");
  const next = all[here ? all.indexOf(here) + step : step > 0 ? 0 : all.length - 1];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

export function openChosen() {
  const chosen = document.activeElement?.closest?.("#rows .row-link");
  chosen?.click();
}
