"""Intents, actions, snippets and tests are written, tried, published and brought back, at the pages themselves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.bot import queries, services
from rafiq.bot.declaring import Parameter
from rafiq.bot.desk import examples
from rafiq.bot.models import Action, BotSettings, Calibration, Case, Intent, Publication, Snippet, Trial
from rafiq.platform.search import finding, indexing
from rafiq.platform.search.documents import Document
from tests.bot.desk_world import CURVE
from tests.makers import NOON, make_agent, make_channel

pytestmark = pytest.mark.django_db

RETURNS = Document(
    source="article", key="returns", language="en", title="Returning a product",
    body="You can return a product within seven days of delivery.", asked=("how do i return something",),
)  # fmt: skip


@pytest.fixture
def boss():
    return make_agent("Boss", role=Role.ADMINISTRATOR)


@pytest.fixture
def browser(client, boss):
    client.force_login(boss)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"bot_settings:{name}", args=args)


def intent_form(**given: str) -> dict[str, str]:
    return {"name": "opening-hours", "is_active": "on", "does": "ANSWER", "answer_en": "From nine to five.", **given}


def make_intent(name: str = "opening-hours", *said: str, **fields: object) -> Intent:
    values = {"name": name, "answers": {"en": "From nine to five."}, **fields}
    return services.save_intent(None, values, examples=[("en", one) for one in said], at=NOON)


class TestBehaviour:
    def form(self, **given: str) -> dict[str, object]:
        return {"is_active": "on", "name_en": "Nari", "languages": ["fa", "en"], "wrong": "8", "failures": "3", **given}

    def test_is_saved_with_a_mode_for_each_channel(self, browser):
        channel = make_channel()
        version = browser.get(at("behaviour")).context["version"]

        answer = browser.post(at("behaviour"), self.form(version=version, **{f"channel_{channel.pk}": "SUGGEST"}))

        assert answer.status_code == 303
        kept = BotSettings.objects.get()
        assert (kept.is_active, kept.names, kept.languages) == (True, {"en": "Nari"}, ["fa", "en"])
        assert (kept.error_rate, kept.failures, kept.hands_over_anger) == (0.08, 3, False)
        assert kept.mode_of(channel_id=channel.pk, kind="webchat") == "SUGGEST"

    @pytest.mark.parametrize("wrong", [{"wrong": "0"}, {"wrong": "90"}, {"languages": ["xx"]}, {"failures": "-1"}])
    def test_nonsense_is_refused_and_changes_nothing(self, browser, wrong):
        assert browser.post(at("behaviour"), self.form(**wrong)).status_code == 422
        assert not BotSettings.objects.filter(is_active=True).exists()

    def test_somebody_elses_change_meanwhile_is_not_overwritten(self, browser):
        version = browser.get(at("behaviour")).context["version"]
        services.save_settings({"failures": 5}, at=NOON)

        assert browser.post(at("behaviour"), self.form(version=version)).status_code == 409
        assert queries.settings().failures == 5

    def test_an_error_rate_says_what_it_means_on_the_companys_own_questions(self, browser):
        Calibration.objects.create(
            error_rate=0.05, threshold=0.7, figures={"questions": 300, "curve": CURVE}, calibrated_at=NOON
        )

        page = browser.get(at("error"), {"wrong": "5"}).text

        assert "about 5 may be wrong" in page
        assert "answers 60% and leaves 40% to a person" in page

    def test_an_error_rate_that_cannot_be_kept_is_said_to_leave_everything_to_people(self, browser):
        curve = [{"threshold": 0.9, "answered": 0.2, "wrong": 0.3}]
        Calibration.objects.create(error_rate=0.05, threshold=0.7, figures={"curve": curve}, calibrated_at=NOON)

        assert "leave everything to people" in browser.get(at("error"), {"wrong": "5"}).text


class TestIntents:
    def test_one_is_written_with_its_examples_a_line_each(self, browser):
        answer = browser.post(at("new_intent"), intent_form(examples_en="When do you open\n\nwhen are you open \n"))

        assert answer.status_code == 303
        intent = Intent.objects.get()
        assert [one.text for one in intent.examples.order_by("pk")] == ["When do you open", "when are you open"]
        assert queries.taught().intents == {}  # not live before it is published

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"answer_en": ""}, "answer_en"), ({"does": "ARTICLE"}, "article_key"), ({"does": "ACTION"}, "action"),
            ({"name": "Öffnung!"}, "name"), ({"examples_en": "x" * 301}, "examples_en"), ({"does": "FLY"}, "does"),
        ],
    )  # fmt: skip
    def test_what_its_deed_needs_is_asked_for(self, browser, given, field):
        answer = browser.post(at("new_intent"), intent_form(**given))

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not Intent.objects.exists()

    def test_a_name_that_is_taken_is_refused(self, browser):
        make_intent()

        assert browser.post(at("new_intent"), intent_form()).status_code == 422

    def test_examples_are_counted_and_more_are_asked_for_below_eight(self, browser):
        said = [f"example number {place} of mine" for place in range(9)]

        few = browser.post(at("examples"), {"examples_en": "\n".join(said[:6])}).text
        enough = browser.post(at("examples"), {"examples_en": "\n".join(said)}).text

        assert "6 examples" in few
        assert "2 more, please" in few
        assert "enough to be reliable" in enough

    def test_an_example_that_is_another_intents_is_shown_to_conflict(self):
        make_intent("late", "where is my order", "یخچال من کجاست")

        [equal] = examples.conflicts(["Where is my order"], language="en", intent_id=None)
        [near] = examples.conflicts(["یخچال من کجاستش", "سلام"], language="en", intent_id=None)

        assert (equal.intent, equal.is_equal) == ("late", True)
        assert (near.other, near.is_equal) == ("یخچال من کجاست", False)

    def test_its_own_examples_do_not_conflict(self):
        intent = make_intent("late", "where is my order")

        assert examples.conflicts(["where is my order"], language="en", intent_id=intent.pk) == []

    def test_the_picture_costs_the_same_however_many_there_are(self, browser, django_assert_max_num_queries):
        for place in range(12):
            make_intent(f"intent-{place}", f"said {place}", f"told {place}")

        with django_assert_max_num_queries(20):
            page = browser.get(at("flow")).text

        assert "said 11" in page


class TestActions:
    def form(self, **given: str) -> dict[str, str]:
        return {
            "name": "order-status", "url": "https://shop.example/bot", "method": "POST", "who": "ANYONE",
            "p0-name": "number", "p0-kind": "ORDER", "p0-required": "on", "p0-prompt_en": "Which order?",
            "p1-name": "size", "p1-kind": "CHOICE", "p1-choices": "big = بزرگ | كبير | Big\nsmall", **given,
        }  # fmt: skip

    def test_one_is_declared_with_its_parameters_and_its_secret_is_shown_once(self, browser):
        page = browser.post(at("new_action"), self.form()).text

        action = Action.objects.get()
        first, second = (Parameter.read(one) for one in action.parameters)
        assert (first.name, first.kind, first.prompts) == ("number", "ORDER", {"en": "Which order?"})
        assert second.choices == {"big": {"fa": "بزرگ", "ar": "كبير", "en": "Big"}, "small": {}}
        assert "whsec_" in page
        assert "whsec_" not in browser.get(at("action", action.pk)).text
        assert action.secret not in browser.get(at("action", action.pk)).text

    def test_parameters_are_moved_added_and_removed_without_saving(self, browser):
        def names(move: str) -> list[str]:
            answer = browser.post(at("new_action"), self.form(move=move))
            return [one["name"].value() or "" for one in answer.context["parameters"]]

        assert names("up-1") == ["size", "number"]
        assert names("down-0") == ["size", "number"]
        assert names("remove-0") == ["size"]
        assert names("add") == ["number", "size", ""]
        assert names("nonsense-99999") == ["number", "size"]
        assert not Action.objects.exists()

    @pytest.mark.parametrize(
        "given",
        [
            {"url": "ftp://shop.example"}, {"p0-pattern": "(["}, {"p1-choices": ""}, {"p1-name": "number"},
            {"p0-kind": "SECRET"}, {"name": "Order Status"},
        ],
    )  # fmt: skip
    def test_nonsense_is_refused(self, browser, given):
        assert browser.post(at("new_action"), self.form(**given)).status_code == 422
        assert not Action.objects.exists()

    def test_one_is_tried_against_the_companys_address_and_its_answer_is_shown(self, browser, shop):
        address, heard = shop
        action, _ = services.save_action(
            None, {"name": "order-status", "url": address, "results": {"en": "It is {state}."}},
            parameters=[Parameter(name="number", kind="ORDER")], at=NOON,
        )  # fmt: skip

        page = browser.post(at("action_trial", action.pk), {"try-number": "order #1234"}).text

        assert "It is on its way." in page
        assert heard[0]["values"] == {"number": "1234"}
        assert heard[0]["test"] is True

    def test_what_the_bot_would_not_take_is_not_sent(self, browser, shop):
        address, heard = shop
        action, _ = services.save_action(
            None, {"name": "a", "url": address}, parameters=[Parameter(name="number", kind="NUMBER")], at=NOON
        )

        assert browser.post(at("action_trial", action.pk), {"try-number": "many"}).status_code == 422
        assert heard == []

    def test_an_address_that_cannot_be_reached_is_told_in_words(self, browser):
        action, _ = services.save_action(None, {"name": "a", "url": "http://127.0.0.1:9/"}, at=NOON)

        assert "It could not be asked" in browser.post(at("action_trial", action.pk)).text


@pytest.fixture
def shop() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """The company's own address: says of every order that it is on its way."""
    heard: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"state": "on its way"}')

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()


