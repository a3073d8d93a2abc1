"""Networks go, processes are killed, the database is away, pages sleep: nothing said is lost or said twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, Person, Product, demo
from tests.browser.machine import Machine, wait
from tests.browser.test_story import Desk, Visitor

pytestmark = pytest.mark.browser

type Come = Callable[..., Person]
type LogIn = Callable[[Person, str], Page]

LONG = 60_000  # milliseconds: a process has to start, a page has to try again


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A demo of our own: the others' must not be killed."""
    with demo() as running:
        yield running


@pytest.fixture(scope="module")
def machine(product: Product) -> Machine:
    return Machine(product)


@pytest.fixture
def visitor(product: Product, person: Come) -> Visitor:
    """A customer with the widget open, who has said nothing yet."""
    somebody = Visitor(person(PHONE).page, product, "en")
    somebody.open()
    return somebody


@pytest.fixture
def desk(product: Product, person: Come, logged_in: LogIn) -> Desk:
    """Maya in front of everything that nobody has taken yet."""
    somebody = Desk(logged_in(person(DESK), "maya"), product)
    somebody.view("unassigned")
    return somebody


def mine(visitor: Visitor, state: str) -> Locator:
    return visitor.panel.locator(f".row.mine.{state}")


def begin(visitor: Visitor, desk: Desk, words: str) -> None:
    """Let a conversation begin, and Maya have it in front of her."""
    visitor.say(words)
    expect(visitor.panel.locator(".row.mine:not(.pending):not(.failed)")).to_have_count(1)
    desk.open(words)


def shown(visitor: Visitor) -> Locator:
    return visitor.panel.locator(".row.mine.sent, .row.mine.seen")


class TestTheVisitorsNetwork:
    def test_goes_and_comes_back(self, visitor: Visitor, machine: Machine):
        visitor.say("Offline 0")
        expect(shown(visitor)).to_have_count(1)
        context = visitor.page.context

        context.set_offline(True)
        for number in range(1, 4):
            visitor.say(f"Offline {number}")
        expect(mine(visitor, "pending")).to_have_count(3)
        expect(visitor.panel.locator(".banner")).not_to_be_empty()
        context.set_offline(False)

        expect(shown(visitor)).to_have_count(4, timeout=LONG)
        expect(mine(visitor, "pending")).to_have_count(0)
        assert machine.said("Offline") == [f"Offline {number}" for number in range(4)]

    def test_is_away_while_the_page_is_closed_and_opened_again(
        self, visitor: Visitor, product: Product, machine: Machine
    ):
        visitor.say("Closed 0")
        expect(shown(visitor)).to_have_count(1)
        context = visitor.page.context
        context.set_offline(True)
        visitor.say("Closed 1")
        visitor.say("Closed 2")
        expect(mine(visitor, "pending")).to_have_count(2)
        visitor.page.close()
        context.set_offline(False)

        again = Visitor(context.new_page(), product, "en")
        again.page.goto(again.address)  # the panel need not even be opened

        wait(lambda: len(machine.said("Closed")) == 3, "what was kept in the closed page")
        again.open()
        expect(shown(again)).to_have_count(3)
        assert machine.said("Closed") == ["Closed 0", "Closed 1", "Closed 2"]

    def test_is_shared_by_two_tabs(self, visitor: Visitor, desk: Desk, product: Product, machine: Machine):
        other = Visitor(visitor.page.context.new_page(), product, "en")
        other.open()
        visitor.say("Tabs 0")
        expect(other.panel.locator(".row.mine", has_text="Tabs 0")).to_have_count(1)
        other.say("Tabs 1")
        expect(visitor.panel.locator(".row.mine", has_text="Tabs 1")).to_have_count(1)

        desk.open("Tabs 1")
        desk.write("Both of you")
        desk.send()

        for tab in (visitor, other):
            expect(tab.panel.locator(".log")).to_contain_text("Both of you")
            expect(tab.panel.locator(".row.mine")).to_have_count(2)
        assert machine.said("Tabs") == ["Tabs 0", "Tabs 1"]

    def test_wakes_with_the_page(self, visitor: Visitor, desk: Desk):
        begin(visitor, desk, "Asleep 0")
        browser = visitor.page.context.new_cdp_session(visitor.page)

        browser.send("Page.setWebLifecycleState", {"state": "frozen"})
        desk.write("Good morning")
        desk.send()
        expect(desk.bubble("Good morning")).to_be_visible()
        browser.send("Page.setWebLifecycleState", {"state": "active"})

        expect(visitor.panel.locator(".log")).to_contain_text("Good morning", timeout=LONG)
        visitor.say("Asleep 1")
        expect(shown(visitor)).to_have_count(2)


