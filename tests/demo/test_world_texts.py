"""What people say in the demo: complete, in the right letters, and seldom the same twice."""

import re
from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from rafiq.demo.world import World, build, scenes, slots, texts

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")
# Latin words agents may use in Persian and Arabic: codes, grades, what is printed on a machine or a coupon.
CODES = re.compile(r"\b(?:NV-\d+|SR-\d+|NX\d+|NR\d*|NARVAN\d+|E4|NV|A|O)\b")


@pytest.fixture(scope="module")
def world() -> World:
    return build(seed=7, now=NOW)


def spoken(world: World, *, language: str, kind: str = "outbound") -> list[str]:
    return [
        message.text
        for conversation in world.conversations
        if conversation.language == language
        for message in conversation.messages
        if message.kind == kind
    ]


def written(world: World) -> list[str]:
    comments = [conversation.rating.comment for conversation in world.conversations if conversation.rating]
    subjects = [conversation.subject for conversation in world.conversations]
    said = [message.text for conversation in world.conversations for message in conversation.messages]
    return [text for text in comments if text] + subjects + said


class TestTexts:
    def test_nothing_is_left_to_fill_in(self, world):
        assert not [text for text in written(world) if re.search(r"[{}\[\]|]|<[^<>]*/[^<>]*>|\b(?:lb|gf|iq):", text)]

    def test_nothing_is_empty_or_untidy(self, world):
        assert all(text == text.strip() and text and "  " not in text for text in written(world))
        assert not [text for text in written(world) if re.search(r" [.،؟!,?](?:\s|$)|\.\.(?!\.)(?<!\.\.\.)|،\.", text)]

    def test_agents_write_english_in_latin_letters(self, world):
        assert not [text for text in spoken(world, language="en") if ARABIC_SCRIPT.search(text)]

    def test_agents_write_persian_in_persian_letters(self, world):
        said = spoken(world, language="fa")
        assert not [text for text in said if re.search(r"[يكةى٠-٩]", text)]
        assert not [text for text in said if re.search(r"[A-Za-z]", CODES.sub("", text))]
        assert not [text for text in said if re.search(r"[0-9]", CODES.sub("", text))]

    def test_agents_write_arabic_in_arabic_letters(self, world):
        said = spoken(world, language="ar")
        assert not [text for text in said if re.search(r"[پچژگکی۰-۹\u200c]", text)]
        assert not [text for text in said if re.search(r"[A-Za-z]", CODES.sub("", text))]

    def test_agents_keep_the_half_space(self, world):
        joined = re.compile(r"(?:^|\s)(?:ن?می) (?=[\u0600-\u06ff])|\s(?:ها|های|هاتون|هاش|تر|ترین)(?=[\s.،؟!:]|$)")
        assert not [text for text in spoken(world, language="fa") if joined.search(text)]

    def test_customers_write_in_latin_letters_too(self, world):
        for language, least in (("fa", 5), ("ar", 5)):
            latin = [
                text for text in spoken(world, language=language, kind="inbound") if not ARABIC_SCRIPT.search(text)
            ]
            assert sum(len(text.split()) > 3 for text in latin) >= least

    def test_conversations_do_not_look_cloned(self, world):
        openings = Counter(conversation.messages[0].text for conversation in world.conversations)
        assert max(openings.values()) <= 4
        assert len(openings) > 0.85 * len(world.conversations)


class TestScenes:
    @pytest.mark.parametrize("language", ["fa", "ar", "en"])
    def test_each_language_has_more_than_forty(self, language):
        assert len(texts.SCENES[language]) > 40

    def test_keys_are_unique_and_name_their_language(self):
        keys = [scene.key for told in texts.SCENES.values() for scene in told]
        assert len(set(keys)) == len(keys)
        assert all(scene.key.startswith(f"{language}-") for language, told in texts.SCENES.items() for scene in told)

    def test_rare_stories_exist_and_stay_rare(self):
        assert {scene.key for told in texts.SCENES.values() for scene in told} >= texts.RARE

    def test_customers_begin_and_someone_answers(self):
        for scene in (scene for told in texts.SCENES.values() for scene in told):
            assert scene.turns[0].who == "C"
            assert any(turn.who == "A" for turn in scene.turns)
            assert 2 <= len(scene.turns) <= 10

    def test_whoever_takes_over_keeps_it(self):
        for scene in (scene for told in texts.SCENES.values() for scene in told):
            answers = [turn.is_colleague for turn in scene.turns if turn.who == "A"]
            assert answers == sorted(answers)

    def test_a_script_is_read_into_turns(self):
        read = scenes.read("""
            C pic: Hello
            there
            A +2h: One
            | Two
            N2 +1d: Look
        """)
        assert [turn.text for turn in read] == ["Hello there", "One\nTwo", "Look"]
        assert (read[0].file, read[1].hours, read[2].days, read[2].is_colleague) == ("pic", 2, 1, True)

    def test_a_script_nobody_begins_is_refused(self):
        with pytest.raises(ValueError, match="nobody says"):
            scenes.read("Hello")

    def test_choices_keep_to_the_speakers_dialect(self):
        ways = {slots.choose("[lb:شو|gf:شنو|عادي]", dialect="gf", rng=Random(number)) for number in range(30)}
        assert ways == {"شنو", "عادي"}
