// Counts down the seconds that the server said are left, whatever this device's clock believes.
class CountDown extends HTMLElement {
  connectedCallback() {
    this.bar = this.querySelector("progress");
    this.left = this.querySelector("[data-left]");
    this.ends = performance.now() + this.bar.value * 1000;
    this.beat = setInterval(() => this.tick(), 1000);
  }
  disconnectedCallback() {
    clearInterval(this.beat);
  }
  tick() {
    const seconds = Math.max(0, Math.round((this.ends - performance.now()) / 1000));
    this.bar.value = seconds;
    this.left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds === 0) this.finish();
  }
  finish() {
    clearInterval(this.beat);
    this.querySelector("[data-over]").hidden = false;
  }
}
customElements.define("count-down", CountDown);