class TestAgentsPages:
    def test_work_without_their_stream(self, visitor: Visitor, product: Product, person: Come, logged_in: LogIn):
        page = logged_in(person(DESK), "shirin")
        page.route("**/live/agent*", lambda route: route.abort())
        page.clock.install()
        desk = Desk(page, product)
        desk.view("unassigned")
        expect(page.locator("#rows .row-link").first).to_be_visible()

        visitor.say("Polled 0")
        expect(shown(visitor)).to_have_count(1)
        page.clock.run_for(25_000)
        expect(desk.row("Polled 0")).to_be_visible()
        expect(page.locator("#banner")).not_to_be_empty()

        desk.open("Polled 0")
        desk.write("Polled answer")
        desk.send()
        expect(desk.bubble("Polled answer")).to_be_visible()
        expect(visitor.panel.locator(".log")).to_contain_text("Polled answer")
        visitor.say("Polled 1")
        expect(shown(visitor)).to_have_count(2)
        page.clock.run_for(25_000)
        expect(desk.bubble("Polled 1")).to_be_visible()

    def test_keep_focus_selection_and_scroll_while_messages_arrive(self, visitor: Visitor, desk: Desk):
        begin(visitor, desk, "Morph 0")
        visitor.say("One line\n" * 60)
        expect(desk.bubble("One line")).to_be_visible()
        desk.write("half an answer")
        page = desk.page
        page.evaluate("document.querySelector('.composer textarea').setSelectionRange(5, 7)")
        page.locator("#scroll").evaluate("box => { box.scrollTop = 10; box.firstElementChild.isTheSame = true; }")
        before = page.evaluate(LOOK)

        visitor.say("Morph 1")
        expect(desk.bubble("Morph 1")).to_be_attached()
        assert page.evaluate(LOOK) == before

        page.evaluate("getSelection().selectAllChildren(document.querySelector('#scroll .bubble .said'))")
        before = page.evaluate(LOOK)
        visitor.say("Morph 2")
        expect(desk.bubble("Morph 2")).to_be_attached()
        assert page.evaluate(LOOK) == before
        assert "Morph 0" in page.evaluate("getSelection().toString()")


LOOK = """() => {
  const words = document.querySelector(".composer textarea");
  const box = document.getElementById("scroll");
  return [document.activeElement === words, words.value, words.selectionStart, words.selectionEnd,
    getSelection().toString(), box.scrollTop, box.firstElementChild.isTheSame === true];
}"""


class TestProcesses:
    def test_the_web_process_is_killed_in_mid_conversation(self, visitor: Visitor, desk: Desk, machine: Machine):
        begin(visitor, desk, "Web 0")
        desk.write("I am still wri")

        killed = machine.kill("web")
        visitor.say("Web 1")
        visitor.say("Web 2")
        machine.restarted("web", after=killed)

        expect(shown(visitor)).to_have_count(3, timeout=LONG)
        expect(desk.bubble("Web 2")).to_be_visible(timeout=LONG)
        expect(desk.page.locator(".composer textarea")).to_have_value("I am still wri")
        desk.write("ting")
        desk.send()
        expect(visitor.panel.locator(".log")).to_contain_text("I am still writing")
        assert machine.said("Web") == ["Web 0", "Web 1", "Web 2"]

    def test_the_worker_is_killed_while_it_delivers(self, visitor: Visitor, desk: Desk, machine: Machine):
        begin(visitor, desk, "Worker 0")
        worker = machine.pid("worker")
        with machine.database() as db:
            with machine.frozen(worker):
                desk.write("Worker answer")
                desk.send()
                expect(desk.bubble("Worker answer")).to_be_visible()
                [number] = db.execute("SELECT id FROM inbox_message WHERE text = 'Worker answer'").fetchone()
                db.execute("BEGIN")
                db.execute("SELECT FROM inbox_message WHERE id = %s FOR UPDATE", [number])
            doing = "SELECT FROM procrastinate_jobs WHERE status = 'doing' AND args->>'message_id' = %s"
            wait(lambda: db.execute(doing, [str(number)]).rowcount, "the delivery")
            machine.kill("worker")
            db.execute("ROLLBACK")

            expect(visitor.panel.locator(".log")).to_contain_text("Worker answer", timeout=2 * LONG)
            expect(visitor.panel.locator(".row:not(.mine)", has_text="Worker answer")).to_have_count(1)
            sent = "SELECT FROM platform_log WHERE kind = 'inbox.delivery.changed' AND payload->>'delivery' = 'SENT'"
            assert db.execute(f"{sent} AND payload->>'message_id' = %s", [str(number)]).rowcount == 1


