"""What a message without a word says: a thumb, an angry face, a lonely question mark."""

from __future__ import annotations

from typing import Final, Literal

type Sign = Literal["YES", "NO", "ANGER", "UNCLEAR", ""]

_YES: Final = frozenset("👍👌✅✔☑💯🙏❤💚💙🧡💛💜🌹🌷🌸💐😊🙂😀😃😄😁☺🥰😍🤝👏🎉")
_NO: Final = frozenset("👎❌✖🚫🙅")
_ANGER: Final = frozenset("😡😠🤬👿😤🖕💢")


def read(said: str) -> Sign:
    """Tell what signs alone mean; "" where there is none at all."""
    shown = {one for one in said if one.isprintable() and not one.isspace()}
    if not shown:
        return ""
    if shown & _ANGER:
        return "ANGER"
    if shown & _NO:
        return "NO"
    return "YES" if shown & _YES else "UNCLEAR"
