// What the editor does beyond HTML; each module minds one behaviour.
import "./toolbar.js";
import "./uploads.js";
import "./picker.js";
import "./chips.js";

// Whoever leaves with words that are not kept is asked first.
const form = document.getElementById("writing");
let isKept = true;

form?.addEventListener("input", () => { isKept = false; });
form?.addEventListener("submit", () => { isKept = true; });
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target?.id === "saved" && ctx.response?.status === 200) isKept = true;
});
window.addEventListener("beforeunload", (event) => { if (!isKept) event.preventDefault(); });
