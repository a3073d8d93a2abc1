"""What the bot says, in the language of the message: whoever calls has activated it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rafiq.bot.declaring import Parameter
from rafiq.bot.dialogue import slots
from rafiq.bot.models import Silence
from rafiq.platform import calendars, text
from rafiq.workforce import telling
from rafiq.workforce.timetable import Opening


def bot_name(given: str) -> str:
    """Return what the bot is called."""
    return given or _("Assistant")


def helped() -> str:
    """Return the words of the button that says an answer helped."""
    return _("That helped")


def person_please() -> str:
    """Return the words of the button that calls a person; `person.wants_person` understands them."""
    return _("A person, please")


def none_of_these() -> str:
    """Return the words of the button that chooses nothing of what was offered."""
    return _("None of these")


def yes() -> str:
    """Return the words of the button that confirms."""
    return _("Yes")


def no() -> str:
    """Return the words of the button that refuses."""
    return _("No, change something")


def courtesy(kind: str, name: str) -> str:
    """Answer a greeting, thanks, a farewell, or the question who speaks."""
    match kind:
        case "GREETING":
            return _(
                "Hello! I am {name}, the automatic assistant. Tell me what it is about. What I do not know, "
                "a colleague answers."
            ).format(name=name)
        case "THANKS":
            return _("You are welcome! If there is anything else, just write.")
        case "BYE":
            return _("Goodbye, and all the best!")
        case _:
            return _(
                "I am {name}, an automatic assistant and no human. Write “a person, please” whenever you want to "
                "talk to a colleague."
            ).format(name=name)


def which() -> str:
    """Ask which of two things is meant."""
    return _("I found two things that may fit. Which do you mean?")


def did_not_help() -> str:
    """Ask for other words."""
    return _("I am sorry that this was not it. Please say it in other words, and I look again.")


def glad() -> str:
    """Answer somebody whom it helped."""
    return _("Glad to hear that! If there is anything else, just write.")


def glad_and_out() -> str:
    """Answer somebody whom it helped while they waited for a person."""
    return _(
        "Glad to hear that! Then you need not wait for a colleague any more. If there is anything else, just write."
    )


def standing_in(name: str, *, is_open: bool) -> str:
    """Say honestly who talks now and why, and that nobody loses their place by it."""
    if not is_open:
        return _(
            "My colleagues are away just now. You keep your place in line, and one of them answers you when they are "
            "back. Until then I, {name}, the automatic assistant, help as far as I can: what is it about?"
        ).format(name=name)
    return _(
        "My colleagues are still busy. You keep your place in line, and one of them answers you as soon as possible. "
        "Until then I, {name}, the automatic assistant, help as far as I can: what is it about?"
    ).format(name=name)


_BEFORE: dict[str, Any] = {
    Silence.ASKED: lambda: _("Of course."),
    Silence.ANGER: lambda: _("I am sorry about the trouble you have had."),
    Silence.FAILED: lambda: _("I do not know this for certain, and I would rather not guess."),
    Silence.IMPORTANT: lambda: _("Thank you for your message."),
    Silence.INTENT: lambda: _("A colleague takes care of this."),
    Silence.ACTION: lambda: _("I am sorry, that did not work just now."),
    Silence.ENDLESS: lambda: _("A person is of more help to you now than I am."),
    Silence.LANGUAGE: lambda: _("I do not speak this language well enough."),
}


def handed_over(reason: str, opening: Opening | None, *, language: str, at: datetime) -> str:
    """Say honestly that a person answers, and when people are back."""
    before = _BEFORE[reason]() if reason in _BEFORE else ""
    return " ".join(filter(None, (before, telling.who_answers(opening, language=language, at=at))))


def ask_contact() -> str:
    """Ask how to reach somebody who may be gone by then."""
    return _("So that our answer reaches you also if you leave this page: what is your phone number or e-mail?")


def contact_kept(contact: str) -> str:
    """Say that contact details are kept."""
    return _("Thank you, I noted {contact} for my colleagues.").format(contact=f"\u2068{contact}\u2069")


def contact_incomplete() -> str:
    """Say that contact details are not complete."""
    return _("That is no complete phone number or e-mail. Please write it once more, a number with its country code.")


def contact_declined() -> str:
    """Say that nobody must leave contact details."""
    return _("All right. Your message stays here, and so does our answer: leave this page open or come back to it.")


def prompt(parameter: Parameter, *, language: str) -> str:
    """Ask for one thing."""
    said = worded(parameter.prompts, language)
    return said or _("Please tell me: {what}").format(what=title(parameter, language=language))


def title(parameter: Parameter, *, language: str) -> str:
    """Name one thing that is asked for."""
    return worded(parameter.titles, language) or parameter.name.replace("_", " ")


def problem(why: str) -> str:
    """Say why something cannot be what was asked for."""
    return {
        "NUMBER": _("I need one number."),
        "DATE": _("I did not find a day in that. Write it like 2026/12/25, or “tomorrow”."),
        "CHOICE": _("Please choose one of these, by its number or its name."),
        "PHONE": _("That is no complete phone number."),
        "EMAIL": _("That is no e-mail address."),
        "ORDER": _("I did not find an order number in that."),
        "LONG": _("That is too long; please say it in a few words."),
    }.get(why, _("I cannot use that like this."))


def may_cancel() -> str:
    """Tell the way out of a form."""
    return _("(“Cancel” leaves it.)")


def check(lines: list[tuple[str, str]]) -> str:
    """Show what was filled in and ask whether it is right."""
    listed = "\n".join(f"• {name}: \u2068{value}\u2069" for name, value in lines)
    return _("Please check:") + f"\n{listed}\n" + _("Is this right?")


def change_which() -> str:
    """Ask what to change."""
    return _("What shall I change?")


def one_moment() -> str:
    """Say that an action is on its way."""
    return _("One moment, please…")


def left() -> str:
    """Say that a form was left."""
    return _("All right, nothing was done. What else can I do for you?")


def done() -> str:
    """Say that an action worked, where nothing else was declared."""
    return _("It is done.")


def not_known() -> str:
    """Say that an action is for people who are known for certain."""
    return _(
        "For this I must know for certain who you are. Please sign in on our website and ask me there, or let a "
        "colleague help you."
    )


def value_words(parameter: Parameter, value: Any, *, language: str) -> str:  # noqa: ANN401  # a slot's value
    """Write a value as the customer reads it."""
    if value is None:
        return "—"
    if parameter.kind == "DATE" and slots.fits(parameter, value):
        day = datetime.fromisoformat(str(value)).date()
        return calendars.format_date(day, calendar=calendars.usual_calendar(language), language=language, style="full")
    if parameter.kind == "CHOICE":
        return worded(parameter.choices.get(str(value), {}), language) or str(value)
    return text.digits(value, language=language) if parameter.kind in {"NUMBER"} else str(value)


def worded(words: Mapping[str, str], language: str) -> str:
    """Return a text of several languages in one of them, else in whichever there is."""
    return words.get(language) or next((one for one in words.values() if one), "")
