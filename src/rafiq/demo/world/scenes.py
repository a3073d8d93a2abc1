"""How a scene is written down: a short script of who says what, read into turns.

A script has one turn a line, `C` for the customer, `A` for the agent, `N` for an internal note; `A2` and `N2` are a
colleague who was called in. Before the colon may stand a pause (`+2h`, `+1d`: hours, or days of work) and `pic` or
`pdf` for an attached file. A line that starts with `|` goes on a new line of the same message; any other line without
a head continues the one before.

Inside a text, `{order}` is a slot, `[a|b]` one of several ways to say it, `<m/f>` the form for a man or a woman.
"""

import re
from dataclasses import dataclass
from typing import Literal

type Mood = Literal["happy", "plain", "mixed", "angry"]

_HEAD = re.compile(
    r"(?P<who>[CAN])(?P<seat>2?)(?: \+(?P<count>\d+)(?P<unit>[dh]))?(?: (?P<file>pic|pdf))?: (?P<text>.*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of a script, with its slots still open."""

    who: str
    is_colleague: bool
    text: str
    days: int = 0
    hours: int = 0
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One matter as it may be talked through; `places` limits the countries of customers it fits, empty fits all."""

    key: str
    subject: str
    tags: tuple[str, ...]
    mood: Mood
    places: tuple[str, ...]
    product: str
    turns: tuple[Turn, ...]


def scene(  # noqa: PLR0913 - each fact of a scene is named where it is written down
    key: str, *, subject: str, tags: str, talk: str, mood: Mood = "plain", places: str = "", product: str = ""
) -> Scene:
    """Read a script into a scene; `tags` and `places` are separated by spaces, `product` is the kind it is about."""
    return Scene(
        key=key,
        subject=subject,
        tags=tuple(tags.split()),
        mood=mood,
        places=tuple(places.split()),
        product=product,
        turns=read(talk),
    )


def read(talk: str) -> tuple[Turn, ...]:
    """Read a script into its turns.

    Raises:
        ValueError: if it starts with a line nobody says.
    """
    turns: list[Turn] = []
    for line in filter(None, map(str.strip, talk.splitlines())):
        if found := _HEAD.fullmatch(line):
            turns.append(_turn(found))
        elif turns:
            turns[-1] = _continued(turns[-1], line)
        else:
            raise ValueError(f"nobody says: {line}")
    return tuple(turns)


def _turn(found: re.Match[str]) -> Turn:
    count = int(found["count"] or 0)
    return Turn(
        who=found["who"],
        is_colleague=bool(found["seat"]),
        text=found["text"],
        days=count if found["unit"] == "d" else 0,
        hours=count if found["unit"] == "h" else 0,
        file=found["file"],
    )


def _continued(turn: Turn, line: str) -> Turn:
    more = "\n" + line[1:].strip() if line.startswith("|") else " " + line
    return Turn(
        who=turn.who,
        is_colleague=turn.is_colleague,
        text=turn.text + more,
        days=turn.days,
        hours=turn.hours,
        file=turn.file,
    )
