"""Every scene the demo's conversations are told from, by language.

Each module holds one theme in one language, thought in that language: nothing here is a translation.
"""

from typing import Final

from rafiq.demo.world.scenes import Scene
from rafiq.demo.world.texts import ar_delivery, en_delivery, fa_delivery, fa_feelings, fa_money, fa_repair, fa_service

SCENES: Final[dict[str, tuple[Scene, ...]]] = {
    "fa": (
        *fa_delivery.SCENES, *fa_repair.SCENES, *fa_service.SCENES, *fa_money.SCENES, *fa_feelings.SCENES,
    ),
    "ar": ar_delivery.SCENES,
    "en": en_delivery.SCENES,
}  # fmt: skip
