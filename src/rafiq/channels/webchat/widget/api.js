// What the host page may call, and how it all begins.
let returnTo = document.body;

function openPanel() {
  if (state.open) return;
  state.open = true;
  if (!ui.frame) return;
  if (!ui.panel) buildPanel();
  returnTo = document.activeElement || document.body;
  ui.panel.hidden = false;
  connect();
  draw();
  queueMicrotask(() => {
    layout();
    fit();
    toEnd();
    // On a phone the keyboard would cover half of what is there to read.
    const first = ui.form ? ui.form.querySelector("input") : ui.text;
    (narrow.matches ? ui.panel : first).focus({ preventScroll: true });
  });
  emit("open");
}

function closePanel() {
  if (!state.open) return;
  state.open = false;
  if (!ui.panel) return;
  ui.panel.hidden = true;
  layout();
  draw();
  const back = returnTo === host || returnTo === document.body || !returnTo.isConnected ? ui.bubble : returnTo;
  back.focus({ preventScroll: true });
  emit("close");
}

function togglePanel() {
  if (state.open) closePanel();
  else openPanel();
}

function identify(person) {
  state.identity = { ...person, t: "identify" };
  if (link.ready) say(state.identity);
  draw();
}

function on(event, listener) {
  listen(document, "rafiq:" + event, ({ detail }) => listener(detail));
}

function setLanguage(language) {
  state.language = language;
  return begin();
}

// The settings seen last time draw the bubble at once; fresh ones follow.
async function begin() {
  const name = "config:" + state.language;
  const known = load(name);
  if (known) use(known);
  try {
    const answer = await fetch(endpoint("config?lang=" + state.language), { credentials: "omit" });
    if (answer.status === 404) return leave();
    const config = await answer.json();
    if (!answer.ok) throw config;
    if (JSON.stringify(config) === JSON.stringify(known)) return;
    use(config);
    save(name, config);
  } catch {
    if (!state.config) setTimeout(begin, 30000);
  }
}

function use(config) {
  const { open } = state;
  // Somebody is reading or writing: new settings wait for the next page.
  if (!config.strings || (ui.panel && open && config.language === state.config.language)) return;
  Object.assign(state, { config, open: false });
  build();
  layout();
  draw();
  if (state.token || outbox()[0]) connect();
  if (open) openPanel();
}

// This key is unknown (any more): go without a trace.
function leave() {
  link.wanted = false;
  forget("config:" + state.language);
  state.open = false;
  root.replaceChildren();
  ui.frame = null;
}

function start() {
  const history = load("history") || {};
  state.token = load("token");
  state.seen = load("seen") || 0;
  merge(history.messages, history.conversation);
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  document.body.append(host);
  watchNetwork();
  watchPlace();
  begin();
}

// Calls made before the script was there wait in Rafiq.q as ["name", argument].
const commands = { open: openPanel, close: closePanel, toggle: togglePanel, identify, on, setLanguage };
commands.help = (start) => start(state, ui, h, t, endpoint);
const early = (window.Rafiq && window.Rafiq.q) || [];
const call = ([name, ...rest]) => Object.hasOwn(commands, name) && commands[name](...rest);
window.Rafiq = { ...commands, q: { push: call } };
const ready = () => {
  start();
  for (const one of early) call(one);
};
if (document.body) ready();
else listen(document, "DOMContentLoaded", ready);
