// The ways people ask: each a chip that can be taken away, a field for a further one. The text area keeps them all.
const kept = document.getElementById("id_asked");

function draw(box) {
  const ways = kept.value.split("\n").map((way) => way.trim()).filter(Boolean);
  box.replaceChildren(...ways.map((way, place) => {
    const chip = document.createElement("li");
    const words = document.createElement("bdi");
    const away = document.createElement("button");
    chip.className = "chip";
    words.textContent = way;
    away.type = "button";
    away.textContent = "×";
    away.setAttribute("aria-label", `${box.dataset.remove}: ${way}`);
    away.addEventListener("click", () => write(box, ways.filter((_, other) => other !== place)));
    chip.append(words, away);
    return chip;
  }));
}

function write(box, ways) {
  kept.value = [...new Set(ways)].join("\n");
  kept.dispatchEvent(new Event("input", { bubbles: true }));
  draw(box);
}

const parts = document.getElementById("asked-chips")?.content.cloneNode(true);
if (kept && parts) {
  const box = parts.querySelector("ul");
  const field = parts.querySelector("input");
  const add = () => {
    const ways = field.value.split("\n").map((way) => way.trim()).filter(Boolean);
    field.value = "";
    if (ways.length) write(box, [...kept.value.split("\n").filter(Boolean), ...ways]);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    add();
  });
  field.addEventListener("paste", (event) => {
    const words = event.clipboardData.getData("text/plain");
    if (!words.includes("\n")) return;
    event.preventDefault();
    write(box, [...kept.value.split("\n").filter(Boolean), ...words.split("\n").map((way) => way.trim()).filter(Boolean)]);
  });
  field.addEventListener("input", (event) => event.stopPropagation()); // not part of the draft yet
  field.addEventListener("change", add);
  kept.before(parts);
  kept.classList.add("unseen-field");
  kept.tabIndex = -1;
  kept.setAttribute("aria-hidden", "true");
  draw(box);
}
