// Where answers are written: two modes, drafts that survive, and words that are kept until they have arrived.
const form = () => document.querySelector(".composer");
const area = (composer = form()) => composer?.querySelector("textarea");
const mode = (composer = form()) => composer?.querySelector("[name=kind]:checked")?.value ?? "reply";
const nameOf = (composer) => `rafiq-draft-${composer.dataset.agent}-${composer.dataset.conversation}`;

// Where free words are not taken now, a prepared text is chosen instead of them.
const isPrepared = (composer = form()) => mode(composer) === "reply" && Boolean(composer.querySelector("[data-takes=prepared]:checked"));

function write() {
  const field = isPrepared() ? form().querySelector(".prepared:not([hidden]) select") : area();
  field?.focus();
}

export { form, area, mode, write };

function save(composer) {
  const text = area(composer).value;
  const id = composer.elements.client_id.value;
  try {
    if (text.trim()) localStorage.setItem(nameOf(composer), JSON.stringify({ text, kind: mode(composer), id }));
    else localStorage.removeItem(nameOf(composer));
  } catch { /* a full or forbidden storage must not stop anybody from writing */ }
}

function restore(composer) {
  if (!composer || composer.dataset.isReady) return;
  composer.dataset.isReady = "true";
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(composer)) ?? "null");
    if (kept && !area(composer).value) {
      area(composer).value = kept.text;
      composer.elements.client_id.value = kept.id; // if it did arrive after all, it is not sent twice
      composer.querySelector(`[name=kind][value="${kept.kind === "note" ? "note" : "reply"}"]`).checked = true;
    }
  } catch { /* a broken draft is no draft */ }
  area(composer).placeholder = area(composer).dataset[mode(composer)];
}

function forget(conversation) {
  const composer = document.getElementById(`composer-${conversation}`);
  if (!composer) return;
  try { localStorage.removeItem(nameOf(composer)); } catch { /* see above */ }
  composer.querySelector(".composer__files").replaceChildren();
  composer.querySelector("[data-mentioned]").replaceChildren();
}

const conversationOf = (ctx) => ctx?.request?.action?.match(/^\/inbox\/conversations\/(\d+)\/(messages|notes)\/$/)?.[1];

document.addEventListener("input", (event) => { if (event.target === area()) save(form()); });
document.addEventListener("change", (event) => {
  if (event.target.name !== "kind" || !form()?.contains(event.target)) return;
  area().placeholder = area().dataset[mode()];
  save(form());
});
// What is proposed above the composer goes into it, and is sent by nobody but the agent.
document.addEventListener("click", (event) => {
  const words = event.target.closest("[data-insert]")?.dataset.insert;
  if (!words || !area()) return;
  form().querySelector("[name=kind][value=reply]").click();
  area().setRangeText(area().value ? `\n${words}` : words, area().value.length, area().value.length, "end");
  area().dispatchEvent(new Event("input", { bubbles: true }));
  write();
});
document.addEventListener("click", (event) => {
  if (event.target.matches(".composer [name=kind]")) write();
  // Only those still named in the words are mentioned.
  if (event.target.closest("[data-send]")) {
    for (const one of form().querySelectorAll("[name=mentioned]")) if (!area().value.includes(`@${one.dataset.name}`)) one.remove();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.target !== area() || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form().querySelector(`[data-send="${mode()}"]`).click();
});

// Whoever sends may write on at once: the box stays, and only what went out is taken from it.
let sent = "";
const isOpen = (conversation) => conversation && form()?.dataset.conversation === conversation;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!isOpen(conversationOf(ctx))) return;
  sent = isPrepared() ? "" : area().value;
  form().querySelector(".composer__error").textContent = "";
});
function keepTheRest() {
  if (area().value.startsWith(sent)) area().setRangeText("", 0, sent.length, "preserve");
  save(form());
}
function failed({ detail: { ctx } }) {
  if (!conversationOf(ctx) || ctx.response?.status === 422 || !form()) return;
  form().querySelector(".composer__error").textContent = ctx.response ? form().dataset.broken : form().dataset.lost;
}
document.addEventListener("htmx:error", failed);
document.addEventListener("htmx:response:error", failed);
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const conversation = conversationOf(ctx);
  const wasTaken = conversation && ctx.response?.status === 200;
  if (wasTaken) forget(conversation);
  if (wasTaken && isOpen(conversation)) keepTheRest();
  restore(form());
});
restore(form());
