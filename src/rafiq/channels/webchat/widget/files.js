// Pictures and documents are uploaded as soon as they are chosen and travel with
// the next message.
let uploads = [];

function addFiles(list) {
  connect();
  complain("");
  for (const file of list) {
    const { name, size } = file;
    const most = state.config.max_file_bytes;
    if (size > most) {
      complain(t("file_too_large", { name, size: bytes(most) }));
      continue;
    }
    const entry = { name, size, file };
    uploads.push(entry);
    upload(entry);
  }
  draw();
}

const unfinished = () => uploads.some((entry) => !entry.record && !entry.error);

function upload(entry) {
  if (!link.ready || entry.request || entry.record) return;
  const request = (entry.request = new XMLHttpRequest());
  const body = new FormData();
  body.append("file", entry.file);
  entry.error = "";
  request.open("POST", endpoint("files"));
  request.setRequestHeader("Authorization", "Bearer " + state.token);
  request.setRequestHeader("Accept-Language", state.config.language);
  request.upload.onprogress = ({ loaded, total }) => entry.bar && entry.bar.style.setProperty("--done", loaded / total);
  request.onload = () => {
    const answer = parse(request.responseText) || {};
    if (request.status === 201 && answer.id) entry.record = answer;
    else entry.error = String(answer.message || t("file_failed", { name: entry.name }));
  };
  // Without an answer the network went away: the file stays in the tray and goes on when we are back.
  request.onloadend = () => {
    entry.request = null;
    draw();
    if (sendWhenReady && !unfinished()) sendDraft();
  };
  request.send(body);
}

function resumeUploads() {
  for (const entry of uploads) if (!entry.error) upload(entry);
}

function removeUpload(entry) {
  uploads = uploads.filter((other) => other !== entry);
  if (entry.request) entry.request.abort();
  ui.text.focus();
  draw();
}

const label = (name, words) => h("span", {}, h("bdi", {}, name), h("small", {}, words));

function fileCard({ url, thumbnail, name, size, width, height }) {
  const alt = String(name || "");
  const look = elsewhere(safe(url));
  if (!thumbnail) return h("a.file", look, icon("file"), label(alt, size && bytes(size)));
  return h("a.photo", look, h("img", { src: safe(thumbnail), alt, width, height, loading: "lazy" }));
}

// One file in the tray above the text field.
function trayItem(entry) {
  const { record, error, name } = entry;
  const again = () => {
    upload(entry);
    draw();
  };
  entry.bar = h("i.bar");
  return h(
    "li" + (error ? ".bad" : ""),
    { "aria-busy": String(!record && !error) },
    record && record.thumbnail ? h("img", { src: safe(record.thumbnail), alt: "" }) : icon("file"),
    label(name, error || (record ? bytes(entry.size) : t(link.ready ? "uploading" : "file_waiting"))),
    error && wordButton("link", t("retry"), again),
    button("tool", t("remove", { name }), "close", () => removeUpload(entry)),
    !record && !error && entry.bar,
  );
}
