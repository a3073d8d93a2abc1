// Where the visitor writes: text, files, Enter.
const TYPING_MS = 3000;
let sendWhenReady = false;
let typingSaidAt = 0;
let typingStops = 0;

function composer() {
  const words = { name: "text", rows: 1, "aria-label": t("write"), placeholder: t("write"), enterkeyhint: "send" };
  ui.text = h("textarea", { ...words, input: written, keydown: enter, paste: pasted });
  ui.picker = h("input", { type: "file", multiple: true, hidden: true, change: picked });
  ui.tray = h("ul.tray", { "aria-live": "polite" });
  ui.send = button("round.send", t("send"), "send", sendDraft);
  const attach = button("round", t("attach"), "attach", () => ui.picker.click());
  ui.text.value = load("draft") || "";
  return h("div.composer", {}, ui.tray, h("div.pen", {}, attach, ui.text, ui.send, ui.picker));
}

function written() {
  const { text } = ui;
  fit();
  if (text.value) save("draft", text.value);
  else forget("draft");
  complain("");
  tellTyping(text.value.trim());
  draw();
}

// An empty field keeps the direction of the interface (its placeholder is read in it);
// a filled one takes the direction of its words. It grows with them up to a limit.
function fit() {
  const { text } = ui;
  set(text, { dir: text.value ? "auto" : null });
  text.style.height = "auto";
  text.style.height = Math.min(text.scrollHeight + 2, 132) + "px";
}

function tellTyping(on) {
  clearTimeout(typingStops);
  if (on) {
    typingStops = setTimeout(tellTyping, TYPING_MS + 1000);
    if (Date.now() - typingSaidAt < TYPING_MS) return;
  } else if (!typingSaidAt) return;
  typingSaidAt = on ? Date.now() : 0;
  say({ t: "typing", on: Boolean(on) });
}

function enter(event) {
  // Enter while composing (input methods) only confirms the word.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  sendDraft();
}

function sendDraft() {
  const text = ui.text.value.trim();
  const most = state.config.max_text_chars;
  sendWhenReady = unfinished();
  if (text.length > most) return complain(t("text_too_long", { count: number(most) }));
  if (sendWhenReady) return draw();
  const files = uploads.map((entry) => entry.record).filter(Boolean);
  ui.text.focus();
  if (!text && !files.length) return;
  uploads = uploads.filter((entry) => !entry.record);
  ui.text.value = "";
  submit(text, files);
  written();
  queueMicrotask(toEnd);
}

function picked() {
  addFiles([...ui.picker.files]);
  ui.picker.value = "";
  ui.text.focus();
}

function pasted(event) {
  const { files } = event.clipboardData;
  if (!files.length) return;
  event.preventDefault();
  addFiles([...files]);
}

function dragged(event) {
  if (!event.dataTransfer.types.includes("Files") || ui.form) return;
  event.preventDefault();
  clearTimeout(ui.drop.over);
  // dragover comes many times a second for as long as the file is held above the panel.
  ui.drop.over = setTimeout(() => (ui.drop.hidden = true), 400);
  ui.drop.hidden = event.type === "drop";
  if (ui.drop.hidden) addFiles([...event.dataTransfer.files]);
}

function drawComposer() {
  ui.composer.hidden = Boolean(ui.form);
  const ready = ui.text.value.trim() || uploads.some((entry) => entry.record);
  ui.send.classList.toggle("ready", Boolean(ready));
  set(ui.send, { "aria-busy": sendWhenReady && "true" });
  const sign = JSON.stringify([link.ready, uploads]);
  if (ui.tray.sign === sign) return;
  ui.tray.sign = sign;
  ui.tray.replaceChildren(...uploads.map(trayItem));
}
