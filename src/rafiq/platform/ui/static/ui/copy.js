// <button data-copy="#id" data-copied="Copied"> puts the text of an element on the clipboard and says so.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no https, or refused
  }
}

function mark(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (!source) return;
  mark(source);
  if (!(await copy(source.textContent)) && !document.execCommand("copy")) return;
  const words = button.querySelector("span") || button;
  const before = words.dataset.before || words.textContent;
  words.dataset.before = before;
  words.textContent = button.dataset.copied;
  setTimeout(() => (words.textContent = before), 2000);
});
