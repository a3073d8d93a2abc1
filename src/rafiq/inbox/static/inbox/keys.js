// Keys press what carries them: <button data-key="e">. They never fire while somebody types.
import { write } from "./composer.js";
import { move, openChosen } from "./list.js";
import { openPalette } from "./palette.js";

const isTyping = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

// On a Persian or Arabic keyboard the letter differs, the key's place does not.
function nameOf(event) {
  if (/^[a-z?/]$/i.test(event.key)) return event.key.toLowerCase();
  if (event.key === "؟") return "?";
  if (event.code.startsWith("Key")) return event.code.slice(3).toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return event.key;
}

export function press(key) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const found = all.find((one) => one.checkVisibility()) ?? (key === "u" ? all[0] : null);
  if (!found) return false;
  if (found.matches("input:not([type=radio])")) {
    found.focus();
    found.select();
  } else found.click();
  if (found.matches("[type=radio]")) write();
  return true;
}

const sheet = document.getElementById("keys");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = nameOf(event);
  if ((event.ctrlKey || event.metaKey) && key === "k") {
    event.preventDefault();
    openPalette();
  }
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && isTyping(event.target) && !event.target.closest("dialog, [popover]")) event.target.blur();
  if (isTyping(event.target) || document.querySelector("dialog[open], :popover-open")) return;
  if (key === "?") sheet?.showModal();
  else if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "o") openChosen();
  else if (!/^[a-z/]$/.test(key) || !press(key)) return;
  event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (event.target === sheet) sheet.close();
  if (event.target.closest("[data-opens=keys]")) sheet?.showModal();
});
