// The few questions before the first message, and the one after the last.
const SHAPES = {
  name: /./,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  phone: /^[+(]?[\d۰-۹٠-٩][\d۰-۹٠-٩\s().-]{5,}$/,
};

function wantedFields() {
  const told = state.identity || {};
  return (state.config.fields || []).filter(({ name }) => SHAPES[name] && !told[name]);
}

// Asked once, and not of somebody we know already.
function drawForm() {
  const settled = state.known || load("fields") || state.messages.size || outbox().length;
  const needed = !settled && wantedFields().length > 0;
  if (needed === Boolean(ui.form)) return;
  if (needed) ui.composer.before((ui.form = form()));
  else ui.form = ui.form.remove();
}

function form() {
  const fields = wantedFields().map(question);
  const submitted = (event) => {
    event.preventDefault();
    const wrong = fields.filter((field) => !field.check());
    if (wrong[0]) return wrong[0].input.focus();
    save("fields", Object.fromEntries(fields.map(({ input }) => [input.name, input.value.trim()]).filter((pair) => pair[1])));
    drawForm();
    drawComposer();
    ui.text.focus();
  };
  const title = t("form_title");
  const nodes = fields.map((field) => field.node);
  const start = h("button.main", {}, t("form_start"));
  return h("form.card", { novalidate: true, submit: submitted, "aria-label": title }, h("strong", {}, title), ...nodes, start);
}

function question({ name, label, required }) {
  const error = h("small.why", { id: name + "-error" });
  const kind = name === "phone" ? "tel" : name;
  const input = h("input", {
    name,
    type: kind,
    autocomplete: kind,
    dir: name === "name" ? "auto" : "ltr",
    required: Boolean(required),
    "aria-describedby": error.id,
    maxlength: 200,
    input: () => error.textContent && check(),
  });
  const check = () => {
    const value = input.value.trim();
    const bad = value ? !SHAPES[name].test(value) && "bad_" + name : required && "required";
    put(error, bad ? t(bad) : "");
    set(input, { "aria-invalid": bad && "true" });
    return !bad;
  };
  const optional = !required && h("small", {}, " " + t("optional"));
  return { input, check, node: h("label", {}, h("span", {}, String(label), optional), input, error) };
}

// Five faces from a deep frown to a wide smile, drawn with one curve.
const smile = (curve) => `${ring}M9 10h0M15 10h0M8 ${15 - curve / 4}q4 ${curve} 8 0`;

function ratingCard() {
  const choices = [-5, -2.5, 0, 2.5, 5].map((curve, index) => {
    const score = index + 1;
    const input = h("input.sr", { type: "radio", name: "score", value: score, change: () => rate(score) });
    return h("label", {}, input, icon(smile(curve)), h("span", {}, t("rate_" + score)));
  });
  const more = t("rate_comment");
  const title = h("summary", { "aria-live": "polite" });
  const comment = h("textarea", { name: "comment", rows: 2, maxlength: 2000, dir: "auto", "aria-label": more, placeholder: more });
  const send = wordButton("main", t("rate_send"), () => {
    rate(ui.rating.score, comment.value.trim());
    title.focus();
  });
  const faces = h("div.faces", { role: "radiogroup", "aria-label": t("rate_title") }, ...choices);
  return Object.assign(h("details.card", {}, title, faces, h("div.more", {}, comment, send)), { question: title, choices, comment });
}

// The choice counts at once; the comment is a second, better version of the same rating.
// Then the card folds away, and opens again for who wants to change the rating.
function rate(score, comment) {
  const frame = { t: "rate", conversation: state.conversation.id, score, comment: comment || "" };
  save("rating", frame);
  say(frame);
  ui.rating.score = score;
  ui.rating.open = comment === undefined;
  draw();
}

function drawRating() {
  const card = ui.rating;
  const { id, open, can_rate, rating } = state.conversation || {};
  card.hidden = !can_rate || open;
  if (card.about !== id) {
    const given = load("rating") || {};
    const score = rating || (given.conversation === id && given.score);
    Object.assign(card, { about: id, score, open: !score });
    card.comment.value = "";
  }
  const { score } = card;
  card.choices.forEach((choice, index) => (choice.firstChild.checked = index + 1 === score));
  card.classList.toggle("chosen", Boolean(score));
  put(card.question, score ? `${t("rate_thanks")} ${card.open ? "" : t("rate_change")}` : t("rate_title"));
}
