// Files by button, by pasting, by dragging: uploaded at once, sent with the message that names them.
import { form } from "./composer.js";

const token = () => JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRFToken"] ?? "";

async function upload(file) {
  const composer = form();
  const list = composer.querySelector(".composer__files");
  const address = composer.querySelector("[data-attach]").dataset.attach;
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = file.name || "image.png";
  item.append(name, note(list.dataset.busy));
  list.append(item);
  const data = new FormData();
  data.append("file", file, file.name || "image.png");
  try {
    const answer = await fetch(address, { method: "POST", body: data, headers: { "X-CSRFToken": token() } });
    const told = await answer.json();
    if (answer.ok) settle(item, told, list);
    else fail(item, told.message ?? list.dataset.lost, list);
  } catch {
    fail(item, list.dataset.lost, list);
  }
}

function note(words) {
  const small = document.createElement("small");
  small.className = "muted";
  small.textContent = words;
  return small;
}

function settle(item, told, list) {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "attached", value: told.id });
  item.querySelector("small").remove();
  if (told.thumbnail) {
    item.prepend(Object.assign(document.createElement("img"), { src: told.thumbnail, alt: "", width: 32, height: 32 }));
  }
  item.append(field, remover(item, list));
}

function fail(item, words, list) {
  const small = item.querySelector("small");
  small.textContent = words;
  small.className = "field__error";
  small.setAttribute("role", "alert");
  item.append(remover(item, list));
}

function remover(item, list) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = list.dataset.remove;
  button.addEventListener("click", () => item.remove());
  return button;
}

const all = (files) => [...files].forEach(upload);

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-attach]")) return;
  all(event.target.files);
  event.target.value = "";
});
document.addEventListener("paste", (event) => {
  if (!form()?.contains(event.target) || !event.clipboardData?.files.length) return;
  event.preventDefault();
  all(event.clipboardData.files);
});
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files") || !form()) return;
    event.preventDefault(); // a file dropped beside the form must not replace the page
    const isOver = Boolean(event.target.closest?.(".conversation"));
    form().classList.toggle("is-dropping", isOver && name !== "drop" && name !== "dragleave");
    if (name === "drop" && isOver) all(event.dataTransfer.files);
  });
}
