"""What happened in the ways things are done, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.inbox.registry import TellFact
from rafiq.knowledge import markdown
from rafiq.platform import text
from rafiq.practice.naming import called

_SHORT = 90
#: What the note of an approval says above its reason, by what happened.
NOTES: dict[str, Promise] = {
    "asked": gettext_lazy("%(by)s asks for approval: %(name)s"),
    "granted": gettext_lazy("%(by)s approved: %(name)s"),
    "refused": gettext_lazy("%(by)s refused: %(name)s"),
    "expired": gettext_lazy("Nobody decided in time: %(name)s"),
}


def amount(value: str | Decimal | None, unit: str) -> str:
    """Write an amount with its unit, in the digits of the page's language; "" where there is none."""
    if value in {None, ""}:
        return ""
    return f"{text.number(Decimal(str(value)), language=get_language() or 'en')} {unit}".strip()


def approval_note(kept: Any, reader: Agent) -> dict[str, Any] | None:  # noqa: ANN401  # whatever a message keeps
    """Tell what happened to a wish."""
    if not isinstance(kept, Mapping) or kept.get("what") not in NOTES:
        return None
    named = {"by": kept.get("by", ""), "name": called(kept.get("names") or {})}
    return {
        "what": kept["what"], "words": str(NOTES[kept["what"]]) % named, "reason": kept.get("reason", ""),
        "amount": amount(kept.get("amount"), called(kept.get("unit") or {})),
    }  # fmt: skip


def short(texts: Mapping[str, str]) -> str:
    """Write the beginning of a step in the page's language, without signs of Markdown."""
    return text.excerpt(markdown.plain(called(texts)), length=_SHORT)


def _bold(words: str) -> SafeString:
    return format_html("<b><bdi>{}</bdi></b>", words)


def _name(payload: Mapping[str, Any]) -> SafeString:
    return _bold(called(payload.get("names") or {}))


def _filled(who: SafeString, payload: Mapping[str, Any]) -> SafeString:
    words = _("{who} emptied {field}") if payload.get("is_empty") else _("{who} filled in {field}")
    return format_html(words, who=who, field=_name(payload))


def _done(who: SafeString, payload: Mapping[str, Any]) -> SafeString:
    step = _bold(short(payload.get("text") or {}))
    if payload.get("answer"):
        return format_html(_("{who} found out: {step} {answer}"), who=who, step=step, answer=called(payload["answer"]))
    return format_html(_("{who} did: {step}"), who=who, step=step)


def _undone(who: SafeString, payload: Mapping[str, Any]) -> SafeString:
    return format_html(_("{who} took back: {step}"), who=who, step=_bold(short(payload.get("text") or {})))


def _set_aside(who: SafeString, payload: Mapping[str, Any]) -> SafeString:
    words = _("{who} set {name} aside: {reason}")
    return format_html(words, who=who, name=_name(payload), reason=_bold(payload.get("reason", "")))


def _about(words: Promise) -> TellFact:
    return lambda who, payload: format_html(str(words), who=who, name=_name(payload))


def _run(who: SafeString, payload: Mapping[str, Any]) -> SafeString:
    if payload.get("failed_step") is not None:
        return format_html(_("{who} ran {name}; it stopped on the way"), who=who, name=_name(payload))
    return format_html(_("{who} ran {name}"), who=who, name=_name(payload))


#: What timelines tell: icon and words by the kind of fact. What a note of its own tells is not told twice.
FACTS: dict[str, tuple[str, Callable[[SafeString, Mapping[str, Any]], SafeString]]] = {
    "practice.field.filled": ("edit", _filled),
    "practice.checklist.begun": ("list", _about(gettext_lazy("{who} began {name}"))),
    "practice.step.done": ("check", _done),
    "practice.step.undone": ("undo", _undone),
    "practice.checklist.done": ("checks", _about(gettext_lazy("{name} is done"))),
    "practice.checklist.set_aside": ("x", _set_aside),
    "practice.approval.withdrawn": ("undo", _about(gettext_lazy("{who} withdrew the request: {name}"))),
    "practice.macro.run": ("macro", _run),
}
