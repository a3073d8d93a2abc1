"""In which language a message is answered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from rafiq.bot.dialogue.phrases import listed
from rafiq.platform import text

_ARABIZI: Final = re.compile(r"\b[a-z]*[2357][a-z]+[a-z2357]*\b|\b[a-z]+[2357][a-z]*\b", re.IGNORECASE)
_ARABIC_LATIN: Final = frozenset(
    listed(
        "bade/badi/baddi/keef/kif/shu/shou/wein/wen/fein/feen/ana/enta/inta/ento/mish/mesh/mo/mafi/habibi/"
        "yalla/kteer/ktir/abi/abgha/ayez/awez/momken/mumkin/lazem/law/samaht/samahti/shukran/shokran/tabdeel/"
        "dalab/talab/talabi/talabiyye/hala/marhaba/ahlan/fi/ma3/leish/lesh/el/al/bas/khalas"
    )
)
_PERSIAN_LATIN: Final = frozenset(
    listed(
        "salam/mikham/mikhastam/mishe/nemishe/chera/kojast/koja/kei/key/chand/chetor/chetori/chetore/ast/nist/"
        "hast/hastam/daram/dari/nadaram/bede/bedid/konam/konid/kardam/kard/sefaresh/sefaresham/yakhchal/"
        "garanti/garantish/lotfan/baraye/shoma/man/az/be/ro/ra/ke/ham/ye/yek/mersi/mamnoon/dige/digeh/hanooz/"
        "nareside/resid/chi/chikar/chiz/agha"
    )
)
_WORD: Final = re.compile(r"[a-z0-9']+")


def of(said: str, *, before: Sequence[str], spoken: Sequence[str]) -> str:
    """Tell the language of a message: by its words, else the first of `before` (session, customer, company) there is.

    It is one of those `spoken`, where any of them is.
    """
    guess = text.guess_language(said)
    if guess == "en" or (guess is None and said.isascii()):
        guess = _latin(said, before)
    wanted = [one for one in (guess, *before, *spoken) if one]
    return next((one for one in wanted if one in spoken), wanted[0] if wanted else "en")


def is_foreign(said: str) -> bool:
    """Test whether most letters are of a script that none of the three languages is written in."""
    letters = [sign for sign in said[:500] if sign.isalpha()]
    foreign = [sign for sign in letters if not unicodedata.name(sign, "").startswith(("ARABIC", "LATIN"))]
    return len(foreign) > len(letters) / 2


def _latin(said: str, before: Sequence[str]) -> text.Language | None:
    """Tell English from Persian and Arabic in Latin letters."""
    found = _WORD.findall(said[:500].lower())
    arabic = sum(one in _ARABIC_LATIN or bool(_ARABIZI.fullmatch(one)) for one in found)
    persian = sum(one in _PERSIAN_LATIN for one in found)
    english = sum(one in _ENGLISH for one in found)
    best = max((arabic, "ar"), (persian, "fa"), (english, "en"))
    if best[0] > 0:
        return best[1]  # type: ignore[return-value]  # one of the three
    return None if any(before) else "en"


_ENGLISH: Final = frozenset(
    listed(
        "the/a/an/is/are/was/were/i/you/my/me/it/we/to/of/and/for/in/on/not/have/has/do/does/did/can/could/"
        "would/will/please/thanks/hello/hi/hey/when/where/why/what/how/order/your/this/that/with/yes/no/ok/"
        "need/want/get/there"
    )
)
