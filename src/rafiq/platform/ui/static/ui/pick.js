// Says which file was chosen, where the kit draws the button itself.
document.addEventListener("change", ({ target }) => {
  const words = target.closest(".file-pick")?.querySelector("[data-picked]");
  if (!words) return;
  words.dataset.before ??= words.textContent;
  words.textContent = target.files[0]?.name ?? words.dataset.before;
});
