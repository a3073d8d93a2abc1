// Keeps the preview beside the designer's form in step with what is typed, before anything is saved.
const frame = document.getElementById("preview");
const shown = { language: document.querySelector("[data-preview-language][aria-pressed=true]")?.dataset.previewLanguage || "", scheme: "light" };
let waiting = 0;
let turn = 0;

const form = () => document.querySelector("[data-designer]");

async function refresh() {
  const own = ++turn;
  const address = `${form().dataset.designer}?lang=${encodeURIComponent(shown.language)}`;
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body: new FormData(form()), headers: { Accept: "application/json" } });
  } catch {
    return; // offline: the preview stays as it is
  }
  if (!answer.ok || own !== turn) return;
  frame.contentWindow.postMessage({ config: await answer.json(), scheme: shown.scheme }, location.origin);
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 250);
}

function changed(event) {
  if (!event.target.closest("[data-designer]")) return;
  document.querySelector("[data-unsaved]").hidden = false;
  soon();
}

function press(button) {
  for (const one of button.parentElement.children) one.setAttribute("aria-pressed", String(one === button));
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-color], [data-preview-language], [data-preview-scheme], [data-preview-device]");
  if (!button) return;
  const { color, previewLanguage, previewScheme, previewDevice } = button.dataset;
  if (color) {
    const field = form().elements.color;
    field.value = color;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  press(button);
  if (previewLanguage) shown.language = previewLanguage;
  if (previewDevice) frame.parentElement.dataset.device = previewDevice;
  if (previewScheme) shown.scheme = previewScheme;
  refresh();
});
frame.addEventListener("load", soon);
