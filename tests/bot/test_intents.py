import json
import threading
import zlib
from functools import cache
from pathlib import Path

import pytest

from rafiq.bot.deciding import _calibrating, _lexical, _meaning, _reading, _state, evaluating_intents, intents
from rafiq.bot.deciding._calibrating import Sample, Scores
from rafiq.bot.deciding.intents import NONE, Classifier, Example

SHARED = Path("/work/shared/answers")
EXAMPLES = [
    Example(text, language, intent)
    for intent, language, texts in [
        ("track_order", "fa", "سفارشم کجاست | بسته‌ام کی میرسه | پیگیری سفارش | هنوز سفارشم نیومده"),
        ("track_order", "ar", "وين طلبي | متى يوصل الطرد | تتبع الشحنة | طلبي ما وصل"),
        ("track_order", "en", "where is my order | when does my parcel arrive | track my order"),
        ("refund", "fa", "پولمو پس بدین | کی پولم برمیگرده | بازگشت وجه | مبلغ رو برگردونید"),
        ("refund", "ar", "رجعوا فلوسي | متى يرجع المبلغ | استرداد المال | أبي فلوسي"),
        ("refund", "en", "I want my money back | when is my refund paid | refund me"),
        ("change_address", "fa", "آدرسمو عوض کنید | تغییر نشانی | بفرستین یه جای دیگه | نشانی اشتباهه"),
        ("change_address", "ar", "غيروا العنوان | عنواني تغير | أبي توصلونه مكان ثاني | تعديل العنوان"),
        ("change_address", "en", "change my address | send it to another place | the address is wrong"),
    ]
    for text in map(str.strip, texts.split("|"))
]

with_the_extra = pytest.mark.skipif(not _meaning.is_installed(), reason="the extra meaning is not installed")


@pytest.fixture(params=["words alone", pytest.param("with meaning", marks=with_the_extra)])
def means(request, monkeypatch):
    if request.param == "words alone":
        monkeypatch.setattr(_meaning, "is_installed", lambda: False)
    return request.param


@pytest.fixture
def classifier(means):
    return learned(means)


@cache
def learned(means):
    """Learned once: it never changes."""
    return intents.learn(EXAMPLES)


def first(classifier, text, language):
    return next(guess.intent for guess in classifier.guess(text, language) if guess.intent != NONE)


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("سفارش من کجا مونده؟", "fa", "track_order"),
        ("sefaresham kojast", "fa", "track_order"),
        ("سفارشمو پیگری کنید", "fa", "track_order"),
        ("طلبيتي وين صارت", "ar", "track_order"),
        ("wen talabi", "ar", "track_order"),
        ("پول من رو کی پس میدید", "fa", "refund"),
        ("بدي فلوسي ترجع", "ar", "refund"),
        ("i'd like a refund plese", "en", "refund"),
        ("ادرس رو عوض کن لطفا", "fa", "change_address"),
        ("بدّل العنوان", "ar", "change_address"),
    ],
)
def test_other_words_dialects_latin_letters_and_mistakes_are_understood(classifier, text, language, intent):
    assert first(classifier, text, language) == intent


def test_probabilities_add_up_to_one_and_come_best_first(classifier):
    guesses = classifier.guess("سفارشم کجاست", "fa")

    assert sum(guess.probability for guess in guesses) == pytest.approx(1)
    assert [guess.probability for guess in guesses] == sorted((guess.probability for guess in guesses), reverse=True)
    assert {guess.intent for guess in guesses} == {NONE, "track_order", "refund", "change_address"}


def test_what_is_no_matter_of_the_company_is_likelier_to_fit_nothing(classifier):
    def none(text, language):
        return next(guess.probability for guess in classifier.guess(text, language) if guess.intent == NONE)

    assert none("امشب تلویزیون چی داره", "fa") > none("سفارشم کی میرسه", "fa")
    assert none("شنو نطبخ اليوم", "ar") > none("وين طلبي", "ar")


def test_what_has_no_words_fits_nothing(classifier):
    for text in ("", "   ", "؟!…", "😀😀"):
        assert classifier.guess(text, "fa")[0].intent == NONE


@pytest.mark.parametrize("text", ["سفارش " * 20_000, "\x00\ud800", "a" * 100_000, "1" * 5_000, "我的订单在哪里"])
@pytest.mark.parametrize("language", ["fa", "xx"])
def test_any_text_gets_a_guess(classifier, text, language):
    assert sum(guess.probability for guess in classifier.guess(text, language)) == pytest.approx(1)


def test_the_same_examples_give_the_same_classifier(classifier, means):
    assert intents.learn(EXAMPLES).to_bytes() == classifier.to_bytes()


def test_it_is_stored_and_read_back(classifier):
    again = Classifier.from_bytes(classifier.to_bytes())

    assert again.threshold == classifier.threshold
    for example in EXAMPLES[::5]:
        for one, other in zip(
            again.guess(example.text, example.language), classifier.guess(example.text, example.language), strict=True
        ):
            assert one.intent == other.intent
            assert one.probability == pytest.approx(other.probability, abs=1e-4)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda state: b"",
        lambda state: b"\x80\x04pickle",
        lambda state: state[:-40],
        lambda state: state[:60] + b"x" * 30 + state[90:],
        lambda state: _with(state, "version", 99),
        lambda state: _with(state, "weights", "AAAA"),
        lambda state: _with(state, "intents", None),
        lambda state: _with(state, "calibrations", [{"curve": []}]),
    ],
)
def test_a_damaged_or_foreign_state_is_refused(spoil, monkeypatch):
    monkeypatch.setattr(_meaning, "is_installed", lambda: False)
    state = learned("words alone").to_bytes()

    with pytest.raises(intents.Outdated):
        Classifier.from_bytes(spoil(state))


