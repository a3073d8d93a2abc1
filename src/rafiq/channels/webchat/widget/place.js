// Where the widget stands and in which light: full screen on a phone, above its
// keyboard, and never on top of something the visitor came to press.
const PRESSABLE = "button,[role=button],input,select,textarea,[class*=btn],[class*=button]";

function layout() {
  const { frame, panel } = ui;
  if (!frame) return;
  frame.classList.toggle("full", narrow.matches);
  frame.classList.toggle("opened", state.open);
  const view = window.visualViewport;
  if (view) {
    style("height", view.height + "px");
    style("top", view.offsetTop + "px");
  }
  if (panel) set(panel, { "aria-modal": narrow.matches && "true" });
  soon();
}

function soon() {
  clearTimeout(ui.pause);
  ui.pause = setTimeout(dodge, 120);
}

// Raises the bubble above a sticky "buy" bar or a button that would lie under it.
function dodge() {
  if (state.open || !ui.frame) return;
  const { left, right, height } = ui.bubble.getBoundingClientRect();
  const rest = innerHeight - parseFloat(getComputedStyle(ui.bubble).bottom);
  let lift = 0;
  for (let tries = 0; tries < 4; tries++) {
    const low = rest - lift - 2;
    const points = [left + 2, (left + right) / 2, right - 2].flatMap((x) => [[x, low], [x, low - height + 4]]);
    const under = points.flatMap((point) => document.elementsFromPoint(...point)).map(obstacle).find(Boolean);
    if (!under) break;
    lift = rest - under.getBoundingClientRect().top + 8;
  }
  style("lift", (lift > innerHeight / 2 ? 0 : lift) + "px");
}

function obstacle(node) {
  const found = /fixed|sticky/.test(getComputedStyle(node).position) ? node : node.closest(PRESSABLE);
  return found && found !== host && found.getBoundingClientRect().height < innerHeight / 3 && found;
}

// Dark or light: what the company chose, else what the page says of itself, else
// what its background shows, else what the visitor's system prefers.
function shade() {
  if (!ui.frame) return;
  const pages = [document.body, document.documentElement];
  const told = pages.map((node) => node.dataset.theme || node.dataset.bsTheme || (node.classList.contains("dark") ? "dark" : ""));
  const scheme = getComputedStyle(pages[1]).colorScheme.replace("only ", "");
  const words = [state.config.scheme, ...told, scheme, ...pages.map(backdrop), dark.matches ? "dark" : "light"];
  ui.frame.classList.toggle("dark", words.find((word) => word === "dark" || word === "light") === "dark");
}

function backdrop(node) {
  const [red, green, blue, alpha = 1] = getComputedStyle(node).backgroundColor.match(/[\d.]+/g) || [];
  return alpha < 0.5 || !blue ? "" : red * 0.3 + green * 0.6 + blue * 0.1 < 100 ? "dark" : "light";
}

function watchPlace() {
  listen(narrow, "change", layout);
  listen(dark, "change", shade);
  listen(window, "resize load", layout);
  listen(window, "scroll", soon);
  if (window.visualViewport) listen(visualViewport, "resize scroll", layout);
  const page = document.documentElement;
  const themes = new MutationObserver(shade);
  for (const node of [page, document.body]) themes.observe(node, { attributes: true });
  // Some pages replace their whole body when the visitor goes on to the next one.
  new MutationObserver(() => host.isConnected || document.body.append(host)).observe(page, { childList: true });
  // The page's own keyboard shortcuts must not hear what is written here.
  listen(root, "keydown keyup keypress input paste", (event) => event.stopPropagation());
}
