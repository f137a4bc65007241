// Copies the value of its field and says so on the button.
class CopyLink extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.copy());
  }
  async copy() {
    this.field.select();
    if (navigator.clipboard) await navigator.clipboard.writeText(this.field.value);
    else document.execCommand("copy");
    const before = this.button.textContent;
    this.button.textContent = this.button.dataset.done;
    setTimeout(() => (this.button.textContent = before), 2000);
  }
}
customElements.define("copy-link", CopyLink);
