// Ctrl Enter saves or sends. What is written is kept on this device until it was sent. A kind brings its own fields and words.
class LeadComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.text = this.querySelector("textarea");
    this.form.addEventListener("change", () => this.suit());
    this.form.addEventListener("keydown", (event) => this.hear(event));
    this.form.addEventListener("submit", () => sessionStorage.setItem(this.key, "sent"));
    this.form.addEventListener("htmx:afterRequest", (event) => this.hearBack(event.detail.successful));
    this.text.addEventListener("input", () => this.keep());
    this.recall();
    this.suit();
  }
  get key() {
    return `draft:${this.getAttribute("draft") ?? location.pathname}`;
  }
  hear(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
  }
  keep() {
    if (this.text.value) localStorage.setItem(this.key, this.text.value);
    else this.forget();
  }
  forget() {
    localStorage.removeItem(this.key);
    sessionStorage.removeItem(this.key);
  }
  hearBack(arrived) {
    if (arrived) this.forget();
    else sessionStorage.removeItem(this.key); // signed out meanwhile, refused, no answer: it is still to be sent
  }
  recall() {
    // A page reached by sending is proof that it arrived; one reached by "back" is not.
    const [arrival] = performance.getEntriesByType("navigation");
    if (sessionStorage.getItem(this.key) && arrival?.type !== "back_forward") this.forget();
    if (!this.text.value) this.text.value = localStorage.getItem(this.key) ?? "";
  }
  suit() {
    const kind = this.form.querySelector("[name=kind]:checked");
    if (!kind) return;
    this.text.placeholder = kind.dataset.placeholder;
    this.form.querySelector(".composer-foot [data-kind=primary]").textContent = kind.dataset.button;
    for (const part of this.form.querySelectorAll("[data-for]")) this.show(part, part.dataset.for === kind.value);
  }
  show(part, isShown) {
    part.hidden = !isShown;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !isShown;
  }
}
customElements.define("lead-composer", LeadComposer);
