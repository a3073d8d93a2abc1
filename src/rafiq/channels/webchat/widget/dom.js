// Elements are made one by one, and words only ever become text nodes: nothing
// a person or the server says is read as HTML.
function h(what, props, ...children) {
  const [name, ...classes] = what.split(".");
  const node = document.createElement(name);
  if (classes[0]) node.className = classes.join(" ");
  set(node, props);
  node.append(...children.filter(Boolean));
  return node;
}

function set(node, props) {
  for (const name in props) {
    const value = props[name];
    if (typeof value === "function") listen(node, name, value);
    else if (value == null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
}

// Writes only when it differs: a live region would read the same words out again.
function put(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

const ring = "M12 4a8 8 0 1 0 0 16 8 8 0 1 0 0-16Z";
const ICONS = {
  chat: "M12 4c5 0 9 3 9 7s-4 7-9 7H9l-5 2 2-4q-3-2-3-5c0-4 4-7 9-7ZM8 11h0M12 11h0M16 11h0",
  close: "M6 6l12 12M18 6L6 18",
  down: "M5 9l7 7 7-7",
  send: "M3 12l18-8-6 16-4-6zM11 14L21 4",
  attach: "M20 11l-8 8a5 5 0 0 1-7-7l8-8a3 3 0 0 1 5 5l-8 8a2 2 0 0 1-3-3l7-7",
  bot: "M5 9h14v9H5zM12 9V5M9 13h0M15 13h0",
  help: ring + "M10 10q2-5 4 0l-2 3M12 16h0",
  file: "M14 3H6v18h12V7zM14 3v4h4",
  pending: ring + "M12 7v5l3 2",
  sent: "M5 12l5 5 9-9",
  seen: "M2 12l5 5 8-9M11 16l1 1L22 7",
  failed: ring + "M12 7v6M12 16h0",
};

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS(svg.namespaceURI, "path");
  set(svg, { viewBox: "0 0 24 24", "aria-hidden": "true" });
  set(line, { d: ICONS[path] || path });
  svg.append(line);
  return svg;
}

const button = (look, label, symbol, click) =>
  h("button." + look, { type: "button", "aria-label": label, title: label, click }, icon(symbol));

const wordButton = (look, label, click) => h("button." + look, { type: "button", click }, label);

const face = (name) => h("span.face", { "aria-hidden": "true" }, initial(name));

const hidden = (words) => h("span.sr", {}, words);

const bubble = (text) => h("div.words", { dir: "auto" }, ...linked(String(text)));

// Only addresses of these kinds may be followed; javascript: and data: never.
function safe(text) {
  try {
    const url = new URL(text, base);
    return /^(https?|mailto):$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const elsewhere = (href, more) => ({ href, target: "_blank", rel: "noopener noreferrer nofollow", ...more });

const LINK = /(https?:\/\/|www\.)[^\s<>]+|[\w.+-]+@[\w-]+(\.[\w-]+)+/gi;

// The text with its addresses made clickable; a closing mark behind one is not part of it.
function linked(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const words = found[0].replace(/[.,:;!?)\]}\x22'»”،؛؟…]+$/, "");
    const href = safe((found[1] ? (found[1][0] === "w" ? "https://" : "") : "mailto:") + words);
    if (!href) continue;
    parts.push(text.slice(from, found.index), h("a", elsewhere(href, { dir: "ltr" }), words));
    from = found.index + words.length;
  }
  return [...parts, text.slice(from)];
}
