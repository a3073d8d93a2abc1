// Buttons and keys that write Markdown for those who do not know it.
import { area, chosen, lines, put } from "./text-area.js";

const tools = document.querySelector("[data-tools]");
const PREFIX = /^(#{1,6} |- |\d+\. )/;

function wrap(mark) {
  const words = chosen();
  const start = area.selectionStart;
  const isMarked = words.startsWith(mark) && words.endsWith(mark) && words.length > 2 * mark.length;
  put(isMarked ? words.slice(mark.length, -mark.length) : mark + words + mark);
  if (!words) area.setSelectionRange(start + mark.length, start + mark.length);
}

function prefix(mark) {
  const [from, to] = lines();
  const all = area.value.slice(from, to).split("\n");
  const isNumbered = /^\d/.test(mark);
  const isMarked = all.every((line) => (isNumbered ? /^\d+\. /.test(line) : line.startsWith(mark)));
  const changed = all.map((line, place) => (isMarked ? "" : isNumbered ? `${place + 1}. ` : mark) + line.replace(PREFIX, ""));
  put(changed.join("\n"), from, to);
}

function link() {
  const words = chosen();
  const start = area.selectionStart;
  const isAddress = /^https?:\/\/\S+$/.test(words);
  put(isAddress ? `[](${words})` : `[${words}](https://)`);
  const place = isAddress || !words ? start + 1 : start + words.length + 3;
  area.setSelectionRange(place, place + (isAddress || !words ? 0 : "https://".length));
}

function table(names) {
  const cells = names.split("|");
  const gap = area.selectionStart && !area.value.slice(0, area.selectionStart).endsWith("\n\n") ? "\n\n" : "";
  put(`${gap}| ${cells.join(" | ")} |\n| ${cells.map(() => "---").join(" | ")} |\n| ${cells.map(() => "…").join(" | ")} |\n`);
}

tools?.addEventListener("click", (event) => {
  const { wraps, lines: mark, links, table: names } = event.target.closest("button")?.dataset ?? {};
  if (wraps) wrap(wraps);
  else if (mark) prefix(mark);
  else if (links !== undefined) link();
  else if (names) table(names);
});

// Keys are known by their place: on a Persian or Arabic keyboard their letters differ.
const nameOf = (event) => (event.shiftKey ? "Shift+" : "") + event.code;

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.code === "KeyS" && !event.shiftKey) {
    event.preventDefault();
    document.querySelector("[data-keeps]")?.click();
  }
  const button = event.target === area && tools?.querySelector(`[data-shortcut="${CSS.escape(nameOf(event))}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}, { capture: true });

// Enter goes on with a list; on an empty item it ends the list.
area?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const line = area.value.slice(from, area.selectionStart);
  const item = line.match(/^(\s*)(- |(\d+)\. )/);
  if (!item || area.selectionStart !== area.selectionEnd) return;
  event.preventDefault();
  if (line === item[0]) put("", from, area.selectionStart);
  else put(`\n${item[1]}${item[3] ? `${Number(item[3]) + 1}. ` : item[2]}`);
});

if (tools && area) tools.hidden = false;
