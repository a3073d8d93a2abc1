// Arrows walk from the box through what was found and back; Enter opens, Escape returns to the box.
const box = document.getElementById("search");
const results = () => [...document.querySelectorAll("#found .found")];

function go(event, step) {
  const all = results();
  const place = all.indexOf(document.activeElement) + step;
  const next = place < 0 ? box : all[Math.min(place, all.length - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const inside = event.target === box || event.target.closest?.("#found .found");
  if (!inside || event.isComposing) return;
  if (event.key === "ArrowDown") go(event, 1);
  else if (event.key === "ArrowUp" && event.target !== box) go(event, -1);
  else if (event.key === "Escape" && event.target !== box) box.focus();
});
