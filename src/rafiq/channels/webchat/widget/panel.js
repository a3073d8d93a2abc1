// The launcher in the corner and the window that opens from it.
const ui = {};
const host = document.createElement("rafiq-chat");
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
const narrow = matchMedia("(max-width: 480px), (max-height: 420px)");
const dark = matchMedia("(prefers-color-scheme: dark)");
let drawing = false;

const style = (name, value) => ui.frame.style.setProperty("--" + name, value);

function build() {
  const { direction, language, position, color, text_color } = state.config;
  ui.badge = h("span.badge", { "aria-hidden": "true" });
  ui.bubble = h("button.bubble", { type: "button", "aria-haspopup": "dialog", click: togglePanel }, icon("chat"), icon("down"), ui.badge);
  ui.status = h("div.sr", { role: "status" });
  ui.frame = h("div.frame", { dir: direction === "rtl" ? "rtl" : "ltr", lang: language }, ui.bubble, ui.status);
  ui.panel = null;
  rows.clear();
  // Colours of the company; anything that is not a colour is ignored.
  if (CSS.supports("color", color)) style("brand", color);
  if (CSS.supports("color", text_color)) style("on-brand", text_color);
  style("offset", (parseInt(tag.dataset.offsetBlock, 10) || 0) + "px");
  ui.frame.classList.toggle("start", position === "start");
  root.replaceChildren(ui.frame);
  shade();
}

function buildPanel() {
  const { name, greeting, help } = state.config;
  Object.assign(ui, {
    title: h("bdi", { id: "title" }),
    face: face(name),
    about: h("small", { dir: "auto" }),
    banner: h("div.banner", { role: "status" }),
    greeting: h("div.row.first", {}, ...(greeting ? [face(name), h("div.side", {}, bubble(greeting))] : [])),
    jump: wordButton("jump", t("new_below"), toEnd),
    typing: h("div.typing", { role: "status" }),
    alert: h("div.alert", { role: "alert" }),
    drop: h("div.drop", { hidden: true }, icon("attach"), t("drop")),
    rating: ratingCard(),
    composer: composer(),
    form: null,
  });
  ui.log = h("div.log", { role: "log", "aria-live": "polite", "aria-label": t("messages"), tabindex: 0, scroll: arrived }, ui.greeting);
  const head = h("div.head", {}, ui.face, h("div", {}, ui.title, ui.about), help && button("tool", t("help"), "help", toggleHelp), button("tool", t("close"), "close", closePanel));
  ui.panel = h(
    "section.panel",
    { role: "dialog", "aria-labelledby": "title", tabindex: -1, keydown: keys, dragenter: dragged, dragover: dragged, drop: dragged },
    ...[head, ui.banner, ui.log, ui.jump, ui.typing, ui.rating, ui.alert, ui.composer, ui.drop],
  );
  ui.frame.append(ui.panel);
  // The keyboard, a banner or a taller text field take room away: keep the end in view.
  new ResizeObserver(() => ui.jump.hidden && toEnd()).observe(ui.log);
}

// The help centre is a script of its own, fetched when somebody wants help.
function toggleHelp() {
  if (ui.panel.help) ui.panel.help();
  else ui.panel.append(h("script", { src: endpoint("../help.js") }));
}

// Draws at the end of the turn, however many things changed in it.
function draw() {
  if (drawing || !ui.frame) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    markRead();
    drawBubble();
    if (!state.open) return;
    drawHeader();
    drawForm();
    drawComposer();
    drawRating();
    drawTyping();
    drawLog();
  });
}

function drawBubble() {
  const count = unread();
  const news = count && !state.open ? t("unread", { count: number(count) }) : "";
  const label = t(state.open ? "close" : "open");
  set(ui.bubble, { "aria-label": news ? `${label}. ${news}` : label, "aria-expanded": String(state.open) });
  put(ui.badge, count > 9 ? number(9) + "+" : number(count));
  ui.badge.hidden = !news;
  put(ui.status, news);
  if (ui.count !== count) emit("unread", { count });
  ui.count = count;
}

function drawHeader() {
  const { config, conversation } = state;
  const agent = conversation && conversation.open && conversation.agent;
  const name = agent || config.name;
  put(ui.title, name);
  put(ui.face, initial(name));
  put(ui.about, agent ? config.name : config.hours_text || "");
  const away = !link.ready && link.attempts > 1;
  put(ui.banner, !navigator.onLine ? t("offline") : away ? t("connecting") : "");
}

function drawTyping() {
  const name = state.typing;
  if (ui.typing.name === name) return;
  ui.typing.name = name;
  ui.typing.replaceChildren(...(name ? [h("span.dots", {}, h("i"), h("i"), h("i")), t("typing", { name })] : []));
}

// What went wrong, in words, above the text field until the visitor goes on.
function complain(words) {
  if (ui.alert) put(ui.alert, words || "");
}

function keys(event) {
  if (event.key === "Escape" && !event.isComposing) closePanel();
  if (event.key !== "Tab" || !narrow.matches) return;
  const stops = [...ui.panel.querySelectorAll("button, input, textarea, a, [tabindex='0']")].filter((node) => node.getClientRects()[0]);
  const [first, last] = [stops[0], stops.pop()];
  const here = root.activeElement;
  if (event.shiftKey ? here !== first && here !== ui.panel : here !== last) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
