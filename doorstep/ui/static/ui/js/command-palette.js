// Ctrl K anywhere: asks `src` for options while one types; arrows choose, Enter opens, Esc closes.
const isCtrlK = (event) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";

class CommandPalette extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.list = this.querySelector("[role=listbox]");
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    document.addEventListener("keydown", (event) => isCtrlK(event) && this.open(event), { signal });
    this.querySelector("[data-opens]").addEventListener("click", (event) => this.open(event), { signal });
    this.input.addEventListener("input", () => this.askSoon(), { signal });
    this.input.addEventListener("keydown", (event) => this.steer(event), { signal });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close(), { signal });
  }
  disconnectedCallback() {
    this.leaving.abort();
  }
  open(event) {
    if (event.type === "click" && (event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!this.dialog.open) this.dialog.showModal();
    this.input.select();
    this.ask();
  }
  askSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.ask(), 120);
  }
  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    const address = `${this.getAttribute("src")}?q=${encodeURIComponent(this.input.value.trim())}`;
    try {
      const answer = await fetch(address, { signal: this.asking.signal, headers: { "HX-Request": "true" } });
      if (answer.ok) this.list.innerHTML = await answer.text();
      this.choose(this.options[0]);
    } catch (fault) {
      if (fault.name !== "AbortError") this.list.replaceChildren();
    }
  }
  get options() {
    return [...this.list.querySelectorAll("a[role=option]")];
  }
  choose(option) {
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  }
  steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = this.options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (step) this.choose(this.options.at((at + step) % this.options.length));
    if (event.key === "Enter") this.options[at]?.click();
    if (step || event.key === "Enter") event.preventDefault();
  }
}
customElements.define("command-palette", CommandPalette);
