// Makes a long <select> searchable: a field that filters its options by their words or values.
// Without scripts the plain select stays. With data-guess the browser's own time zone is proposed.
const MOST = 80;

function fold(words) {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/[_/\s\u200c]+/g, " ").toLowerCase();
}

class ZoneSelect extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    if (!this.select || this.field) return;
    if ("guess" in this.select.dataset) this.guess();
    this.options = [...this.select.options].map((option) => ({ option, key: fold(`${option.label} ${option.value}`) }));
    this.build();
  }

  guess() {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const known = [...this.select.options].some((option) => option.value === own);
    if (known && !this.select.closest("form").querySelector("[aria-invalid=true]")) this.select.value = own;
  }

  build() {
    const { select } = this;
    this.list = Object.assign(document.createElement("ul"), { id: `${select.id}-list`, className: "zones__list", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.label || "");
    this.field = Object.assign(document.createElement("input"), { type: "text", id: select.id, autocomplete: "off", spellcheck: false });
    const marks = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(marks)) this.field.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid", "autofocus"]) if (select.hasAttribute(name)) this.field.setAttribute(name, select.getAttribute(name));
    select.removeAttribute("id");
    select.hidden = true;
    this.field.addEventListener("focus", () => this.field.select());
    this.field.addEventListener("click", () => this.show(""));
    this.field.addEventListener("input", () => this.show(this.field.value));
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
    // Pressing must not take the focus from the field: its blur would close the list under the finger.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.pick(event.target.closest("[role=option]")));
    this.append(this.field, this.list);
    this.close();
  }

  show(words) {
    const parts = fold(words).split(" ").filter(Boolean);
    const found = this.options.filter(({ key }) => parts.every((part) => key.includes(part))).slice(0, MOST);
    this.list.replaceChildren(...found.map(({ option }, place) => this.row(option, place)));
    this.list.hidden = !found.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(parts.length ? this.list.firstChild : this.list.querySelector("[data-chosen]"));
  }

  row(option, place) {
    const row = Object.assign(document.createElement("li"), { id: `${this.list.id}-${place}`, textContent: option.label });
    row.setAttribute("role", "option");
    row.dataset.value = option.value;
    if (option.selected) row.dataset.chosen = "";
    return row;
  }

  mark(row) {
    for (const one of this.list.children) one.setAttribute("aria-selected", String(one === row));
    this.field.toggleAttribute("aria-activedescendant", false);
    if (!row) return;
    this.field.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const marked = this.list.querySelector("[aria-selected=true]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) return this.show("");
      const next = event.key === "ArrowDown" ? marked?.nextElementSibling || this.list.firstChild : marked?.previousElementSibling;
      this.mark(next || this.list.lastChild);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      this.pick(marked);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  pick(row) {
    if (!row) return;
    this.select.value = row.dataset.value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.field.value = this.select.selectedOptions[0]?.label || "";
  }
}

customElements.define("zone-select", ZoneSelect);