def _with(state, key, value):
    beginning = b"rafiq-intents\n"
    found = json.loads(zlib.decompress(state.removeprefix(beginning)))
    return beginning + zlib.compress(json.dumps(found | {key: value}).encode())


@with_the_extra
def test_a_state_learned_with_meaning_is_of_use_without_it(monkeypatch):
    state = intents.learn(EXAMPLES).to_bytes()
    monkeypatch.setattr(_meaning, "is_installed", lambda: False)

    assert first(Classifier.from_bytes(state), "سفارشم کو", "fa") == "track_order"


@with_the_extra
def test_learning_again_reads_only_new_wordings(monkeypatch):
    before = intents.learn(EXAMPLES)
    read = []
    real = _meaning.read
    monkeypatch.setattr(_meaning, "read", lambda wording: read.append(wording) or real(wording))

    intents.learn([*EXAMPLES, Example("الان سفارشم تو کدوم شهره", "fa", "track_order")], before=before)

    assert len(read) == 1


def test_threads_share_one(classifier):
    expected = classifier.guess("وين طلبي", "ar")
    found = []
    threads = [threading.Thread(target=lambda: found.append(classifier.guess("وين طلبي", "ar"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [expected] * 6


def test_few_intents_and_none_at_all_are_learned(means):
    assert intents.learn([]).guess("سلام", "fa") == [intents.Guess(NONE, 1.0)]
    assert first(intents.learn([Example("سفارشم کجاست", "fa", "order")]), "سفارش", "fa") == "order"
    assert intents.learn([Example("هوا چطوره", "fa", NONE)]).guess("هوا", "fa")[0].intent == NONE


def test_examples_that_fit_nothing_teach_what_to_reject(means):
    strange = [
        Example(f"{word} قیمت بلیط هواپیما", "fa", NONE) for word in ("تهران", "شیراز", "تبریز", "مشهد", "اهواز", "یزد")
    ]

    def none(classifier):
        guesses = classifier.guess("بلیط هواپیما اصفهان چند", "fa")
        return next(guess.probability for guess in guesses if guess.intent == NONE)

    assert none(intents.learn([*EXAMPLES, *strange])) >= none(intents.learn(EXAMPLES)) - 0.05


def test_an_intents_name_speaks_for_it():
    assert _reading.name_as_text("refund_status") == "refund status"
    assert _reading.name_as_text("i1") == ""


def test_learning_separates_what_can_be_separated():
    rows = [{"a": 1.0}, {"a": 0.9, "c": 0.1}, {"b": 1.0}, {"b": 0.9, "c": 0.1}, {}]

    weights = _lexical.learn(rows, [0, 0, 1, 1, 1], 2)

    assert [max((0, 1), key=_lexical.scores(weights, row, 2).__getitem__) for row in rows[:4]] == [0, 0, 1, 1]
    assert _lexical.scores(weights, {"unknown": 1.0}, 2) == [0, 0]


def test_probabilities_follow_how_often_held_out_examples_were_right():
    def samples(right):
        return [Sample(Scores([1.0, 0.0], [], 1.0, 0.0), 0 if number < right else 1) for number in range(100)] + [
            Sample(Scores([0.0, 0.0], [], 0.0, 0.0), None) for _ in range(100)
        ]

    for right in (60, 90):
        calibration = _calibrating.fit(samples(right), with_meaning=False)
        shares, none = calibration.probabilities(Scores([1.0, 0.0], [], 1.0, 0.0))
        assert shares[0] / (1 - none) == pytest.approx(right / 100, abs=0.03)
        assert none < 0.1
        assert calibration.probabilities(Scores([0.0, 0.0], [], 0.0, 0.0))[1] > calibration.threshold


@with_the_extra
def test_many_examples_are_solved_step_by_step_as_directly(monkeypatch):
    np = _meaning.np()
    rows = np.random.default_rng(1).normal(size=(1_200, 384)).astype("f2")
    wanted = [number % 7 for number in range(len(rows))]
    directly = _meaning.learn(rows, wanted, 7)
    monkeypatch.setattr(_meaning, "_DIRECTLY", 100)
    stepwise = _meaning.learn(rows, wanted, 7)

    assert np.abs(directly.says - stepwise.says).max() < 0.02 * np.abs(directly.says).max()


@with_the_extra
def test_of_too_many_examples_rare_intents_keep_theirs(monkeypatch):
    monkeypatch.setattr(_meaning, "MOST", 10)

    chosen = _meaning._some([0] * 100 + [1] * 3)

    assert len(chosen) == 10
    assert set(range(100, 103)) <= set(chosen)


@pytest.mark.parametrize("name", ["telecom-fa", "market-ar"])
def test_intents_of_other_companies_are_understood_from_eight_examples(name, means):
    path = Path(__file__).parents[1] / "data" / name / "intents.jsonl"

    figures = evaluating_intents.evaluate(map(json.loads, path.read_text().splitlines()))

    assert figures["intent_accuracy"] >= (0.6 if means == "with meaning" else 0.45)
    assert figures["in_scope"] == 60
    assert figures["out_of_scope"] == 12
    assert figures["p95_ms"] > 0


def test_the_version_of_the_state_is_written():
    assert json.loads(zlib.decompress(intents.learn(EXAMPLES[:2]).to_bytes()[14:]))["version"] == _state.VERSION
