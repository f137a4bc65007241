// Prints this page: <print-page hidden><button>…</button></print-page>
class PrintPage extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", () => this.print());
  }
  print() {
    this.closest("[popover]")?.hidePopover();
    window.print();
  }
}
customElements.define("print-page", PrintPage);