def test_a_snippet_is_found_once_it_is_approved(browser):
    form = {"language": "en", "title": "Opening hours", "text": "From nine to five.", "asked": "when do you open",
            "audience": "PUBLIC", "is_approved": "on"}  # fmt: skip

    assert browser.post(at("new_snippet"), form).status_code == 303

    snippet = Snippet.objects.get()
    found = finding.find("when do you open", sources=("snippet",), audiences=("PUBLIC",), language="en")
    assert [hit.key for hit in found.hits] == [str(snippet.pk)]


class TestPublishing:
    def must(self, expected: str, said: str = "how do i return something", **fields: object) -> Case:
        return Case.objects.create(text=said, language="en", expected=expected, **fields)

    def test_goes_through_when_all_tests_pass(self, browser, boss, run_jobs):
        indexing.put([RETURNS], at=NOON)
        make_intent()
        self.must("ANSWER", article_key="returns")
        self.must("HAND_OVER", "I want to talk to a person")

        answer = browser.post(at("publications"))
        self.run(run_jobs)

        trial = Trial.objects.get()
        assert answer["Location"] == at("trial", trial.pk)
        assert (trial.state, trial.failing) == ("PASSED", [])
        assert trial.publication.published_by == boss
        assert "opening-hours" in queries.taught().intents

    def test_is_refused_by_a_failing_test_which_is_shown(self, browser, run_jobs):
        make_intent()
        self.must("ANSWER", article_key="returns")

        browser.post(at("publications"))
        self.run(run_jobs)
        page = browser.get(at("trial", Trial.objects.get().pk)).text

        assert not Publication.objects.exists()
        assert "Not published: 1 test fails" in page
        assert "how do i return something" in page
        assert "say that it does not know" in page  # what it did

    def test_goes_through_over_a_failing_test_for_a_reason_that_is_kept(self, browser, run_jobs):
        make_intent()
        self.must("ANSWER", article_key="returns")

        browser.post(at("publications"), {"anyway": "1", "reason": "The article comes tomorrow"})
        self.run(run_jobs)

        published = Publication.objects.get()
        assert published.reason == "The article comes tomorrow"
        assert [one["text"] for one in published.failing] == ["how do i return something"]
        assert "The article comes tomorrow" in browser.get(at("publication", published.pk)).text

    def test_over_failing_tests_without_a_reason_is_no_publication(self, browser, run_jobs):
        self.must("ANSWER")

        browser.post(at("publications"), {"anyway": "1", "reason": "  "})
        self.run(run_jobs)

        assert not Trial.objects.exists()

    def test_what_is_written_while_the_tests_run_is_not_published_with_it(self, browser, run_jobs):
        make_intent()
        browser.post(at("publications"))
        make_intent("later")

        self.run(run_jobs)

        assert set(queries.taught().intents) == {"opening-hours"}

    def test_what_a_colleague_publishes_meanwhile_waits_in_line_and_is_published_too(self, browser, run_jobs):
        make_intent()
        browser.post(at("publications"))
        browser.post(at("publications"))
        make_intent("later")
        browser.post(at("publications"))

        self.run(run_jobs)

        assert set(queries.taught().intents) == {"opening-hours", "later"}
        assert Publication.objects.count() == 2

    def test_a_run_that_is_repeated_publishes_once(self, boss):
        trial = services.try_tests(by=boss, at=NOON, publishes=True)

        for _ in range(2):
            services.run_trial(trial.pk, clock=lambda: NOON)

        assert Publication.objects.count() == 1

    def test_tests_are_run_alone_with_expected_and_found(self, browser, run_jobs):
        self.must("HAND_OVER")

        browser.post(at("trials"))
        self.run(run_jobs)

        case = Case.objects.get()
        assert (case.passed, case.got["kind"]) == (False, "ABSTAIN")
        assert not Publication.objects.exists()

    def test_an_older_state_comes_back_under_a_new_number(self, browser, boss):
        intent = make_intent()
        old = services.publish(by=boss, at=NOON)
        services.remove_intent(intent)
        services.publish(by=boss, at=NOON)

        browser.post(at("restoration", old.pk))

        newest = Publication.objects.latest("number")
        assert (newest.number, newest.restores) == (3, 1)
        assert "opening-hours" in queries.taught().intents

    def test_a_publication_tells_what_it_changed_and_no_secret(self, browser, boss):
        action, _ = services.save_action(None, {"name": "status", "url": "https://shop.example/a"}, at=NOON)
        intent = make_intent("opening-hours", "when do you open")
        services.publish(by=boss, at=NOON)
        services.save_intent(intent, {"answers": {"en": "From ten."}}, examples=[("en", "are you open")], at=NOON)
        Action.objects.filter(pk=action.pk).update(secret="another-cipher")
        newest = services.publish(by=boss, at=NOON)

        page = browser.get(at("publication", newest.pk)).text

        assert all(words in page for words in ("From nine to five.", "From ten.", "when do you open", "are you open"))
        assert "another-cipher" not in page
        assert action.secret not in page

    def run(self, run_jobs) -> None:
        """Do what the worker does, within this test's transaction."""
        for trial in Trial.objects.filter(state="RUNNING"):
            services.run_trial(trial.pk, clock=lambda: NOON)


@pytest.mark.django_db(transaction=True)
def test_publishing_goes_through_the_real_jobs(client, run_jobs):
    client.force_login(make_agent("Boss", role=Role.ADMINISTRATOR))
    make_intent()

    client.post(at("publications"))
    run_jobs()

    assert Trial.objects.get().publication.number == 1