class TestTheDatabase:
    def test_is_away_and_comes_back(
        self, visitor: Visitor, desk: Desk, product: Product, person: Come, logged_in: LogIn, machine: Machine
    ):
        begin(visitor, desk, "Database 0")
        other = logged_in(person(DESK), "shirin")
        other.goto(f"{product.url}/inbox/?view=open")
        words = desk.page.locator(".composer textarea")

        with machine.without_database():
            visitor.say("Database 1")
            visitor.say("Database 2")
            expect(mine(visitor, "pending")).to_have_count(2)
            expect(desk.page.locator("#banner")).not_to_be_empty()
            desk.write("Kept in spite of all")
            desk.send()
            expect(desk.page.locator(".composer__error")).not_to_be_empty(timeout=LONG)
            expect(words).to_have_value("Kept in spite of all")
            other.reload()
            expect(other.locator("code")).to_have_text("503", timeout=LONG)

        expect(other.locator("#rows .row-link").first).to_be_visible(timeout=LONG)
        expect(shown(visitor)).to_have_count(3, timeout=LONG)
        expect(desk.bubble("Database 2")).to_be_visible(timeout=LONG)
        expect(desk.page.locator("#banner")).to_be_empty(timeout=LONG)
        expect(words).to_have_value("Kept in spite of all")
        desk.send()
        expect(visitor.panel.locator(".log")).to_contain_text("Kept in spite of all", timeout=LONG)
        assert machine.said("Database") == ["Database 0", "Database 1", "Database 2"]
        assert machine.said("Kept in spite") == ["Kept in spite of all"]

    def test_answers_nothing_for_a_while(self, visitor: Visitor, desk: Desk, machine: Machine):
        begin(visitor, desk, "Stuck 0")

        with machine.frozen(*machine.sessions()):
            visitor.say("Stuck 1")
            visitor.say("Stuck 2")
            expect(mine(visitor, "pending")).to_have_count(2)
            desk.write("Stuck answer")
            desk.send()

        expect(shown(visitor)).to_have_count(3, timeout=LONG)
        expect(desk.bubble("Stuck 2")).to_be_visible(timeout=LONG)
        expect(visitor.panel.locator(".log")).to_contain_text("Stuck answer", timeout=LONG)
        said = machine.said("Stuck")
        assert [words for words in said if words != "Stuck answer"] == ["Stuck 0", "Stuck 1", "Stuck 2"]
        assert len(said) == 4


@pytest.fixture
def host_page(product: Product, machine: Machine) -> Iterator[str]:
    """Another website, with a policy as strict as can be: only the addresses of Rafiq are allowed, no style at all."""
    with machine.database() as db:
        [key] = db.execute("SELECT key FROM inbox_channel WHERE kind = 'webchat' ORDER BY id").fetchone()
    sockets = product.url.replace("http", "ws", 1)
    policy = f"default-src 'none'; script-src {product.url}; img-src {product.url}; connect-src {product.url} {sockets}"
    script = f'<script async src="{product.url}/widget.js" data-key="{key}"></script>'
    page = f'<!doctype html><html lang="en"><link rel="icon" href="{product.url}/static/ui/favicon.svg">{script}'

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_strict_host_page_carries_the_widget(host_page: str, person: Come, machine: Machine):
    page = person(DESK).page
    page.goto(host_page)
    page.locator("rafiq-chat .bubble").first.click()
    panel = page.locator("rafiq-chat .panel")
    expect(panel).to_be_visible()
    assert panel.evaluate("one => getComputedStyle(one).position") in {"absolute", "fixed"}  # its style is in force

    file = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"a few words"}
    panel.locator("input[type=file]").set_input_files(file)
    expect(panel.locator("li:has-text('note.txt')")).to_have_attribute("aria-busy", "false")
    panel.locator("textarea[name=text]").fill("Strict 0")
    panel.locator("textarea[name=text]").press("Enter")

    expect(panel.locator(".row.mine.sent")).to_have_count(1)
    assert machine.said("Strict") == ["Strict 0"]
