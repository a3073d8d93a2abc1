// The newest words stay in view while somebody listens at the end; leaving the page is told.
const page = document.querySelector("[data-leave]");
const heard = () => document.getElementById("heard");
let isAtEnd = true;

function toEnd() {
  const place = heard();
  if (place && isAtEnd) place.scrollTop = place.scrollHeight;
}

document.addEventListener("scroll", (event) => {
  const place = event.target;
  if (place?.id === "heard") isAtEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 60;
}, true);
document.addEventListener("htmx:after:swap", toEnd);
window.addEventListener("pagehide", () => {
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
  fetch(page.dataset.leave, { method: "DELETE", headers: token, keepalive: true, credentials: "same-origin" }).catch(() => {});
});
toEnd();
