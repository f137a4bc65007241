// Shows a colour on this page while it is being chosen; nothing is saved until the form is.
class AccentPreview extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.field.addEventListener("input", () => this.show());
  }
  disconnectedCallback() {
    document.documentElement.style.removeProperty("--accent");
  }
  show() {
    document.documentElement.style.setProperty("--accent", this.field.value);
  }
}
customElements.define("accent-preview", AccentPreview);
