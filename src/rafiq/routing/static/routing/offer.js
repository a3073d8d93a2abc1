// Counts the seconds of an offer down, in the reader's digits; when they are over the strip looks anew.
const SYSTEMS = { fa: "arabext", ar: "arab" };
let ticking;

function begin(strip) {
  clearInterval(ticking);
  const digits = new Intl.NumberFormat("en", { numberingSystem: SYSTEMS[document.documentElement.lang] ?? "latn" });
  const ends = Date.now() + Number(strip.dataset.offer) * 1_000;
  ticking = setInterval(() => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1_000));
    if (!strip.isConnected) return clearInterval(ticking);
    strip.querySelector("[data-seconds]").textContent = digits.format(left);
    strip.querySelector("progress").value = left;
    if (left) return;
    clearInterval(ticking);
    document.getElementById("offer").dispatchEvent(new CustomEvent("offer-over"));
  }, 500);
}

document.addEventListener("htmx:after:swap", () => {
  const strip = document.querySelector("#offer [data-offer]:not([data-counted])");
  if (!strip) return;
  strip.dataset.counted = "";
  begin(strip);
});
