"""What is wrong with a page: what axe finds, what is wider than the window, what is too small to hit."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ONLY_FAULTS = {"runOnly": RULES, "resultTypes": ["violations"]}  # half the time of telling what is right, too
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden])')]
    .filter(e => e.checkVisibility() && !e.closest('svg, p, .event-body, .row-link, .skip, .help'))
    .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
    .filter(([e, r]) => r.width && (r.width < 24 || r.height < 24) && !e.matches('.check, .switch, .link'))
    .map(([e, r]) => `${e.className || e.tagName} ${Math.round(r.width)}x${Math.round(r.height)}`)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page) -> list[str]:
    """In words; empty when all is well."""
    violations = Axe().run(page, options=ONLY_FAULTS).response["violations"]
    said = [f"{rule['id']}: {node['target']}" for rule in violations for node in rule["nodes"]]
    if page.evaluate(TOO_WIDE) > 0:
        said.append("wider than the window")
    return said + [f"too small: {target}" for target in page.evaluate(SMALL_TARGETS)]
