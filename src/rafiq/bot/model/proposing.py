"""Ways in which customers may ask for an article, proposed when it is saved; a person approves them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from rafiq.bot.model import asking, checking, prompts
from rafiq.knowledge import markdown
from rafiq.knowledge import services as knowledge
from rafiq.knowledge.models import AskedWay, Audience, Translation
from rafiq.platform import jobs, text

JOB: Final = "bot.propose_ways"
PAUSE: Final = timedelta(minutes=2)
"""After saving: whoever writes saves often, and only the last state counts."""
MOST, LONGEST, SHORTEST = 8, 120, 4
BODY_LONGEST: Final = 6_000
TOKENS: Final = 600


def wish(translation_id: int, *, number: int, at: datetime) -> None:
    """Have ways proposed for a version soon, if the model is on for that; in the caller's transaction."""
    if asking.is_on("proposes_ways"):
        given = {"translation_id": translation_id, "number": number}
        jobs.enqueue(JOB, [jobs.Wish(given, lock=f"bot-ways-{translation_id}", due_at=at + PAUSE)])


def propose(translation_id: int, *, number: int, at: datetime) -> int:
    """Propose ways for a version, unless a newer one was saved or there are proposals enough; return how many.

    What only the staff may read is not sent to the model.
    """
    readable = Translation.objects.exclude(article__audience=Audience.STAFF)
    found = readable.filter(pk=translation_id, number=number).first()
    if found is None or not found.body.strip() or _waiting(found) >= MOST:
        return 0
    article = {"title": found.title, "text": markdown.plain(found.body)[:BODY_LONGEST], "asked": found.asked[:20]}
    said = asking.ask(
        "proposes_ways", system=prompts.system(prompts.PROPOSING, found.language),
        user=prompts.user({"article": article}), max_tokens=TOKENS, at=at,
    )  # fmt: skip
    ways = _usable(said.get("ways") if said else None, language=found.language)
    kept = [knowledge.suggest_way(found, words=one, source=AskedWay.Source.MODEL, at=at) for one in ways]
    return sum(one is not None for one in kept)


def _waiting(translation: Translation) -> int:
    rows = AskedWay.objects.filter(translation=translation, source=AskedWay.Source.MODEL)
    return rows.filter(state=AskedWay.State.SUGGESTED).count()


def _usable(given: Any, *, language: str) -> list[str]:  # noqa: ANN401  # JSON
    """Keep what can be a customer's question: short words of that language, without addresses and markup."""
    said = (
        [" ".join(checking.plain(one).split()) for one in given if isinstance(one, str)]
        if isinstance(given, list)
        else []
    )
    fitting = [
        one for one in said
        if SHORTEST <= len(one) <= LONGEST and text.guess_language(one) in {language, None}
        and not checking.addresses(one) and "<" not in one
    ]  # fmt: skip
    return list(dict.fromkeys(fitting))[:MOST]
