// Stands between the real widget and the world on the designer's preview page: settings come from the designer,
// nothing is stored, and what is written here is answered by nobody.
const preview = { config: JSON.parse(document.getElementById("config").textContent) };

// No storage: a preview must not remember visitors, and must not meet the real widget's memory.
Object.defineProperty(window, "localStorage", { value: undefined });

// The only thing the widget asks for over HTTP before a file is sent.
window.fetch = async (address) => {
  const isConfig = new URL(address, location).pathname.endsWith("/config");
  return isConfig ? Response.json(preview.config) : new Response("{}", { status: 503 });
};

// A line to nowhere: greets the widget, and confirms what is "sent".
class Nowhere extends EventTarget {
  readyState = 0;
  count = 0;

  constructor() {
    super();
    setTimeout(() => {
      this.readyState = 1;
      this.dispatchEvent(new Event("open"));
    });
  }

  send(text) {
    const frame = JSON.parse(text);
    if (frame.t === "hello") this.answer({ t: "welcome", token: "preview", messages: [], conversation: null, known: null });
    if (frame.t === "msg") this.answer({ t: "ack", id: frame.id, n: ++this.count, at: Date.now() });
    if (frame.t === "ping") this.answer({ t: "pong" });
  }

  answer(frame) {
    setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) })));
  }

  close() {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code: 1000 }));
  }
}
window.WebSocket = Nowhere;

// The widget puts the cursor into its field when it opens; here that would pull it out of the designer's form.
const focus = HTMLElement.prototype.focus;
HTMLElement.prototype.focus = function (options) {
  if (document.hasFocus()) focus.call(this, options);
};

function show({ config, scheme }) {
  preview.config = config;
  const page = document.documentElement;
  Object.assign(page, { lang: config.language, dir: config.direction });
  page.dataset.theme = scheme;
  redraw();
}

// The widget loads by itself; the designer may be quicker.
function redraw() {
  const { Rafiq } = window;
  if (!Rafiq.open) return setTimeout(redraw, 50);
  Rafiq.close();
  Rafiq.setLanguage(preview.config.language).then(Rafiq.open);
}

addEventListener("message", (event) => {
  if (event.origin === location.origin && event.data && event.data.config) show(event.data);
});

window.Rafiq = { q: [] };
redraw();
