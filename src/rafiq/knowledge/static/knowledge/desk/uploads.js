// Pictures and files: chosen, pasted or dropped; a Markdown file is taken as the text itself.
import { area, put } from "./text-area.js";

const field = document.querySelector("[data-uploads]");
const told = document.getElementById("saved");
const token = () => document.querySelector("#writing [name=csrfmiddlewaretoken]").value;
const plain = (name) => name.replace(/[[\]()\n]/g, " ").trim();

const written = (file) => (file.thumbnail || file.type.startsWith("image/")
  ? `![${plain(file.name.replace(/\.\w+$/, ""))}](attachment:${file.id})`
  : `[${plain(file.name)}](${file.url})`);

function replace(words, by) {
  const from = area.value.indexOf(words);
  if (from >= 0) put(by, from, from + words.length);
}

async function upload(file) {
  const waiting = `![${field.dataset.busy} ${plain(file.name)}]()`;
  put(waiting);
  const body = new FormData();
  body.append("file", file);
  try {
    const answer = await fetch(field.dataset.uploads, { method: "POST", body, headers: { "X-CSRFToken": token() } });
    const said = await answer.json();
    replace(waiting, answer.ok ? written(said) : "");
    if (!answer.ok) told.textContent = said.message;
  } catch {
    replace(waiting, "");
    told.textContent = field.dataset.lost;
  }
}

async function all(files) {
  for (const file of files) await upload(file);
}

field?.addEventListener("change", async () => {
  await all([...field.files]);
  field.value = "";
});
area?.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  if (!files.length || event.clipboardData.getData("text/plain")) return;
  event.preventDefault();
  all(files);
});
area?.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
area?.addEventListener("drop", (event) => {
  const files = [...event.dataTransfer.files];
  if (!files.length) return;
  event.preventDefault();
  all(files);
});

// The facts between two lines of dashes are for whole imports; here only the text counts.
document.querySelector("[data-takes-file]")?.addEventListener("change", async ({ target }) => {
  const words = await target.files[0]?.text();
  if (words) put(words.replace(/^\uFEFF?---\r?\n[\s\S]*?\n---\r?\n/, ""), 0, area.value.length);
  target.value = "";
});
