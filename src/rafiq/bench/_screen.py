"""An agent's screen: a real Chromium that shows one conversation and notes when words appear. A helper process."""

from __future__ import annotations

import sys
from typing import Any

from playwright.sync_api import Page, sync_playwright

from rafiq.bench import _orders

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# The list beside the conversation shows the last words too; only the bubble counts.
_NOTE = """() => {
    window.appeared = {};
    new MutationObserver(() => {
        const now = Date.now();
        for (const said of document.querySelectorAll("#timeline .said")) {
            const words = said.textContent.trim();
            if (words.startsWith("bench ") && !(words in window.appeared)) window.appeared[words] = now;
        }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


class Screen:
    """One page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self, *, url: str, cookie: str) -> dict[str, Any]:
        """Show a conversation to an agent who is logged in, and begin to watch."""
        origin = "/".join(url.split("/")[:3])
        self._page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": origin}])
        with self._page.expect_response(lambda answer: "/live/agent" in answer.url):
            self._page.goto(url)
        self._page.locator("#timeline").wait_for()
        self._page.wait_for_timeout(1_000)
        self._page.evaluate(_NOTE)
        return {}

    def appeared(self) -> dict[str, Any]:
        """Return what appeared and when, in milliseconds of this machine's clock."""
        return {"appeared": self._page.evaluate("() => window.appeared")}


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=sys.argv[1], args=FLAGS)
        screen = Screen(browser.new_page(viewport={"width": 1440, "height": 900}))
        _orders.serve({"open": screen.open, "appeared": screen.appeared})
        browser.close()
