// Shows the help centre over the conversation, and goes back to it.
function toggle() {
  const shown = ui.panel.classList.toggle("helping");
  if (!shown) return ui.text.focus();
  view.hidden = false;
  if (!list.firstChild) look();
  // On a phone the keyboard would cover half of what is there to read.
  (ui.frame.classList.contains("full") ? view : field).focus({ preventScroll: true });
}

ui.panel.append(view);
ui.panel.help = toggle;
toggle();
