// Files may be dropped onto a file field. Says what was chosen; with data-sends it sends the form at once.
class DropZone extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.label = this.querySelector("label");
    this.addEventListener("dragover", (event) => this.hover(event, true));
    this.addEventListener("dragleave", (event) => this.hover(event, false));
    this.addEventListener("drop", (event) => this.take(event));
    this.input.addEventListener("change", () => this.say());
  }
  hover(event, isOver) {
    event.preventDefault();
    this.label.toggleAttribute("data-over", isOver);
  }
  take(event) {
    this.hover(event, false);
    const dropped = new DataTransfer();
    const files = [...event.dataTransfer.files];
    for (const file of this.input.multiple ? files : files.slice(0, 1)) dropped.items.add(file);
    this.input.files = dropped.files;
    this.say();
  }
  say() {
    const names = [...this.input.files].map((file) => file.name);
    if (names.length === 0) return;
    this.querySelector("[data-name]").textContent = names.join(", ");
    if ("sends" in this.dataset) this.input.form?.requestSubmit();
  }
}
customElements.define("drop-zone", DropZone);
