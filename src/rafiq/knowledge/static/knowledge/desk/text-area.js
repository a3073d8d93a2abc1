// The one text area of the editor: what changes in it can be undone, and tells those who listen.
export const area = document.getElementById("id_body");

export function put(words, from = area.selectionStart, to = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(from, to);
  // The only way that the browser's own undo knows; where it is gone, the text changes all the same.
  if (document.execCommand?.(words ? "insertText" : "delete", false, words)) return;
  area.setRangeText(words, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export const chosen = () => area.value.slice(area.selectionStart, area.selectionEnd);

// The lines that the selection touches, as [from, to].
export function lines() {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.value.indexOf("\n", area.selectionEnd);
  return [from, end < 0 ? area.value.length : end];
}
