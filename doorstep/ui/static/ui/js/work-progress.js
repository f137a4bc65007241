// Asks again every second how far the work is, says so politely at each quarter, and at the end shows what it is told to.
class WorkProgress extends HTMLElement {
  connectedCallback() {
    this.quarter = this.quarterNow;
    this.failures = 0;
    this.wait();
  }
  disconnectedCallback() {
    clearTimeout(this.next);
  }
  get quarterNow() {
    const bar = this.querySelector("progress");
    return bar ? Math.floor((4 * bar.value) / (bar.max || 1)) : 0;
  }
  wait() {
    if ("over" in this.dataset) return;
    const seconds = Math.min(2 ** this.failures, 30);
    this.next = setTimeout(() => this.ask(), seconds * 1000);
  }
  async ask() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.statusText);
      this.take(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("work-progress"));
      this.failures = 0;
    } catch {
      this.failures += 1;
    }
    this.wait();
  }
  take(fresh) {
    if (!fresh) return location.reload(); // the page has moved on: show where it is now
    const said = this.querySelector("[data-said]");
    this.replaceChildren(...[...fresh.childNodes].map((node) => (node.matches?.("[data-said]") ? said : document.adoptNode(node))));
    if ("over" in fresh.dataset) this.finish();
    else if (this.quarterNow !== this.quarter) this.say();
    this.quarter = this.quarterNow;
  }
  say() {
    this.querySelector("[data-said]").textContent = this.querySelector(".progress-line")?.textContent ?? "";
  }
  finish() {
    this.dataset.over = "";
    this.say();
    const then = this.getAttribute("on-done");
    if (then === "reload") location.reload();
    else if (then) location.assign(then);
  }
}
customElements.define("work-progress", WorkProgress);
