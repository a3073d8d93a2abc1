"""The whole product, started as its users start it, and a real Chromium."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from rafiq.platform import postgres

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("RAFIQ_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=20_000)  # the machine may be busy; nothing is timed here
NOWHERE = {  # no vendor ever hears of a test: whatever leaves this machine goes through a proxy that is not there
    **dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:9"),
    **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost"),
}
_USUAL = re.compile(r" (INFO|WARNING) django\.request|Warning: StreamingHttpResponse|async for part in content")
LINES_TOLD = 30
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@dataclass
class Product:
    """The running demo."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    password: str

    @property
    def shop(self) -> str:
        return f"{self.url}/demo/shop/"


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """The demo that all tests share, except those that break it."""
    with demo() as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Say with a failure what the product complained of last: a page that stays away seldom tells why."""
    report = yield
    product = getattr(item, "funcargs", {}).get("product")
    if report.failed and isinstance(product, Product):
        for name in ("product.log", "postgres.log"):
            with contextlib.suppress(OSError):
                report.sections.append((f"the end of {name}", _complaints(product.data / name)))
    return report


def _complaints(log: Path) -> str:
    told = [line for line in log.read_text(errors="replace").splitlines() if not _USUAL.search(line)]
    return "\n".join(told[-LINES_TOLD:])


@contextlib.contextmanager
def demo() -> Iterator[Product]:
    """Start `rafiq demo` on a filled data folder of its own; stop it as Ctrl-C would."""
    folder = Path(tempfile.mkdtemp(prefix="rafiq-b-"))
    folder.chmod(0o711)
    data = folder / "data"
    try:
        subprocess.run(["cp", "-a", str(_filled()), str(data)], check=True)
        with _running(data) as product:
            yield product
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _filled() -> Path:
    """Return a data folder on which `rafiq demo` ran once, from empty; one for all processes of a test run."""
    shared = settings.DATA_DIR.parent if "PYTEST_XDIST_WORKER" in os.environ else settings.DATA_DIR
    done = shared / "demo"
    with (shared / "demo.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes first fills it, the others wait
        if not done.exists():
            new = Path(tempfile.mkdtemp(prefix="demo-", dir=shared))
            new.chmod(0o711)
            rafiq = [sys.executable, "-m", "rafiq", "assets", "--with-tests"]
            subprocess.run(rafiq, cwd=ROOT, env=_environment(), check=True)  # while the way out is open
            with _running(new):
                _wait_until_idle(new)
            (new / "product.log").unlink()
            new.rename(done)
    return done


@contextlib.contextmanager
def _running(data: Path) -> Iterator[Product]:
    port = _free_port()
    command = [sys.executable, "-m", "rafiq", "demo", "--port", str(port), "--data", str(data), "--no-browser"]
    log = (data / "product.log").open("wb")
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True, env={**_environment(), **NOWHERE}
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_healthy(url, process, data / "product.log")
        logins = json.loads((data / "demo.json").read_text())["logins"]
        yield Product(url, data, process, logins[0]["password"])
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        log.close()


def _wait_until_idle(data: Path) -> None:
    """Let the worker do what filling left to it: the bot learns."""
    deadline = time.monotonic() + 400  # a ceiling; filling takes minutes where others work too
    due = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND scheduled_at IS NULL"
    with psycopg.connect(postgres.running_url(data) or "", autocommit=True) as database:
        while database.execute(due).fetchall() != [(0,)]:
            assert time.monotonic() < deadline, "the worker never came to an end"
            time.sleep(0.2)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RAFIQ_", "DATABASE_URL"))}
    kept["RAFIQ_MEANING"] = "0"  # the demo's articles are found by their words; reading them takes minutes
    kept["RAFIQ_DEMO_RULES"] = "0"  # stories take from the list; those of routing switch rules on themselves
    kept["PYTHONPATH"] = str(ROOT / "src")
    return kept


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("NO CHROMIUM: browser tests did not run; install Debian's chromium or set RAFIQ_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody in front of a browser of their own; script errors of their pages fail the test."""

    context: BrowserContext
    page: Page
    complaints: list[str]


@pytest.fixture
def person(chromium: Browser) -> Iterator[Callable[..., Person]]:
    """Make people: `person(size, language="fa", scheme="dark")`."""
    people: list[Person] = []

    def come(size: dict[str, int], *, language: str = "en", scheme: str = "light", **options: object) -> Person:
        context = chromium.new_context(
            viewport=size, locale={"fa": "fa-IR", "ar": "ar-AE", "en": "en-GB"}[language], color_scheme=scheme,
            has_touch=size["width"] < 600, **options,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        people.append(Person(context, page, complaints))
        return people[-1]

    yield come
    found = [complaint for one in people for complaint in one.complaints if not _is_expected(complaint)]
    for one in people:
        one.context.close()
    assert not found, found


@pytest.fixture
def logged_in(product: Product) -> Callable[[Person, str], Page]:
    """Log a person in as a member of the demo's staff, through the log-in page."""

    def log_in(one: Person, name: str) -> Page:
        one.page.goto(f"{product.url}/login/")
        one.page.locator("input[name=username], input[name=email]").first.fill(f"{name}@narvan.example")
        one.page.locator("input[type=password]").fill(product.password)
        one.page.locator("input[type=password]").press("Enter")
        one.page.wait_for_url(lambda url: "/login" not in url)
        return one.page

    return log_in


EXPECTED = (
    "net::ERR_",
    "WebSocket connection",
    "Failed to fetch",
    "status of 409",
    "status of 415",
    "status of 422",
    "status of 503",
)


def _is_expected(complaint: str) -> bool:
    """Chromium reports as errors what tests do on purpose: cut lines, refused forms, a database that is away."""
    return any(word in complaint for word in EXPECTED)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 400  # a ceiling; filling takes minutes where others work too
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the product did not start:\n{log.read_text()[-3000:]}")
