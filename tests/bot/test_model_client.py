"""What servers say to us, and what we make of it: time-outs, patience, nonsense, far too much."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from rafiq.bot.model import client
from rafiq.bot.model.client import Server, complete
from rafiq.bot.model.outcomes import NoAnswer
from tests.bot.model_server import Answer, ModelServer, model_server, saying


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh(server) -> None:
    server.asked.clear()


def ask(server: ModelServer, *, seconds: float = 5.0, key: str = "", address: str = "", pauses=None):
    asked = Server(address or server.address, "scripted", key, seconds)
    return complete(asked, system="Say it.", user="{}", max_tokens=50, pause=([] if pauses is None else pauses).append)


def problem_of(server: ModelServer, **named) -> NoAnswer:
    with pytest.raises(NoAnswer) as caught:
        ask(server, **named)
    return caught.value


def test_the_words_and_what_they_took_come_back(server):
    server.says({"answer": "سلام"})

    found = ask(server, key="s3cret")

    assert json.loads(found.text) == {"answer": "سلام"}
    assert (found.tokens_in, found.tokens_out) == (100, 20)
    asked = server.asked[0]
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == "Bearer s3cret"
    assert asked.body["model"] == "scripted"
    assert asked.body["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize("ending", ["", "/", "/chat/completions", "/chat/completions/"])
def test_an_address_may_end_as_it_likes(server, ending):
    server.says("{}")

    assert ask(server, address=server.address + ending).text == "{}"
    assert server.asked[0].path == "/v1/chat/completions"


def test_without_a_key_none_is_sent(server):
    server.says("{}")

    ask(server)

    assert "Authorization" not in server.asked[0].headers


def test_a_server_that_does_not_know_the_form_is_asked_without_it(server):
    server.in_turn(Answer(b'{"error": "response_format is not supported"}', status=400), saying("{}"))

    assert ask(server).text == "{}"
    assert [("response_format" in one.body) for one in server.asked] == [True, False]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_is_tried_once_more(server, status):
    server.in_turn(Answer(b"oops", status=status), saying("{}"))

    assert ask(server).text == "{}"


@pytest.mark.parametrize(
    ("status", "problem", "tries"),
    [(500, "SERVER", 2), (401, "REFUSED", 1), (403, "REFUSED", 1), (404, "NOT_FOUND", 1), (400, "BAD_REQUEST", 1),
     (302, "BAD_REQUEST", 1), (418, "BAD_REQUEST", 1)],
)  # fmt: skip
def test_what_stays_wrong_is_told(server, status, problem, tries):
    server.in_turn(Answer(b"{}", status=status, headers={"Location": "http://127.0.0.1:9/"}))

    assert problem_of(server).problem == problem
    assert len(server.asked) == tries


class TestPatience:
    def test_a_short_one_is_had(self, server):
        server.in_turn(Answer(b"", status=429, headers={"Retry-After": "1"}), saying("{}"))
        pauses: list[float] = []

        assert ask(server, pauses=pauses).text == "{}"
        assert pauses == [1.0]

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [("120", 120.0), ("Sun, 22 Nov 2026 12:05:00 GMT", 300.0), ("soon", 0.0), ("-5", 0.0), ("9" * 50, 0.0)],
    )
    def test_a_long_one_is_told(self, server, header, seconds):
        headers = {"Retry-After": header, "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}
        server.in_turn(Answer(b"", status=429, headers=headers))

        found = problem_of(server)

        assert found.problem == "BUSY"
        # http.server writes a Date of its own beside ours; the first one counts, so only plain seconds are exact
        assert found.retry_after == seconds if header.isdecimal() else found.retry_after >= 0

    def test_an_answer_that_takes_too_long_is_not_waited_for(self, server):
        server.script = lambda asked: Answer(b"{}", pause=1.5)

        found = problem_of(server, seconds=0.3)

        assert (found.problem, found.was_spent) == ("TIMEOUT", True)

    def test_nor_is_one_that_comes_a_drop_at_a_time(self, server):
        server.script = lambda asked: Answer(b" " * 200, drops=0.05)

        assert problem_of(server, seconds=0.4).problem == "TIMEOUT"

    def test_where_nobody_listens_nothing_was_spent(self, server):
        found = problem_of(server, address="http://127.0.0.1:9/v1")

        assert (found.problem, found.was_spent) == ("CONNECTION", False)

    @pytest.mark.parametrize("address", ["http://[::1", "http://\x00", "http://a..b/", "http://exa mple/"])
    def test_an_address_that_is_none_is_told(self, server, address):
        assert problem_of(server, address=address).problem == "CONNECTION"


class TestNonsense:
    @pytest.mark.parametrize(
        "body",
        [b"", b"no json", b"[]", b"null", b"7", b'{"choices": []}', b'{"choices": [null]}', b'{"choices": [{}]}',
         b'{"choices": [{"message": "hello"}]}', b'{"choices": {"0": 1}}', b"\xff\xfe\x00", b"[" * 100_000,
         saying(None).body, saying("").body, saying("  ").body, b'{"choices": [{"message": {"content": 7}}]}',
         b'{"choices": [{"message": {"content": ["a"]}}]}'],
    )  # fmt: skip
    def test_is_told(self, server, body):
        server.in_turn(Answer(body))

        found = problem_of(server)

        assert (found.problem, found.was_spent) == ("NONSENSE", True)

    def test_calls_of_tools_are_no_words(self, server):
        call = {"type": "function", "function": {"name": "cancel_order", "arguments": "{}"}}
        server.says(None, tool_calls=[call], finish="tool_calls")

        assert problem_of(server).problem == "NONSENSE"

    def test_a_refusal_is_told(self, server):
        server.says("", refusal="I cannot help with that.")
        assert problem_of(server).problem == "DECLINED"

        server.says("x", finish="content_filter")
        assert problem_of(server).problem == "DECLINED"

    @pytest.mark.parametrize("length", [100_000, client.MOST_BYTES + 1_000])
    def test_far_too_long_an_answer_is_not_taken(self, server, length):
        server.says("ی" * length if length > 200_000 else "y" * length)

        assert problem_of(server).problem == "TOO_LONG"

    @pytest.mark.parametrize(
        "usage", [None, [], {"prompt_tokens": "many"}, {"prompt_tokens": -5}, {"prompt_tokens": True}]
    )
    def test_nonsense_about_tokens_counts_nothing(self, server, usage):
        server.says("{}", usage=usage or {})

        assert ask(server).tokens_in == 0
