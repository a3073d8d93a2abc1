// A button that shows what is typed into a password field, so that it need not be typed twice.
class RevealPassword extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    if (!field || this.button) return;
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "button button--plain button--small" });
    const draw = () => {
      const shown = field.type === "text";
      this.button.textContent = shown ? this.dataset.hide : this.dataset.show;
      this.button.setAttribute("aria-pressed", String(shown));
    };
    this.button.setAttribute("aria-controls", field.id);
    this.button.addEventListener("click", () => {
      field.type = field.type === "text" ? "password" : "text";
      draw();
      field.focus();
    });
    // What is sent must be a password field again: browsers then offer to keep it, and do not remember it as a word.
    field.form?.addEventListener("submit", () => {
      field.type = "password";
      draw();
    });
    this.append(this.button);
    draw();
  }
}

customElements.define("reveal-password", RevealPassword);
