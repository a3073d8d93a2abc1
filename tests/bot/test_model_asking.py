"""The one door to the language model: off by default, within the budget, paused after failures."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from rafiq.bot.model import asking, budget, pausing, services
from rafiq.bot.models import LanguageModel, ModelUse
from tests.bot.model_server import Answer, ModelServer, model_server, saying, use
from tests.makers import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        running.says({"answer": "yes"})
        yield running


def ask(*, at=NOON, **named):
    given = {"system": "Say it.", "user": "{}", "max_tokens": 50} | named
    return asking.ask("words_answers", at=at, **given)


class TestSwitch:
    def test_it_is_off_until_somebody_switches_it_on(self, server):
        assert not asking.is_on("words_answers")
        assert ask() is None

    def test_switched_off_nothing_is_sent(self, server):
        use(server, is_active=False)

        assert ask() is None
        assert server.asked == []

    def test_each_use_can_be_switched_off(self, server):
        use(server, words_answers=False)

        assert ask() is None
        assert asking.is_on("sums_up")
        assert server.asked == []

    def test_switched_on_it_answers(self, server):
        use(server, key="s3cret")

        assert ask() == {"answer": "yes"}
        assert "s3cret" not in LanguageModel.objects.get().key

    def test_a_key_is_not_sent_to_another_address_than_it_was_given_for(self, server):
        services.save({"address": "https://api.example.com/v1"}, key="s3cret", at=NOON)

        use(server)
        ask()

        assert "Authorization" not in server.asked[0].headers

    @pytest.mark.django_db(transaction=True)
    def test_nobody_asks_inside_a_transaction(self, server):
        use(server)

        with pytest.raises(RuntimeError), transaction.atomic():
            ask()

        assert server.asked == []


class TestBudget:
    def test_what_was_used_is_counted(self, server):
        use(server, price_in=Decimal(2), price_out=Decimal(10))

        ask()

        used = budget.use_of(at=NOON)
        assert (used.asked, used.tokens_in, used.tokens_out, used.held_tokens, used.held_cost) == (1, 100, 20, 0, 0)
        assert used.cost == 2 * 100 + 10 * 20  # millionths

    def test_where_the_server_does_not_tell_it_is_guessed(self, server):
        use(server)
        server.says({"answer": "yes"}, usage={})

        ask(user="x" * 1_000)

        assert budget.use_of(at=NOON).tokens_in >= 500

    def test_what_is_more_than_is_left_is_not_asked(self, server):
        use(server, monthly_tokens=60)

        assert ask(user="x" * 100) is None
        assert server.asked == []
        assert budget.use_of(at=NOON).held_tokens == 0

    def test_nor_what_costs_more(self, server):
        use(server, monthly_cost=Decimal("0.0001"), price_in=Decimal(1), price_out=Decimal(100))

        assert ask() is None
        assert server.asked == []

    def test_no_limit_is_none(self, server):
        use(server, monthly_tokens=None, monthly_cost=None)

        assert ask(user="x" * 100_000)

    def test_the_next_month_begins_anew(self, server):
        use(server, monthly_tokens=150)
        ask()

        assert ask() is None
        assert ask(at=NOON + timedelta(days=10))

    def test_what_never_arrived_costs_nothing(self, server):
        use(server)
        server.in_turn(Answer(b"", status=401))

        ask()

        used = budget.use_of(at=NOON)
        assert (used.failed, used.tokens_in, used.held_tokens) == (1, 0, 0)

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once_stay_in_it(self, server):
        use(server, monthly_tokens=400, seconds=10)
        server.script = lambda asked: Answer(saying({"answer": "yes"}).body, pause=0.2)

        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: _ask_apart(), range(8)))

        used = ModelUse.objects.get()
        assert used.tokens_in + used.tokens_out <= 400
        assert sum(one is not None for one in found) == used.asked == len(server.asked)
        assert 1 <= used.asked <= 3
        assert used.held_tokens == 0


def _ask_apart():
    try:
        return ask(user="x" * 100)
    finally:
        connection.close()


class TestPause:
    def test_after_three_failures_in_a_row_it_is_left_alone(self, server):
        use(server)
        server.in_turn(Answer(b"", status=404))

        for _ in range(5):
            ask()

        assert len(server.asked) == 3
        assert LanguageModel.objects.get().problem == "NOT_FOUND"

    def test_and_asked_again_later(self, server):
        use(server)
        server.in_turn(Answer(b"", status=404))
        for _ in range(3):
            ask()
        server.says({"answer": "yes"})

        assert ask(at=NOON + pausing.FIRST + timedelta(seconds=1)) == {"answer": "yes"}
        assert LanguageModel.objects.get().failures == 0
        assert ask() == {"answer": "yes"}

    def test_each_further_failure_makes_the_pause_longer_up_to_a_limit(self, server):
        use(server)
        pauses = []
        for _ in range(10):
            pausing.note_failure("SERVER", retry_after=0.0, at=NOON)
            until = LanguageModel.objects.get().paused_until
            pauses.append((until - NOON).total_seconds() if until else 0)

        assert pauses == [0, 0, 60, 120, 240, 480, 900, 900, 900, 900]

    def test_a_provider_that_asks_for_patience_gets_it_at_once(self, server):
        use(server)
        server.in_turn(Answer(b"", status=429, headers={"Retry-After": "300"}))

        ask()
        ask(at=NOON + timedelta(seconds=299))

        assert len(server.asked) == 1
        assert LanguageModel.objects.get().paused_until == NOON + timedelta(seconds=300)

    def test_nonsense_counts_as_failure_and_declining_does_not(self, server):
        use(server)
        server.says("no json at all")
        ask()
        assert LanguageModel.objects.get().failures == 1

        server.says("", refusal="No.")
        ask()
        assert LanguageModel.objects.get().failures == 1

    def test_saving_the_settings_forgets_failures(self, server):
        use(server)
        for _ in range(3):
            pausing.note_failure("SERVER", retry_after=0.0, at=NOON)

        use(server)

        assert ask() == {"answer": "yes"}


class TestForms:
    @pytest.mark.parametrize(
        "said", ['{"answer": "yes"}', '```json\n{"answer": "yes"}\n```', 'Here it is: {"answer": "yes"} — bye.']
    )
    def test_an_object_is_found_in_what_is_said(self, server, said):
        use(server)
        server.says(said)

        assert ask() == {"answer": "yes"}

    @pytest.mark.parametrize(
        "said", ["yes", "[1]", "{", "}{", '{"a": "\\ud800"}', '{"a": ' * 5_00 + "1" + "}" * 500, '"x"']
    )
    def test_anything_else_is_nonsense(self, server, said):
        use(server)
        server.says(said)

        assert ask() is None or said.count("{") > 100
