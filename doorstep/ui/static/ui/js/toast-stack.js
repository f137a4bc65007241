// Toasts leave by themselves, except those to be acted on. Also says when an htmx request went
// wrong; a switch that asked for it goes back to where the server has it.
const SECONDS = 6;

class ToastStack extends HTMLElement {
  connectedCallback() {
    for (const toast of this.querySelectorAll(".toast")) this.time(toast);
    this.arrivals = new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => this.time(node))));
    this.arrivals.observe(this, { childList: true });
    this.addEventListener("click", (event) => event.target.closest("[data-close]") && event.target.closest(".toast").remove());
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    document.addEventListener("htmx:sendError", (event) => this.warn(this.dataset.offline, event.target), { signal });
    document.addEventListener("htmx:responseError", (event) => this.warn(this.reason(event), event.target), { signal });
  }
  disconnectedCallback() {
    this.arrivals.disconnect();
    this.leaving.abort();
  }
  reason(event) {
    const { status } = event.detail.xhr;
    if (status === 404) return this.dataset.gone;
    return status < 500 ? this.dataset.refused : this.dataset.fault;
  }
  time(toast) {
    if (!toast.matches?.(".toast") || "stays" in toast.dataset) return;
    setTimeout(() => this.leave(toast), SECONDS * 1000);
  }
  leave(toast) {
    if (toast.matches(":hover, :focus-within")) this.time(toast);
    else toast.remove();
  }
  warn(sentence, asker) {
    if (asker.matches?.(".switch")) asker.checked = asker.defaultChecked;
    const toast = this.querySelector("template").content.cloneNode(true);
    toast.querySelector("p").textContent = sentence;
    this.append(toast);
  }
}
customElements.define("toast-stack", ToastStack);
