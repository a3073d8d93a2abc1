// Who else is here, who is typing, and whether the customer is on the site.
const FORGET = 6_000;

let typing = new Map(); // who → {name, timer, isVisitor}
let company = [];
let isCustomerHere = null; // until told

const here = () => document.getElementById("conversation");
const isMine = (detail) => detail.topic === `conversation-${here()?.dataset.id}` || String(detail.conversation) === here()?.dataset.id;
const visitorName = () => document.getElementById("typing")?.dataset.customer || "";

function show() {
  if (isCustomerHere !== null) {
    for (const dot of document.querySelectorAll("[data-presence-dot]")) dot.classList.toggle("presence--here", isCustomerHere);
    for (const line of document.querySelectorAll("[data-presence]")) line.textContent = isCustomerHere ? line.dataset.here : line.dataset.gone;
  }
  const line = document.getElementById("typing");
  const names = [...typing.values()];
  if (line) {
    const visitor = names.find((one) => one.isVisitor);
    line.hidden = !visitor;
    if (visitor) line.querySelector("[data-names]").replaceChildren(said(visitorName() || visitor.name, line.dataset.words));
  }
  const place = document.getElementById("company");
  if (!place) return;
  const colleagues = new Map(company.map((one) => [`agent-${one.id}`, one.name]));
  for (const [who, one] of typing) if (!one.isVisitor) colleagues.set(who, one.name);
  place.hidden = !colleagues.size;
  place.replaceChildren(...[...colleagues].map(([who, name]) => said(name, typing.has(who) ? place.dataset.typing : place.dataset.words)));
}

// Every language puts the name where it wants it: the words come as "{name} is typing…".
function said(name, words) {
  const [before, after] = words.split("{name}");
  const line = document.createElement("span");
  const who = document.createElement("bdi");
  who.textContent = name;
  line.append(before, who, after ?? "");
  return line;
}

document.body.addEventListener("live-typing", ({ detail }) => {
  if (!isMine(detail)) return;
  const who = detail.who === "agent" ? `agent-${detail.id ?? detail.agent_id}` : "visitor";
  clearTimeout(typing.get(who)?.timer);
  typing.delete(who);
  if (detail.on) {
    const timer = setTimeout(() => { typing.delete(who); show(); }, FORGET);
    typing.set(who, { name: detail.name ?? "", timer, isVisitor: who === "visitor" });
  }
  show();
});

document.body.addEventListener("live-presence", ({ detail }) => {
  const customer = `customer-${here()?.dataset.customer}`;
  if (detail.topic === customer) isCustomerHere = detail.visitor;
  else if (!isMine(detail)) return;
  const me = Number(document.querySelector(".composer")?.dataset.agent);
  if (detail.topic !== customer) company = detail.agents.filter((one) => one.id !== me);
  show();
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (["conversation", "workspace"].includes(ctx.target?.id)) {
    typing = new Map();
    company = [];
    isCustomerHere = null;
  }
  show();
});
