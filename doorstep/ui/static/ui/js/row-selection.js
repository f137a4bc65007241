// Choosing rows: Shift for a range, all at once; the bulk bar says how many. Its keys are in row-keys.js.

class RowSelection extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.extend(event));
    this.addEventListener("change", (event) => this.changed(event));
    this.addEventListener("reset", () => this.clear());
    this.tell();
  }
  get boxes() {
    return [...this.querySelectorAll("tbody .check:not(:disabled)")];
  }
  extend(event) {
    const at = this.boxes.indexOf(event.target);
    if (at < 0) return;
    const from = event.shiftKey ? (this.last ?? at) : at;
    for (const box of this.boxes.slice(Math.min(from, at), Math.max(from, at) + 1)) box.checked = event.target.checked;
    this.last = at;
  }
  changed(event) {
    if (event.target.matches("[data-all]")) for (const box of this.boxes) box.checked = event.target.checked;
    this.tell();
  }
  clear() {
    // The bar is about to leave: focus goes to the first row that was chosen.
    if (document.activeElement.closest(".bulkbar")) this.querySelector("tbody tr:has(.check:checked) a")?.focus({ preventScroll: true });
    setTimeout(() => this.tell());
  }
  tell() {
    const count = this.boxes.filter((box) => box.checked).length;
    const all = this.querySelector("[data-all]");
    const isAll = count > 0 && count === this.boxes.length;
    if (all) Object.assign(all, { checked: isAll, indeterminate: count > 0 && !isAll });
    const words = this.querySelector(".bulkbar-count");
    const sentence = count === 1 ? "one" : "many";
    if (words) words.textContent = words.dataset[sentence].replace("{n}", count.toLocaleString());
  }
}
customElements.define("row-selection", RowSelection);
