"""Looking at pages: axe-core's verdict, and pictures for the documentation."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "docs" / "pictures"


def assert_accessible(page: Page) -> None:
    """Fail on any serious or critical violation of WCAG 2.2 A and AA that axe-core finds."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: run ./rafiq test, which fetches it")
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
        ".then(result => result.violations.filter(one => ['serious', 'critical'].includes(one.impact))"
        ".map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')))"
    )
    assert found == [], f"{page.url}\n" + "\n".join(found)


def assert_fits(page: Page) -> None:
    """Fail when a page scrolls sideways."""
    page.wait_for_load_state()
    width = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} px wide on a screen of {width[1]}"


def picture(page: Page, name: str) -> None:
    """Keep a screenshot for docs/pictures when KEEP_PICTURES is set; tests alone leave the checkout as it is."""
    if os.environ.get("KEEP_PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")
