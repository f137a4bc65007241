// Shows a password while one wants to see it.
class PasswordPeek extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.button = this.querySelector("button");
    this.words = [this.button.textContent, this.button.dataset.hide];
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.show(this.field.type === "password"));
    this.field.form?.addEventListener("submit", () => this.show(false));
  }
  show(isShown) {
    this.field.type = isShown ? "text" : "password";
    this.button.textContent = this.words[Number(isShown)];
  }
}
customElements.define("password-peek", PasswordPeek);
