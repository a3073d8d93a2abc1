// One article. It comes as a tree of names and words: nothing of it is ever read as HTML here.
const MAY = /^(a|blockquote|br|code|del|div|em|h[2-6]|hr|img|li|ol|p|pre|s|strong|table|tbody|td|th|thead|tr|ul)$/;

// Only addresses of these kinds may be followed; javascript: and data: never.
function safe(address) {
  const url = new URL(address, endpoint(""));
  return /^(https?|mailto|tel):$/.test(url.protocol) ? url.href : null;
}

async function read(slug) {
  const turn = ++newest;
  try {
    const said = await call(`help/${encodeURIComponent(slug)}?s=${encodeURIComponent(mark)}`);
    if (turn === newest) show(said);
  } catch (error) {
    if (turn === newest) told.textContent = error.message;
  }
}

function show({ slug, title, language, body, url }) {
  const rtl = language === "fa" || language === "ar";
  const words = h("article.text", { lang: language, dir: rtl ? "rtl" : "ltr" }, h("h2", { tabindex: -1 }, title), ...body.map(grow));
  const full = h("a.full-page", { href: safe(url), target: "_blank", rel: "noopener" }, t("help_full"));
  page.named = title;
  page.replaceChildren(press("link back", t("help_back"), back), words, vote(slug), full);
  finding.hidden = true;
  page.hidden = false;
  view.scrollTop = 0;
  words.firstChild.focus();
}

function grow(node) {
  if (!Array.isArray(node)) return String(node);
  const [name, { article, href, src, ...rest }, children] = node;
  if (!MAY.test(name)) return "";
  const props = { ...rest };
  if (article) Object.assign(props, { href: "#", click: (event) => (event.preventDefault(), read(article)) });
  else if (href) Object.assign(props, { href: safe(href), target: "_blank", rel: "noopener" });
  if (src) props.src = safe(src);
  return h(name.replace(/^h([2-5])$/, (whole, level) => "h" + (Number(level) + 1)), props, ...children.map(grow));
}

function vote(slug) {
  const answer = async (said) => {
    try {
      await call("help/" + encodeURIComponent(slug), { method: "POST", body: new URLSearchParams({ answer: said }) });
      box.replaceChildren(t("help_thanks"));
      box.focus();
    } catch (error) {
      box.replaceChildren(error.message);
    }
  };
  const choices = ["yes", "no"].map((said) => press("chip", t("help_" + said), () => answer(said)));
  const box = h("div.vote", { role: "status", tabindex: -1 }, h("span", {}, t("help_helpful")), ...choices);
  return box;
}

function back() {
  page.hidden = true;
  finding.hidden = false;
  field.focus();
}
