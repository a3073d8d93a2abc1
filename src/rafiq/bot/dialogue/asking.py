"""A question is answered: by a short passage and its article, a question in turn, or the word that it is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from rafiq.bot import deciding, documents
from rafiq.bot.deciding import Decision
from rafiq.bot.declaring import LiveIntent
from rafiq.bot.dialogue import filling, handing, passages, phrases, slots, wording
from rafiq.bot.dialogue.memory import Option
from rafiq.bot.dialogue.situation import Response, Situation
from rafiq.bot.model import following
from rafiq.bot.models import Silence, Turn
from rafiq.platform import text
from rafiq.platform.search.documents import Hit

SNIPPET_LONGEST = 900
_ASKED_LONGEST = 200
ARTICLE = "article"


def question(situation: Situation) -> Response:
    """Decide what a message wants, and do it. A question in turn that was passed over counts as a failure."""
    passed_over = bool(situation.memory.options)
    response = _decided(situation)
    if not passed_over:
        return response
    situation.memory.options = []
    return replace(response, failures=max(response.failures, 1))


def _decided(situation: Situation) -> Response:
    situation, decision = _understood(situation)
    why = _why(decision)
    match decision.kind:
        case "ANSWER" if decision.hits:
            return _answered_once(situation, decision.hits[0], why)
        case "CLARIFY" if len(decision.hits) > 1:
            return _clarify(situation, decision, why)
        case "INTENT" if decision.intent in situation.taught.intents:
            return intent(situation, situation.taught.intents[decision.intent], why)
        case "SMALL_TALK":
            words = wording.courtesy("GREETING", wording.bot_name(situation.name))
            return Response(kind=Turn.Kind.SMALL_TALK, text=words, settles=True, **why)
        case _:
            return handing.give_up(situation, **why)


def _understood(situation: Situation) -> tuple[Situation, Decision]:
    """Decide; where nothing comes of it and a language model is on, decide of the question with what was said before.

    Of such a question only answers are taken: nothing is done, and nobody's wish is understood, by a model's words.
    """
    decision = _decide(situation)
    if decision.kind != "ABSTAIN" or not situation.before:
        return situation, decision
    asked = following.standalone(situation.said, situation.before, language=situation.language, at=situation.at)
    if not asked:
        return situation, decision
    whole = replace(situation, said=asked)
    again = _decide(whole)
    if again.kind not in {"ANSWER", "CLARIFY"}:
        return situation, decision
    return whole, replace(again, evidence={**again.evidence, "understood_as": asked})


def _decide(situation: Situation) -> Decision:
    return deciding.decide(situation.said, language=situation.language, audiences=situation.audiences, at=situation.at)


def _answered_once(situation: Situation, hit: Hit, why: dict[str, Any]) -> Response:
    """Answer; whoever asks the very same again was not helped by it, and at last a person does."""
    asked = " ".join(phrases.words(situation.said))[:_ASKED_LONGEST]
    is_again = bool(asked) and situation.memory.asked == asked and hit.title in situation.memory.shown[-1:]
    if is_again and situation.failures + 1 >= situation.most_failures:
        return handing.hand_over(situation, Silence.FAILED, failures=1, **why)
    situation.memory.asked = asked
    return replace(answer(situation, hit, **why), failures=int(is_again))


def answered(situation: Situation) -> Response | None:
    """Answer a question from an article or a snippet, if the bot is sure; None where it would do anything else."""
    decision = _decide(situation)
    if decision.kind != "ANSWER" or not decision.hits:
        return None
    return answer(situation, decision.hits[0], **_why(decision))


def answer(situation: Situation, hit: Hit, **why: Any) -> Response:  # noqa: ANN401  # fields of the response
    """Answer with the fitting passage of an article, or with a snippet."""
    memory = situation.memory
    memory.options = []
    memory.shown = [*memory.shown, hit.title][-10:]
    asides = (wording.helped(), wording.person_please())
    if hit.source != ARTICLE:
        words = text.excerpt(hit.body, length=SNIPPET_LONGEST) if len(hit.body) > SNIPPET_LONGEST else hit.body
        pk = int(hit.key) if hit.key.isdecimal() else None
        return Response(kind=Turn.Kind.ANSWER, text=words, asides=asides, settles=True, snippet_id=pk, **why)
    asked = situation.said if situation.said.strip() else hit.title
    words = passages.best(hit.body, asked, language=hit.language) or hit.title
    link = documents.link(hit)
    return Response(
        kind=Turn.Kind.ANSWER, text=words, links=(link,), asides=asides, settles=True, article_key=hit.key, **why
    )


def intent(situation: Situation, wanted: LiveIntent, why: Mapping[str, Any]) -> Response:
    """Do what an intent does."""
    more = {**why, "intent": wanted.name}
    match wanted.does:
        case "ANSWER" if said := wording.worded(wanted.answers, situation.language):
            asides = (wording.helped(), wording.person_please())
            return Response(kind=Turn.Kind.INTENT, text=said, asides=asides, settles=True, **more)
        case "ARTICLE":
            hit = documents.find(
                ARTICLE, wanted.article_key, language=situation.language, audiences=situation.audiences
            )
            return answer(situation, hit, **more) if hit else handing.give_up(situation, **more)
        case "ACTION" if not situation.only_answers and wanted.action in situation.taught.actions:
            return filling.begin(situation, situation.taught.actions[wanted.action], more)
        case "HAND_OVER":
            return handing.hand_over(situation, Silence.INTENT, **more)
        case _:
            return handing.give_up(situation, **more)


def choose(situation: Situation) -> Response | None:
    """Take up what somebody chose of what was offered; None if it was none of that."""
    options = situation.memory.options
    if not options:
        return None
    if situation.said.strip() == wording.none_of_these():
        situation.memory.options = []
        return handing.give_up(situation, evidence={"chose": "none"})
    named = [(f"{one.source} {one.key}", one.title) for one in options]
    chosen = slots.pick(situation.said, named, order=[value for value, _title in named])
    if chosen is None:
        return None
    source, _space, key = chosen.partition(" ")
    hit = documents.find(source, key, language=situation.language, audiences=situation.audiences)
    if hit is None:
        return handing.give_up(situation, evidence={"chose": key})
    return answer(situation, hit, evidence={"chose": key}, confidence=1.0)


def _clarify(situation: Situation, decision: Decision, why: dict[str, Any]) -> Response:
    """Ask which of two is meant, once: whoever answers that with other words is not asked again."""
    memory = situation.memory
    if memory.options or situation.only_answers:
        return handing.give_up(situation, **why)
    memory.options = [Option(hit.title, hit.source, hit.key) for hit in decision.hits[:2]]
    buttons = (*(one.title for one in memory.options), wording.none_of_these())
    return Response(kind=Turn.Kind.CLARIFY, text=wording.which(), buttons=buttons, settles=True, **why)


def _why(decision: Decision) -> dict[str, Any]:
    """Tell why, for the turn that is kept."""
    hits = [
        {"source": hit.source, "key": hit.key, "title": hit.title, "score": round(hit.score, 3), **_rounded(hit)}
        for hit in decision.hits[:3]
    ]
    return {
        "confidence": decision.confidence, "reading": decision.reading[:500], "intent": decision.intent[:60],
        "evidence": {"decision": decision.kind, "hits": hits, **decision.evidence},
    }  # fmt: skip


def _rounded(hit: Hit) -> dict[str, float]:
    return {name: round(value, 3) for name, value in asdict(hit.evidence).items() if isinstance(value, float)}
