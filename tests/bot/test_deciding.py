"""How sure the bot is: learned from questions whose answer is known, and measured before it says anything."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from rafiq.bot import deciding
from rafiq.bot.deciding import calibrating, confidence, understanding
from rafiq.bot.deciding.confidence import FEATURES, Known
from rafiq.bot.deciding.intents import Guess
from rafiq.bot.declaring import LiveIntent, Taught
from rafiq.bot.models import BotSettings, Calibration, Case, Learned
from rafiq.platform.search import indexing
from rafiq.platform.search.documents import Evidence, Found, Hit
from tests.bot.talk import ARTICLES

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def found(*keys):
    """What a search found, the best first."""
    return Found("fa", tuple(Hit(1, "article", key, "fa", "", "", 0.0, Evidence()) for key in keys))


def known(count, *, share_right, seed=1):
    """Questions of which the evidence tells something, not all."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        is_right = chance.random() < share_right
        strength = chance.gauss(0.7 if is_right else 0.3, 0.2)
        made.append(Known((1.0, strength, *[0.0] * (len(FEATURES) - 2)), is_right))
    return made


def wrong_share(some, coefficients, least):
    answered = [one.is_right for one in some if confidence.probability(coefficients, one.features) >= least]
    return 1 - sum(answered) / len(answered)


@pytest.mark.parametrize("error", [0.05, 0.1, 0.2])
def test_the_chosen_error_is_kept_on_questions_not_seen_before(error):
    seen, unseen = known(3000, share_right=0.6), known(3000, share_right=0.6, seed=2)
    coefficients = confidence.learn(seen, start=[0.0] * len(FEATURES))

    least = confidence.threshold(seen, coefficients, error=error)

    assert wrong_share(unseen, coefficients, least) == pytest.approx(error, abs=0.02)


def test_few_questions_change_little_and_none_nothing():
    start = confidence.defaults(has_meaning=True)
    assert confidence.learn([], start=start) == start

    moved = confidence.learn(known(4, share_right=0.5), start=start)
    assert max(abs(one - other) for one, other in zip(moved, start, strict=True)) < 0.5


def test_where_nothing_is_good_enough_nothing_is_answered():
    bad = [Known((1.0, *[0.0] * (len(FEATURES) - 1)), False)] * 50
    assert confidence.threshold(bad, confidence.learn(bad, start=[0.0] * len(FEATURES)), error=0.05) > 1


@pytest.mark.parametrize("has_meaning", [True, False])
def test_the_more_may_be_wrong_the_less_sure_the_bot_must_be(has_meaning):
    thresholds = [confidence.usual(error=error, has_meaning=has_meaning).threshold for error in (0.005, 0.05, 0.1, 0.5)]
    assert thresholds == sorted(thresholds, reverse=True) and len(set(thresholds)) == 4


