// Tells the widget who is logged in to the shop; the shop's own server signed it.
const { externalId, name, email, hmac } = document.getElementById("member").dataset;
window.Rafiq = window.Rafiq || { q: [] };
const who = { external_id: externalId, name, email, hmac };
if (window.Rafiq.identify) window.Rafiq.identify(who);
else window.Rafiq.q.push(["identify", who]);
