"""Everything that can be done or gone to, with its key; the sheet of keys and the palette are made from it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.inbox.presentation.places import VIEWS, Place
from rafiq.platform import text


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do (it presses `key`) or place to go to (it has `url`)."""

    name: str
    icon: str
    key: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading."""

    name: str
    entries: list[Entry]


def acts() -> Group:
    """List what can be done to the conversation that is open."""
    entries = [
        Entry(_("Reply"), "reply", "r"),
        Entry(_("Write a note"), "lock", "n"),
        Entry(_("Choose the way of the answer"), "forward", "w"),
        Entry(_("Take it"), "user", "a"),
        Entry(_("Hand over"), "hand-over", "h"),
        Entry(_("Insert an article"), "book", "i"),
        Entry(_("Run a macro"), "macro", "x"),
        Entry(_("Show suggestions"), "bot", "g"),
        Entry(_("Tag"), "tag", "t"),
        Entry(_("Snooze"), "snooze", "s"),
        Entry(_("Close or open again"), "close", "e"),
        Entry(_("Undo"), "undo", "z"),
        Entry(_("Back to the list"), "back", "u"),
    ]
    return Group(_("In this conversation"), entries)


def moves() -> Group:
    """List the keys that move."""
    entries = [
        Entry(_("Next"), "down", "j"),
        Entry(_("Previous"), "down", "k"),
        Entry(_("Open"), "open", "o"),
        Entry(_("Search"), "search", "/"),
        Entry(_("All keys"), "keyboard", "?"),
    ]
    return Group(_("Moving"), entries)


def places(agent: Agent) -> Group:
    """List the lists and pages."""
    entries = [Entry(str(name), icon, url=Place(view=view).url) for view, (name, icon) in VIEWS.items()]
    entries += [
        Entry(_("Customers"), "users", url=reverse("customers:list")),
        Entry(_("New customer"), "user-plus", url=reverse("customers:new")),
        Entry(_("Search"), "search", url=reverse("search:everything")),
        Entry(_("Your profile"), "settings", url=reverse("accounts:profile")),
    ]
    if agent.is_supervisor:
        entries += [
            Entry(_("Board"), "screen", url=reverse("board:board")),
            Entry(_("Canned replies"), "canned", url=reverse("inbox_settings:canned_replies")),
            Entry(_("Tags"), "tag", url=reverse("inbox_settings:tags")),
            Entry(_("Teams"), "users", url=reverse("accounts:teams")),
        ]
    if agent.is_administrator:
        entries.append(Entry(_("Agents"), "user-plus", url=reverse("accounts:agents")))
    return Group(_("Go to"), entries)


def matching(wanted: str, *, agent: Agent, is_conversation_open: bool) -> list[Group]:
    """List the entries whose names contain these words; all of them when none are given."""
    parts = text.fold(wanted).split()
    groups = [*([acts()] if is_conversation_open else []), places(agent)]
    found = [
        Group(group.name, [one for one in group.entries if all(part in text.fold(one.name) for part in parts)])
        for group in groups
    ]
    return [group for group in found if group.entries]