@pytest.mark.django_db
class TestDeciding:
    def decide(self, question, **given):
        return deciding.decide(question, language="fa", audiences=("PUBLIC",), at=AT, **given)

    def test_what_an_article_answers_is_answered_and_what_none_answers_is_not(self):
        indexing.put(ARTICLES, at=AT)

        found = self.decide("میخوام جنسمو پس بدم چند روز وقت دارم")
        assert (found.kind, found.hits[0].key) == ("ANSWER", "return")
        assert self.decide("قیمت بلیت هواپیما به مشهد چنده").kind == "ABSTAIN"

    def test_nothing_is_known_where_nothing_is_written(self):
        assert self.decide("میخوام جنسمو پس بدم").kind == "ABSTAIN"

    def test_a_wish_that_was_taught_goes_before_an_article_that_may_fit(self):
        examples = [("fa", words) for words in ("سفارشم کجاست", "بسته ام کی میرسه", "پیگیری سفارش", "مرسوله چی شد")]
        others = [("fa", words) for words in ("فاکتور میخوام", "فاکتور رسمی بدین", "صورتحساب بفرستین", "رسید خرید")]
        taught = Taught(number=1, intents={
            "order": LiveIntent(name="order", does="ANSWER", examples=tuple(examples)),
            "invoice": LiveIntent(name="invoice", does="ANSWER", examples=tuple(others)),
        })  # fmt: skip

        found = self.decide("سفارشم کجاست؟", taught=taught)

        assert (found.kind, found.intent) == ("INTENT", "order")
        assert Learned.objects.count() == 1
        understanding._memory.clear()
        assert self.decide("سفارشم کجاست؟", taught=taught).intent == "order"
        assert Learned.objects.count() == 1

    @pytest.mark.parametrize(
        ("does", "probability", "sure", "is_done"),
        [
            ("ARTICLE", 0.95, 0.5, True), ("ARTICLE", 0.85, 0.5, False), ("ARTICLE", 0.95, 0.97, False),
            ("ACTION", 0.95, 0.5, True), ("ACTION", 0.6, 0.1, False),
            ("HAND_OVER", 0.6, 0.1, True), ("HAND_OVER", 0.4, 0.1, False), ("HAND_OVER", 0.6, 0.95, False),
        ],
    )  # fmt: skip
    def test_a_wish_is_followed_where_it_is_no_more_often_wrong_than_was_chosen(self, does, probability, sure, is_done):
        BotSettings.objects.create(pk=1, error_rate=0.05)
        taught = Taught(number=1, intents={"order": LiveIntent(name="order", does=does, article_key="order")})
        judge = confidence.usual(error=0.05, has_meaning=True)

        assert deciding._is_clear(Guess("order", probability), found("order"), sure, judge, taught) is is_done

    @pytest.mark.parametrize(
        ("keys", "sure", "is_done"),
        [
            (("order", "return"), 0.94, True), (("return", "order"), 0.94, False),
            (("return", "price", "order"), 0.2, True), (("return", "price", "colour", "order"), 0.2, False),
            ((), 0.0, False),
        ],
    )  # fmt: skip
    def test_a_wish_that_leads_to_an_article_is_borne_out_by_the_search(self, keys, sure, is_done):
        BotSettings.objects.create(pk=1, error_rate=0.05)
        taught = Taught(number=1, intents={"order": LiveIntent(name="order", does="ARTICLE", article_key="order")})
        judge = confidence.usual(error=0.05, has_meaning=True)

        assert deciding._is_clear(Guess("order", 0.95), found(*keys), sure, judge, taught) is is_done

    def test_calibrating_measures_the_companys_own_questions(self):
        indexing.put(ARTICLES, at=AT)
        BotSettings.objects.create(pk=1, error_rate=0.1)
        Case.objects.create(text="چطور جنس رو پس بدم", language="fa", expected="ANSWER", article_key="return")
        Case.objects.create(text="نرخ دلار چنده", language="fa", expected="ABSTAIN")

        made = calibrating.calibrate(at=AT)

        assert made == Calibration.objects.get()
        assert made.figures["questions"] >= 1 and not made.figures["is_own"]
        judge = calibrating.judge(has_meaning=made.figures["has_meaning"])
        assert judge.threshold == made.threshold
        usual = confidence.usual(error=0.1, has_meaning=made.figures["has_meaning"])
        assert (judge.coefficients, judge.threshold) == (usual.coefficients, usual.threshold)

    def test_many_questions_of_the_company_teach_it_how_sure_to_be_of_its_own(self):
        indexing.put(ARTICLES, at=AT)
        for number in range(calibrating.ENOUGH // 2):
            text = f"چطور جنس رو پس بدم {number}"
            Case.objects.create(text=text, language="fa", expected="ANSWER", article_key="return")
            Case.objects.create(text=f"گارانتی ماشین {number}", language="fa", expected="ABSTAIN")

        made = calibrating.calibrate(at=AT)

        assert made.figures["is_own"]
        usual = confidence.defaults(has_meaning=made.figures["has_meaning"])
        assert made.figures["coefficients"] != list(usual)
