// Which pane a narrow window shows, and the way back: every pane has an address, and history fetches only what differs.
const desk = () => document.getElementById("workspace");

export function placeOf(url) {
  const given = new URL(url, location.href).searchParams;
  const kept = new URLSearchParams();
  const isNarrowed = ["team", "tag", "kind", "channel"].some((name) => given.has(name));
  kept.set("view", given.get("view") || (isNarrowed ? "open" : "mine"));
  for (const name of ["team", "tag", "kind", "channel"]) if (given.get(name)) kept.set(name, given.get(name));
  return kept.toString();
}

const idOf = (url) => new URL(url, location.href).pathname.match(/^\/inbox\/conversations\/(\d+)\/$/)?.[1] ?? "";
const isInbox = (url) => /^\/inbox\/(conversations\/\d+\/)?$/.test(new URL(url, location.href).pathname);

function show(pane) {
  const workspace = desk();
  if (workspace) workspace.dataset.pane = pane;
}

function paneOf(url) {
  return new URL(url, location.href).searchParams.get("pane") || (idOf(url) ? "conversation" : "list");
}

export function goTo(path) {
  const list = document.getElementById("list");
  const open = document.getElementById("conversation");
  if (!desk() || !isInbox(path)) return location.assign(path);
  if (list.dataset.place !== placeOf(path)) {
    return htmx.ajax("GET", path, { target: "#workspace", select: "#workspace", swap: "outerHTML show:none" });
  }
  if ((open.dataset.id ?? "") !== idOf(path)) {
    // htmx names the source, not the target, in the header that asks for a part only
    const headers = { "HX-Target": "section#conversation" };
    return htmx.ajax("GET", path, { target: "#conversation", swap: "outerHTML show:none", headers });
  }
  return show(paneOf(path));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pane-to]");
  if (!button) return;
  const url = new URL(location.href);
  url.searchParams.set("pane", button.dataset.paneTo);
  if (button.classList.contains("pane__back") && history.state?.pane) return history.back();
  history.pushState({ htmx: true, pane: true }, "", url);
  show(button.dataset.paneTo);
});

document.addEventListener("htmx:before:history:restore", (event) => {
  if (!desk()) return;
  event.preventDefault();
  goTo(event.detail.path);
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.request.method === "GET" && isInbox(ctx.request.action)) show(paneOf(ctx.request.action));
});
