// One WebSocket, opened only when somebody talks: the panel was opened, or a
// token says that this visitor was here before. A plain page view costs none.
const PING_MS = 25000;
const PATIENCE_MS = 10000;
const link = { socket: null, ready: false, wanted: false, attempts: 0, heardAt: 0 };

function connect() {
  clearTimeout(link.retry);
  link.wanted = true;
  if (link.socket) return;
  const url = new URL("live/visitor?key=" + key, base);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = (link.socket = new WebSocket(url));
  const current = (react) => (event) => socket === link.socket && react(event);
  listen(socket, "open", current(introduce));
  listen(socket, "message", current(heard));
  listen(socket, "close", current(lost));
  link.doubt = setTimeout(restart, 2 * PATIENCE_MS);
}

function say(frame) {
  if (link.socket && link.socket.readyState === 1) link.socket.send(JSON.stringify(frame));
}

// The first hello of a visitor is said by one tab at a time, so that two tabs
// opened together become one visitor and not two.
function introduce() {
  const { socket } = link;
  const hello = () => {
    if (socket !== link.socket) return;
    const token = (state.token = load("token") || state.token);
    const { fresh, held, config } = state;
    say({ t: "hello", v: 1, token, lang: config.language, after: fresh ? 0 : held, page: location.href.slice(0, 2000) });
    return token || new Promise((done) => (link.greeted = done));
  };
  if (load("token")) hello();
  else alone("hello", hello);
}

function lost({ code }) {
  link.socket = null;
  link.ready = false;
  clearTimeout(link.doubt);
  clearInterval(link.pulse);
  if (link.greeted) link.greeted();
  interrupted(code);
  if (code === 4404) leave();
  // Growing waits with chance in them: a thousand visitors must not come back in the same instant.
  const wait = Math.min(30000, 500 * 2 ** link.attempts++);
  if (link.wanted) link.retry = setTimeout(connect, wait * (0.5 + Math.random() / 2));
  draw();
}

function restart() {
  const { socket } = link;
  if (!socket) return;
  lost({});
  socket.close();
}

// A laptop that slept, or a lift, leaves sockets that look open: only an answer proves one.
function ping() {
  const asked = Date.now();
  say({ t: "ping" });
  clearTimeout(link.doubt);
  link.doubt = setTimeout(() => link.heardAt < asked && restart(), PATIENCE_MS);
}

function wake() {
  if (document.hidden || !link.wanted) return draw();
  link.attempts = 0;
  if (link.ready) ping();
  else connect();
  draw();
}

function watchNetwork() {
  listen(document, "visibilitychange", wake);
  listen(window, "online offline pageshow", wake);
  // A page in the back-forward cache may not hold a socket.
  listen(window, "pagehide", restart);
  listen(window, "storage", shared);
}
