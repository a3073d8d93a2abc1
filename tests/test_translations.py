"""The texts of the interface: complete in Persian and Arabic, and written the way those languages are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from rafiq.channels.webchat import config, errors, strings
from rafiq.cli import messages, places

LANGUAGES = ("fa", "ar")
# What reads the same in every language.
NAMES = {"Rafiq"}
# Says what the password resembles without naming the field: Django would put an English word there.
WITHOUT_PLACEHOLDER = {"The password is too similar to the %(verbose_name)s."}
# "One conversation" and "two conversations" are words of their own in Arabic.
COUNTED_IN_WORDS = 3

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z][^>]*>")
NOT_PROSE = re.compile(r"<code.*?</code>|<[^>]+>|%\(\w+\)[sd]|%[sd]|\{\w*\}|https?://[\w./]+[\w/]")
FOREIGN_MARKS = re.compile(r"[?,;\"“”]|\.\.\.")
FLAWS = {
    "fa": {
        "an Arabic letter": re.compile("[يكةى]"),
        "a verb without its half-space": re.compile(r"(?<!\w)ن?می (?=\w)"),
        "an ending without its half-space": re.compile(r"(?<=\w) (?:ها|های|هایی|هایتان|هایشان|ترین|اند)(?!\w)"),
        "a digit of another script": re.compile("[0-9٠-٩]"),
    },
    "ar": {
        "a Persian letter": re.compile("[یکگچپژ۰-۹]"),
        "a digit of another script": re.compile("[0-9]"),
    },
}


@pytest.fixture(scope="module")
def found() -> Catalog:
    return messages.collect(places.PACKAGE)


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture
def written(language) -> Catalog:
    with (places.PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file)


def originals(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def translations(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)


def pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Every translation beside what it translates; Arabic forms that are words without a number apart."""
    for message in catalogue:
        if not message.id:
            continue
        given = translations(message)
        counted = len(given) == len(_PLURALS["ar"])
        yield from ((originals(message)[-1], form) for form in (given[COUNTED_IN_WORDS:] if counted else given))


_PLURALS = {"fa": ("one", "other"), "ar": ("zero", "one", "two", "few", "many", "other")}


def flaws(text: str, *, language: str) -> list[str]:
    """What a reader of the language would stumble over."""
    prose = NOT_PROSE.sub("", text)
    rules = {"a mark of another script": FOREIGN_MARKS, **FLAWS[language]}
    return [name for name, pattern in rules.items() if pattern.search(prose)]


def test_every_text_is_translated(found, written):
    missing = [
        (message.context, message.id)
        for message in found
        if message.id
        and not ((there := written.get(message.id, message.context)) and messages._is_complete(there.string))
    ]
    assert not missing


def test_nothing_is_translated_that_nobody_says_any_more(found, written):
    assert not [message.id for message in written if message.id and found.get(message.id, message.context) is None]


def test_every_plural_form_is_there(written, language):
    plural = [message for message in written if message.id and isinstance(message.id, tuple)]
    assert plural
    assert {len(message.string) for message in plural} == {len(_PLURALS[language])}


def test_what_is_filled_in_is_kept(written):
    changed = [
        (original, translation)
        for original, translation in pairs(written)
        if original not in WITHOUT_PLACEHOLDER
        and Counter(PLACEHOLDER.findall(original)) != Counter(PLACEHOLDER.findall(translation))
    ]
    assert not changed


def test_words_for_one_and_two_fill_in_nothing_new(written):
    for message in written:
        if message.id and isinstance(message.id, tuple):
            known = set(PLACEHOLDER.findall(message.id[1]))
            assert all(set(PLACEHOLDER.findall(form)) <= known for form in message.string), message.id


def test_nothing_is_left_in_english(written):
    same = {message.id for message in written if message.id and message.id in translations(message)}
    assert same == NAMES


def test_reads_as_the_language_is_written(written, language):
    wrong = [
        (form, found) for message in written if message.id for form in translations(message)
        if (found := flaws(form, language=language))
    ]  # fmt: skip
    assert not wrong


def test_the_widget_says_the_same_in_every_language(language):
    there, english = strings.STRINGS[language], strings.STRINGS["en"]

    assert there.keys() == english.keys()
    assert not [key for key, text in there.items() if not text or text == english[key]]
    assert not [key for key in there if set(PLACEHOLDER.findall(there[key])) != set(PLACEHOLDER.findall(english[key]))]


def test_the_widget_reads_as_the_language_is_written(language):
    said = [*strings.STRINGS[language].values(), *(words[language] for words in errors._WORDS.values())]
    said += [words[language] for words in config.FIELD_LABELS.values()]
    said += [words[language] for words in config.DEFAULTS.values() if isinstance(words, dict) and language in words]

    assert not [(text, found) for text in said if (found := flaws(text, language=language))]


@pytest.mark.parametrize("words", errors._WORDS.values(), ids=errors._WORDS.keys())
def test_every_refusal_of_the_widget_is_said_in_three_languages(words):
    assert words.keys() == {"en", *LANGUAGES}
    assert len(set(words.values())) == len(words)


# A literal in a script that begins like a sentence or a label. Keys of the keyboard are names, not words.
LITERAL = re.compile(r"(?<![\w.])([\"'`])([A-Z][a-z]{2,}(?: [^\"'`]*)?[.!?…]?)\1")
NOT_SAID = {"Enter", "Escape", "Tab", "Slash", "Period", "Key", "Files", "Authorization", "Bearer ", "Accept"}


@pytest.mark.parametrize(
    "script",
    [path for path in sorted(places.PACKAGE.rglob("*.js")) if "vendor" not in path.parts],
    ids=lambda path: f"{path.parts[-2]}/{path.name}",
)
def test_scripts_get_their_words_from_the_page(script):
    code = "\n".join(
        line for line in script.read_text().splitlines() if not line.lstrip().startswith(("//", "*", "/*"))
    )
    assert not {found[2] for found in LITERAL.finditer(code)} - NOT_SAID
