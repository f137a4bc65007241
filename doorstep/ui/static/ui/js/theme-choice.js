// Light, dark or as the system: kept in a cookie, so that the server draws the next page right from the start.
class ThemeChoice extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("change", (event) => this.choose(event.target.value));
  }
  choose(theme) {
    document.documentElement.dataset.theme = theme;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; samesite=lax${secure}`;
  }
}
customElements.define("theme-choice", ThemeChoice);
