// Writing a mail: a placeholder goes where one was typing, and the preview follows. Without this, its button shows it.
const PAUSE = 400;

class MailWording extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.show = this.querySelector("[data-show]");
    this.field = this.form.elements.body;
    this.show.hidden = true;
    this.addEventListener("focusin", (event) => this.remember(event.target));
    this.addEventListener("click", (event) => this.insert(event.target.closest("[data-insert]")));
    this.addEventListener("input", () => this.soon());
    this.refresh();
  }
  disconnectedCallback() {
    clearTimeout(this.timer);
  }
  remember(target) {
    if (target.matches("[name=subject], [name=body]")) this.field = target;
  }
  insert(button) {
    if (!button) return;
    const field = button.dataset.insert.includes("\n") ? this.form.elements.body : this.field;
    field.focus();
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), PAUSE);
  }
  refresh() {
    this.form.requestSubmit(this.show);
  }
}
customElements.define("mail-wording", MailWording);
