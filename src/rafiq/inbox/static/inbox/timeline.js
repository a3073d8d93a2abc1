// The conversation stays at its end unless somebody reads further up; what is on the screen counts as seen.
const scroller = () => document.getElementById("scroll");
const NEAR = 90;

let isPinned = true;
let shown = null;
let heightBefore = 0;

const toEnd = () => { const box = scroller(); if (box) box.scrollTop = box.scrollHeight; };
const sizes = new ResizeObserver(() => { if (isPinned) toEnd(); });

// The message a search led to; fetching anew takes its mark away, so it is set again.
const named = () => document.getElementById(`message-${new URLSearchParams(location.search).get("message")}`);

function watch() {
  const box = scroller();
  if (!box || box === shown) return;
  shown = box;
  sizes.disconnect();
  sizes.observe(box);
  sizes.observe(box.firstElementChild);
  box.addEventListener("scroll", () => { isPinned = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR; }, { passive: true });
  isPinned = !named();
  if (isPinned) toEnd();
  else named().scrollIntoView({ block: "center" });
}

function mark() {
  named()?.classList.add("is-named");
  const met = new Set();
  for (const day of document.querySelectorAll(".timeline [data-day]")) {
    day.hidden = met.has(day.dataset.day);
    met.add(day.dataset.day);
  }
}

let told = 0;
let toldOf = "";

function see() {
  const list = document.getElementById("timeline");
  if (!list || document.hidden || !document.hasFocus()) return;
  const newest = Number(list.dataset.newest);
  const isNew = toldOf !== list.dataset.seenUrl;
  if (!isNew && newest <= Math.max(told, Number(list.dataset.seen))) return;
  told = newest;
  toldOf = list.dataset.seenUrl;
  if (isNew || newest > Number(list.dataset.seen)) {
    htmx.ajax("PUT", list.dataset.seenUrl, { source: document.body, swap: "none", values: { upto: newest } });
  }
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (ctx.target?.id === "earlier-more") heightBefore = scroller()?.scrollHeight ?? 0;
});
document.addEventListener("htmx:after:swap", () => {
  watch();
  mark();
  if (heightBefore) {
    scroller().scrollTop += scroller().scrollHeight - heightBefore;
    heightBefore = 0;
  }
  see();
});
// What somebody unfolded stays so when the timeline is fetched anew.
document.addEventListener("htmx:before:morph:attr", (event) => {
  if (event.detail.attrName === "open" && event.target.matches("details")) event.preventDefault();
});
// Whoever may not see it any more must not go on looking at it.
document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status === 404 && ctx.sourceElement?.id === "timeline") location.assign("/inbox/");
});
window.addEventListener("focus", see);
watch();
mark();
see();
