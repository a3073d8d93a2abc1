"""Every scene the demo's conversations are told from, by language.

Each module holds one theme in one language, thought in that language: nothing here is a translation.
"""

from typing import Final

from rafiq.demo.world.scenes import Scene
from rafiq.demo.world.texts import (
    ar_delivery,
    ar_feelings,
    ar_money,
    ar_repair,
    ar_service,
    en_delivery,
    en_feelings,
    en_money,
    en_repair,
    en_service,
    fa_delivery,
    fa_everyday,
    fa_feelings,
    fa_money,
    fa_repair,
    fa_service,
)

SCENES: Final[dict[str, tuple[Scene, ...]]] = {
    "fa": tuple(
        scene
        for module in (fa_delivery, fa_repair, fa_service, fa_money, fa_feelings, fa_everyday)
        for scene in module.SCENES
    ),
    "ar": tuple(
        scene for module in (ar_delivery, ar_repair, ar_service, ar_money, ar_feelings) for scene in module.SCENES
    ),
    "en": tuple(
        scene for module in (en_delivery, en_repair, en_service, en_money, en_feelings) for scene in module.SCENES
    ),
}

# Told once or twice in a world: a third time nobody would believe them.
RARE: Final = frozenset(
    f"{language}-{story}"
    for language, stories in {
        "fa": (
            "elderly wrong-company job shouting public-fury rude-technician installer-damage spam-call thanks-elham "
            "thanks-replacement bulk-hotel old-model-part abroad-parents neighbor-got-it warranty-refused "
            "fridge-third-time"
        ),
        "ar": (
            "grandma wrong-door job public-lb public-gulf rude-gulf shouting-iraq scam-call thanks-mother apology bulk "
            "old-part-iraq warranty-refused cannot-pay"
        ),
        "en": (
            "wrong-company job public-fury nobody-answers rude scam thanks-mum sorry-from-me bulk old-part "
            "warranty-refused late-payment washer-flood vacuum-cat moving-abroad uk-gift-late parents-tehran"
        ),
    }.items()
    for story in stories.split()
)
