"""The stems of an Arabic verb, made from its root and its form (I to X), as they look without vowel signs.

The tables follow the usual paradigms (Wright, A Grammar of the Arabic Language, vol. I): sound roots, roots with a weak
first (وصل), middle (قول) or last letter (شري), and doubled ones (ردد). Input and output are folded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_WEAK: Final = "وی"
_AFTER_EMPHATIC: Final = {"ص": "ط", "ض": "ط", "ط": "ط", "ز": "د", "د": "د"}


@dataclass(slots=True)
class Stems:
    """What takes the endings of the past, the beginnings of the present, and what is declined like a noun."""

    past: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)


def stems(root: str, forms: Iterator[int] | list[int]) -> Stems:
    """This will return the stems of three folded root letters in the given forms, 1 to 8 and 10."""
    made = Stems()
    for form in forms:
        _MAKERS[form](root, made)
    _end_weakly(made, root)
    return made


def _end_weakly(made: Stems, root: str) -> None:
    """After a weak last letter, the plural's و and the feminine's ت take its place."""
    if root[2] not in _WEAK:
        return
    for stem in list(made.past):
        made.past |= {stem[:-1] + "ی", stem[:-1] + "ا", stem[:-1] + "و", stem[:-1] + "ت"}
    for stem in list(made.present):
        made.present |= {stem[:-1] + "ی", stem[:-1] + "ا", stem[:-1] + "و"}


def _first(root: str, made: Stems) -> None:
    one, two, three = tuple(root)
    if two in _WEAK:
        made.past |= {f"{one}ا{three}", f"{one}{three}"}
        made.present |= {f"{one}{two}{three}", f"{one}ا{three}"}
        made.nouns |= {f"{one}ا{'ی'}{three}"}
        return
    made.past.add(root)
    made.present.add(two + three if one == "و" else root)
    made.nouns |= {f"{one}ا{two}{three}", f"م{one}{two}{'ی' if three == 'ی' else 'و' + three}"}
    if two == three:
        made.past.add(one + two)
        made.present.add(one + two)
        made.past.add(f"{one}{two}ی")  # the spoken ردّيت


def _second(root: str, made: Stems) -> None:
    one, two, three = tuple(root)
    made.past.add(root)
    made.present.add(root)
    made.nouns |= {f"م{root}", f"ت{one}{two}یه" if three in _WEAK else f"ت{one}{two}ی{three}"}
    if three in _WEAK:
        made.nouns.add(f"م{one}{two}ا")


def _third(root: str, made: Stems) -> None:
    one, two, three = tuple(root)
    made.past.add(f"{one}ا{two}{three}")
    made.present.add(f"{one}ا{two}{three}")
    made.nouns |= {f"م{one}ا{two}{three}", f"م{one}ا{two}{'ا' if three in _WEAK else three}ه"}


def _fourth(root: str, made: Stems) -> None:
    one, two, three = tuple(root)
    if two in _WEAK:
        made.past |= {f"ا{one}ا{three}", f"ا{one}{three}"}
        made.present |= {f"{one}ی{three}", f"{one}ا{three}"}
        made.nouns |= {f"ا{one}ا{three}ه", f"م{one}ی{three}", f"م{one}ا{three}"}
        return
    weak_first = "ی" if one == "و" else one
    made.past.add(f"ا{root}")
    made.present.add(root)
    if two == three:
        made.past.add(f"ا{one}{two}")
        made.present.add(one + two)
        made.nouns.add(f"م{one}{two}")
    made.nouns |= {f"ا{weak_first}{two}ا{'' if three in _WEAK else three}", f"م{root}"}
    if three in _WEAK:
        made.nouns |= {f"م{one}{two}ا", f"م{one}{two}ا{'ه'}"}


def _fifth(root: str, made: Stems) -> None:
    made.past.add(f"ت{root}")
    made.present.add(f"ت{root}")
    made.nouns |= {f"ت{root}", f"مت{root}"}


def _sixth(root: str, made: Stems) -> None:
    one, two, three = tuple(root)
    made.past.add(f"ت{one}ا{two}{three}")
    made.present.add(f"ت{one}ا{two}{three}")
    made.nouns |= {f"ت{one}ا{two}{three}", f"مت{one}ا{two}{three}"}


def _seventh(root: str, made: Stems) -> None:
    one, two, three = tuple(root)
    if two in _WEAK:
        made.past |= {f"ان{one}ا{three}", f"ان{one}{three}"}
        made.present.add(f"ن{one}ا{three}")
        made.nouns |= {f"ان{one}یا{three}", f"من{one}ا{three}"}
        return
    made.past.add(f"ان{root}")
    made.present.add(f"ن{root}")
    made.nouns |= {f"ان{one}{two}ا{'' if three in _WEAK else three}", f"من{root}"}


def _eighth(root: str, made: Stems) -> None:
    one, two, three = tuple(root)
    begins = "ت" if one in "وت" else one + _AFTER_EMPHATIC.get(one, "ت")
    begins = "ط" if one == "ط" else "د" if one == "د" else begins
    if two in _WEAK:
        made.past |= {f"ا{begins}ا{three}", f"ا{begins}{three}"}
        made.present |= {f"{begins}ا{three}", f"{begins}{three}"}
        made.nouns |= {f"ا{begins}یا{three}", f"م{begins}ا{three}"}
        return
    made.past.add(f"ا{begins}{two}{three}")
    made.present.add(f"{begins}{two}{three}")
    made.nouns |= {f"ا{begins}{two}ا{'' if three in _WEAK else three}", f"م{begins}{two}{three}"}
    if two == three:
        made.past.add(f"ا{begins}{two}")
        made.present.add(f"{begins}{two}")
        made.nouns.add(f"م{begins}{two}")
    if three in _WEAK:
        made.nouns.add(f"م{begins}{two}ا")


def _tenth(root: str, made: Stems) -> None:
    one, two, three = tuple(root)
    if two in _WEAK:
        made.past |= {f"است{one}ا{three}", f"است{one}{three}"}
        made.present |= {f"ست{one}ی{three}", f"ست{one}ا{three}", f"ست{one}{three}"}
        made.nouns |= {f"است{one}ا{three}ه", f"مست{one}ی{three}", f"مست{one}ا{three}"}
        return
    weak_first = "ی" if one == "و" else one
    made.past.add(f"است{root}")
    made.present.add(f"ست{root}")
    made.nouns |= {f"است{weak_first}{two}ا{'' if three in _WEAK else three}", f"مست{root}"}
    if two == three:
        made.past.add(f"است{one}{two}")
        made.present.add(f"ست{one}{two}")
        made.nouns.add(f"مست{one}{two}")


_MAKERS: Final = {
    1: _first,
    2: _second,
    3: _third,
    4: _fourth,
    5: _fifth,
    6: _sixth,
    7: _seventh,
    8: _eighth,
    10: _tenth,
}
