"""A form is filled in: one thing after the other, read strictly, corrected, confirmed, or left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rafiq.bot.declaring import LiveAction, Parameter
from rafiq.bot.dialogue import handing, politeness, slots, wording
from rafiq.bot.dialogue.memory import Form
from rafiq.bot.dialogue.situation import Response, Situation, Wish
from rafiq.bot.models import Silence, Turn
from rafiq.platform import text

MOST_MISSES = 3
KNOWN = "KNOWN"


def begin(situation: Situation, action: LiveAction, why: Mapping[str, Any]) -> Response:
    """Begin an action: ask for the first thing that the message did not say already."""
    if action.who == KNOWN and not situation.is_known:
        asides = (wording.person_please(),)
        return Response(kind=Turn.Kind.INTENT, text=wording.not_known(), asides=asides, settles=True, **why)
    form = Form(action=action.name)
    situation.memory.form, situation.memory.options = form, []
    for parameter in action.parameters:
        if (value := slots.find(parameter, situation.said, situation.reading)) is not None:
            form.values[parameter.name] = value
    return _next(situation, action, form, why=why)


def go_on(situation: Situation) -> Response | None:  # noqa: PLR0911  # one for each thing a word may mean
    """Take the next word about a running form; None where there is none."""
    form = situation.memory.form
    if form is None:
        return None
    action = situation.taught.actions.get(form.action)
    if action is None or (action.who == KNOWN and not situation.is_known):
        situation.memory.form = None
        return handing.hand_over(situation, Silence.ACTION, evidence={"action": form.action})
    _keep_what_fits(action, form)
    said = situation.said
    if politeness.is_cancel(said):
        situation.memory.form = None
        return Response(kind=Turn.Kind.FORM, text=wording.left(), settles=True, evidence={"left": form.action})
    if form.is_choosing:
        return _change(situation, action, form)
    if form.is_confirming:
        return _confirmed(situation, action, form)
    if politeness.is_back(said):
        return _back(situation, action, form)
    return _filled(situation, action, form)


def asked_for(situation: Situation) -> Parameter | None:
    """Return what the running form asks for just now; None while it asks for none of its values."""
    form = situation.memory.form
    action = situation.taught.actions.get(form.action) if form else None
    if form is None or action is None or form.is_choosing or form.is_confirming:
        return None
    return next((one for one in action.parameters if one.name == form.at), None)


def is_confirming(situation: Situation) -> bool:
    """Test whether the running form asks whether all is right."""
    return situation.memory.form is not None and situation.memory.form.is_confirming


def is_about_form(situation: Situation) -> bool:
    """Test whether a message leaves the running form, goes back in it, says yes or no, or names one of its values."""
    said, form = situation.said, situation.memory.form
    if any(test(said) for test in (politeness.is_cancel, politeness.is_back, politeness.is_yes, politeness.is_no)):
        return True
    action = situation.taught.actions.get(form.action) if form else None
    if action is None or form is None or not (form.is_confirming or form.is_choosing):
        return False
    return bool(slots.pick(said, _named(action, situation.language), order=[]))


def ask_again(situation: Situation) -> Response | None:
    """Ask once more what the running form asks; None where there is none, or it cannot go on."""
    form = situation.memory.form
    action = situation.taught.actions.get(form.action) if form else None
    if form is None or action is None or (action.who == KNOWN and not situation.is_known):
        return None
    _keep_what_fits(action, form)
    parameter = asked_for(situation)
    if parameter is not None:
        said = f"{_asked(parameter, situation.language)} {wording.may_cancel()}"
        return Response(kind=Turn.Kind.FORM, text=said, buttons=_choices(parameter, situation.language), settles=True)
    return _check(situation, action, form) if form.is_confirming else None


def _keep_what_fits(action: LiveAction, form: Form) -> None:
    """Forget values that the action, published anew meanwhile, no longer asks for, or asks for in another form."""
    known = {one.name: one for one in action.parameters}
    form.values = {
        name: value for name, value in form.values.items() if name in known and slots.fits(known[name], value)
    }
    if form.is_confirming and any(name not in form.values for name in known):
        form.is_confirming = False


def _filled(situation: Situation, action: LiveAction, form: Form) -> Response:
    parameter = next((one for one in action.parameters if one.name == form.at), None)
    if parameter is None:
        return _next(situation, action, form)
    try:
        form.values[parameter.name] = slots.fill(parameter, situation.said, situation.reading)
    except slots.BadSlot as error:
        return _missed(situation, form, parameter, error.why)
    form.misses = 0
    return _next(situation, action, form)


def _missed(situation: Situation, form: Form, parameter: Parameter, why: str) -> Response:
    form.misses += 1
    if form.misses >= MOST_MISSES:
        _keep(situation, form)
        return handing.hand_over(situation, Silence.FAILED, evidence={"missed": parameter.name})
    asked = _asked(parameter, situation.language)
    said = f"{wording.problem(why)} {asked} {wording.may_cancel()}"
    return Response(
        kind=Turn.Kind.FORM, text=said, buttons=_choices(parameter, situation.language), settles=True,
        evidence={"asked": parameter.name, "problem": why},
    )  # fmt: skip


def _next(
    situation: Situation, action: LiveAction, form: Form, *, why: Mapping[str, Any] | None = None,
    is_checked: bool = False,
) -> Response:  # fmt: skip
    """Ask for what is missing, then for a confirmation, then do it."""
    missing = next((one for one in action.parameters if one.name not in form.values), None)
    if missing is not None:
        form.at, form.misses = missing.name, 0
        more = {**(why or {}), "evidence": handing.evidence((why or {}).get("evidence"), asked=missing.name)}
        return Response(
            kind=Turn.Kind.FORM, text=_asked(missing, situation.language), settles=True,
            buttons=_choices(missing, situation.language), **more,
        )  # fmt: skip
    form.at = ""
    if action.needs_confirmation and not is_checked:
        form.is_confirming = True
        return _check(situation, action, form, why=why)
    return _do(situation, action, form, why=why)


def _check(situation: Situation, action: LiveAction, form: Form, *, why: Mapping[str, Any] | None = None) -> Response:
    lines = _lines(action, form, situation.language)
    head = wording.worded(action.titles, situation.language)
    said = f"{head}\n{wording.check(lines)}" if head else wording.check(lines)
    return Response(kind=Turn.Kind.FORM, text=said, buttons=(wording.yes(), wording.no()), settles=True, **(why or {}))


def _confirmed(situation: Situation, action: LiveAction, form: Form) -> Response:
    said = situation.said
    place = text.ascii_digits(said).strip(" .)-")
    if politeness.is_yes(said) or place == "1":
        form.is_confirming = False
        return _next(situation, action, form, is_checked=True)
    named = _named(action, situation.language)
    is_change = politeness.is_no(said) or politeness.is_back(said) or place == "2" or said.strip() == wording.no()
    if not is_change and (slots.pick(said, named, order=[]) or ""):
        form.is_choosing = True
        return _change(situation, action, form)
    if is_change and action.parameters:
        form.is_choosing = True
        titles = tuple(wording.title(one, language=situation.language) for one in action.parameters)
        return Response(kind=Turn.Kind.FORM, text=wording.change_which(), buttons=titles, settles=True)
    form.misses += 1
    if form.misses >= MOST_MISSES:
        _keep(situation, form)
        return handing.hand_over(situation, Silence.FAILED, evidence={"missed": "confirmation"})
    return _check(situation, action, form)


def _change(situation: Situation, action: LiveAction, form: Form) -> Response:
    """Ask again for the value that somebody names."""
    order = [one.name for one in action.parameters]
    name = slots.pick(situation.said, _named(action, situation.language), order=order)
    form.is_choosing = form.is_confirming = False
    if name is None:
        form.is_confirming = True
        form.misses += 1
        if form.misses >= MOST_MISSES:
            _keep(situation, form)
            return handing.hand_over(situation, Silence.FAILED, evidence={"missed": "change"})
        return _check(situation, action, form)
    form.values.pop(name, None)
    return _next(situation, action, form)


def _back(situation: Situation, action: LiveAction, form: Form) -> Response:
    """Ask for the thing before the present one again."""
    names = [one.name for one in action.parameters]
    given = [name for name in names[: names.index(form.at)] if name in form.values] if form.at in names else []
    if given:
        form.values.pop(given[-1])
    return _next(situation, action, form)


def _do(situation: Situation, action: LiveAction, form: Form, *, why: Mapping[str, Any] | None = None) -> Response:
    _keep(situation, form)
    situation.memory.form = None
    return Response(
        kind=Turn.Kind.ACTION, text=wording.one_moment(), settles=False,
        wish=Wish(action=action, values=dict(form.values)), **(why or {}),
    )  # fmt: skip


def _keep(situation: Situation, form: Form) -> None:
    """Remember what was filled in for whoever takes over."""
    situation.memory.filled = {"action": form.action, "values": dict(form.values)}


def _lines(action: LiveAction, form: Form, language: str) -> list[tuple[str, str]]:
    return [
        (wording.title(one, language=language), wording.value_words(one, form.values.get(one.name), language=language))
        for one in action.parameters
    ]


def _named(action: LiveAction, language: str) -> list[tuple[str, str]]:
    titled = [(one.name, wording.title(one, language=language)) for one in action.parameters]
    return [*titled, *((one.name, one.name) for one in action.parameters)]


def _asked(parameter: Parameter, language: str) -> str:
    return wording.prompt(parameter, language=language)


def _choices(parameter: Parameter, language: str) -> tuple[str, ...]:
    if parameter.kind != "CHOICE":
        return ()
    return tuple(wording.worded(titles, language) or value for value, titles in parameter.choices.items())
