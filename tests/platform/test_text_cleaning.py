import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rafiq.platform.text import clean, excerpt

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
LRE, RLO, PDF = "\u202a", "\u202e", "\u202c"
NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x00\r\n\t \ud83d\ude00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200c\u200d\ufeffe\u0301سي"
        ),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\x00b\x07c\x7f", "abc"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("  سلام\t \n", "سلام"),
        ("\ufeffhello", "hello"),
        ("e\u0301", "é"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_noise_goes_and_meaning_stays(raw, expected):
    assert clean(raw) == expected


def test_lone_surrogates_become_replacement_characters():
    assert clean("a\ud83db") == "a\ufffdb"
    assert clean("\udc00") == "\ufffd"


def test_surrogates_that_belong_together_become_their_character():
    assert clean("\ud83d\ude00") == "😀"


def test_half_spaces_and_direction_marks_stay():
    assert clean("می‌شود \u200e+98\u200f") == "می‌شود \u200e+98\u200f"


def test_overrides_go_with_their_ends():
    assert clean(f"photo_{RLO}gpj.exe{PDF}") == "photo_gpj.exe"


def test_embeddings_become_isolates():
    assert clean(f"شماره {LRE}+98 912{PDF}") == f"شماره {LRI}+98 912{PDI}"


@pytest.mark.parametrize("raw", [f"{RLI}never closed", f"{PDI}never opened", f"a{LRI}b\nc{PDI}d"])
def test_isolates_without_partner_go(raw):
    cleaned = clean(raw)
    assert not set(cleaned) & {LRI, RLI, PDI}


def test_balanced_isolates_stay():
    assert clean(f"{RLI}سلام{PDI} hello") == f"{RLI}سلام{PDI} hello"


def test_limit_does_not_split_a_family_or_a_letter_with_marks():
    assert clean("hi 👨‍👩‍👧", limit=5) == "hi"
    assert clean("ab\u0628\u064e\u0651", limit=4) == "ab"


def test_limit_does_not_split_a_flag():
    assert clean("🇮🇷🇨🇦", limit=3) == "🇮🇷"


def test_a_letter_with_hundreds_of_marks_is_cut_through():
    assert len(clean("a" + "\u0325" * 500, limit=100)) == 100


@given(NASTY)
@example("e\u202e\u0301")
def test_cleaning_twice_changes_nothing(raw):
    assert clean(clean(raw)) == clean(raw)


@given(NASTY, st.integers(0, 20))
@example("e\u2066\u0301x", 3)
def test_cleaning_to_a_limit_is_stable_and_keeps_it(raw, limit):
    once = clean(raw, limit=limit)
    assert len(once) <= limit
    assert clean(once, limit=limit) == once


@given(NASTY)
def test_cleaned_text_can_be_stored(raw):
    cleaned = clean(raw)
    cleaned.encode()
    assert "\x00" not in cleaned


def test_excerpt_is_one_line():
    assert excerpt("first\n\n second\tthird") == "first second third"


def test_excerpt_cuts_between_words_and_says_so():
    assert excerpt("سفارش من هنوز نرسیده است", length=20) == "سفارش من هنوز…"


def test_excerpt_of_one_long_word_is_cut_inside():
    assert excerpt("x" * 50, length=10) == "xxxxxxxxx…"


@given(NASTY, st.integers(2, 30))
def test_excerpt_keeps_its_length(raw, length):
    written = excerpt(raw, length=length)
    assert len(written) <= length
    assert "\n" not in written


def test_excerpt_of_a_huge_text_says_that_there_is_more():
    assert excerpt(" " * 5_000 + "end", length=20).endswith("…")


@pytest.mark.parametrize("text", ["\u200b", "\u200c\u200d", " \u2060\ufe0f ", "\u3164", "\u202e\u200f", "\u2800"])
def test_what_shows_nothing_is_no_text(text: str):
    assert clean(text) == ""
    assert clean(f"{text}سلام") != ""
