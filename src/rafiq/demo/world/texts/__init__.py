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
    fa_feelings,
    fa_money,
    fa_repair,
    fa_service,
)

SCENES: Final[dict[str, tuple[Scene, ...]]] = {
    "fa": tuple(
        scene for module in (fa_delivery, fa_repair, fa_service, fa_money, fa_feelings) for scene in module.SCENES
    ),
    "ar": tuple(
        scene for module in (ar_delivery, ar_repair, ar_service, ar_money, ar_feelings) for scene in module.SCENES
    ),
    "en": tuple(
        scene for module in (en_delivery, en_repair, en_service, en_money, en_feelings) for scene in module.SCENES
    ),
}
