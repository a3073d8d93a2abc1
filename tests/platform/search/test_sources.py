from types import SimpleNamespace

import pytest
from django.utils.html import format_html

from rafiq.platform.search import sources
from rafiq.platform.search.sources import Filters, Result


class Room:
    """A kind of thing to find, of which there are as many as are asked for; it tells when it was asked what."""

    icon = "inbox"
    label = "Things"

    def __init__(self, name, told, narrowed_by=()):
        self.name, self.told, self.narrowed_by = name, told, frozenset(narrowed_by)

    def filters(self, agent, names):
        return []

    def begin(self, agent, words, filters, limit):
        self.told.append(f"{self.name} begins")

        def finish():
            self.told.append(f"{self.name} ends")
            return [
                Result(title=format_html("{}", place), url="/") for place in range(limit if self.name != "none" else 0)
            ]

        return finish


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(sources, "_SOURCES", {})
    heard: list[str] = []
    for room in (Room("slow", heard, {"language"}), Room("none", heard), Room("quick", heard)):
        sources.register(room)
    return heard


def asked(**named):
    return [
        (one.source.name, len(one.results), one.has_more) for one in sources.search(SimpleNamespace(), "x", **named)
    ]


def test_every_room_begins_before_the_first_one_ends(told):
    assert asked(filters=Filters(), limit=2) == [("slow", 2, True), ("quick", 2, True)]
    assert told[:3] == ["slow begins", "none begins", "quick begins"]
    assert told[3:] == ["slow ends", "none ends", "quick ends"]


def test_rooms_of_another_kind_and_those_that_a_filter_says_nothing_to_are_not_asked(told):
    assert asked(filters=Filters(), kind="quick", limit=1) == [("quick", 1, True)]
    assert asked(filters=Filters(chosen={"language": "fa"}), limit=1) == [("slow", 1, True)]
    assert told == ["quick begins", "quick ends", "slow begins", "slow ends"]
