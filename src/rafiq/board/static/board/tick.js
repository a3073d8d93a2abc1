// Waits count on by themselves, from what the server said when it wrote them; this machine's clock only measures.
const SYSTEMS = { fa: "arabext", ar: "arab" };
const born = new WeakMap();

function written(seconds, language) {
  const two = new Intl.NumberFormat("en", { numberingSystem: SYSTEMS[language] ?? "latn", minimumIntegerDigits: 2, useGrouping: false });
  const one = new Intl.NumberFormat("en", { numberingSystem: SYSTEMS[language] ?? "latn", useGrouping: false });
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two.format(seconds % 60);
  return hours ? `${one.format(hours)}:${two.format(minutes)}:${rest}` : `${one.format(minutes)}:${rest}`;
}

export function tickAll() {
  if (document.hidden) return;
  const now = performance.now();
  for (const one of document.querySelectorAll("[data-tick]")) {
    const told = `${one.dataset.tick}|${one.dateTime}`;
    if (born.get(one)?.told !== told) born.set(one, { told, at: now });
    const words = written(Number(one.dataset.tick) + Math.floor((now - born.get(one).at) / 1000), one.dataset.digits);
    if (one.textContent !== words) one.textContent = words;
  }
}

setInterval(tickAll, 1000);
document.addEventListener("visibilitychange", tickAll);
tickAll();
