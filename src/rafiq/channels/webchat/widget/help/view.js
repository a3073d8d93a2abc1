// The help centre inside the chat window: search as one types, what is read most, and the way to people.
const shadow = ui.frame.getRootNode();
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets.slice(0, 1), sheet];
let newest = 0;
let pause = 0;
let mark = "";

const press = (look, words, click) => h("button." + look, { type: "button", click }, words);
const named = { "aria-label": t("help_search"), placeholder: t("help_search") };
const field = h("input", { type: "search", maxlength: 200, enterkeyhint: "search", ...named, input: typed });
const told = h("p.told", { role: "status" });
const list = h("ul.found");
const finding = h("div.finding", {}, h("div.ask", {}, field), told, list);
const page = h("div.page", { tabindex: -1, hidden: true });
const foot = h("div.foot", {}, press("main", t("help_ask"), askPeople));
const view = h("section.help", { "aria-label": t("help"), tabindex: -1, keydown: moved }, finding, page, foot);

// Only whom the website vouched for is named: others read as anybody, and their browser asks once, not twice.
async function call(path, options) {
  const url = endpoint(path);
  url.searchParams.set("lang", state.config.language);
  const headers = state.known && state.token ? { Authorization: "Bearer " + state.token } : {};
  const answer = await fetch(url, { credentials: "omit", headers, ...options });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message);
  return said;
}

function typed() {
  field.dir = field.value ? "auto" : "";
  clearTimeout(pause);
  pause = setTimeout(look, field.value ? 250 : 0);
}

// The newest question counts, in whatever order answers come.
async function look() {
  const asked = field.value.trim();
  const turn = ++newest;
  try {
    const said = await call("help?q=" + encodeURIComponent(asked));
    if (turn !== newest) return;
    mark = said.mark || "";
    const rows = said.found || said.top;
    const words = asked ? t("help_found", { count: new Intl.NumberFormat(state.config.language).format(rows.length) }) : t("help_top");
    told.textContent = rows[0] ? words : asked ? t("help_none") : "";
    list.replaceChildren(...rows.map(row));
  } catch (error) {
    if (turn === newest) told.textContent = error.message;
  }
}

function row({ slug, title, summary, language }) {
  const about = summary && h("small", { dir: "auto" }, summary);
  return h("li", {}, h("button.row", { type: "button", lang: language, click: () => read(slug) }, h("b", { dir: "auto" }, title), about));
}

// Arrows go through what was found; Escape goes one step back.
function moved(event) {
  const stops = [field, ...list.querySelectorAll("button")];
  const at = stops.indexOf(shadow.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && at >= 0 && stops[at + step]) {
    event.preventDefault();
    stops[at + step].focus();
  }
  if (event.key !== "Escape" || event.isComposing) return;
  event.stopPropagation();
  if (page.hidden) toggle();
  else back();
}

// What was looked for goes along, so that nobody has to write it twice.
function askPeople() {
  const { text } = ui;
  text.value = text.value || field.value.trim() || (page.hidden ? "" : page.named);
  toggle();
  text.dispatchEvent(new Event("input"));
  text.focus();
}
