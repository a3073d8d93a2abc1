"""Answers are sent from what is kept ready, and notes are left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Role
from rafiq.automations.actions.common import One, Plain, conversation_of, found, name_of, number
from rafiq.automations.actions.speaking import author_of, speak, with_names
from rafiq.automations.contracts import Act
from rafiq.inbox import queries, services
from rafiq.inbox.events import NoteWritten, ReplyWritten
from rafiq.inbox.models import CannedReply, Conversation
from rafiq.platform.ui.forms import Choices, Form, Switch, Words

ASSIGNEE, SUPERVISORS = "ASSIGNEE", "SUPERVISORS"
_LONGEST, _MOST_TOLD, _SHOWN = 2_000, 50, 60


class WhichAnswer(Form):
    """An answer kept ready."""

    canned = One(
        gettext_lazy("Canned reply"), queries.canned_replies,
        help_text=gettext_lazy("Sent in the customer's language, where the same shortcut has an answer in it."),
    )  # fmt: skip
    settles = forms.BooleanField(
        label=gettext_lazy("It counts as the answer: the customer does not wait any more"), required=False,
        widget=Switch(),
    )  # fmt: skip


def _whom() -> list[tuple[str, Any]]:
    people = [(str(one.pk), one.name) for one in accounts.active_agents()]
    return [(ASSIGNEE, gettext_lazy("Whoever has it")), (SUPERVISORS, gettext_lazy("Supervisors")), *people]


class WhatNote(Form):
    """What a note says, and whom it names."""

    text = Words(label=gettext_lazy("Note"), lines=3, max_length=_LONGEST)
    mentions = forms.MultipleChoiceField(label=gettext_lazy("Tell"), required=False, widget=Choices(), choices=_whom)


class Answer(Plain):
    """The customer gets an answer that was kept ready."""

    key, words, form, icon = "answer", gettext_lazy("Answer from a canned reply"), WhichAnswer, "send"
    causes = (ReplyWritten.name,)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Name the reply."""
        return _("Answer with /%(canned)s") % {"canned": name_of(CannedReply.objects.all(), params, "canned")}

    def problem(self, params: Mapping[str, Any]) -> str:
        """Say if the reply was removed."""
        is_there = CannedReply.objects.filter(pk=number(params, "canned")).exists()
        return "" if is_there else gettext_noop("The canned reply was removed.")

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Send it the way the customer wrote; a macro's agent sends it as their own."""
        conversation = conversation_of(act)
        canned = _in_language(found(CannedReply.objects.all(), params, "canned"), conversation)
        speak(canned.text, conversation, act, settles=bool(params.get("settles")))
        return True


class Note(Plain):
    """A note is left for colleagues."""

    key, words, form, icon = "note", gettext_lazy("Leave an internal note"), WhatNote, "lock"
    causes = (NoteWritten.name,)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Quote how it begins."""
        said = str(params.get("text", ""))
        return _("Leave a note: %(words)s") % {"words": said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"}

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Leave it, and name whom it shall reach."""
        conversation, author = conversation_of(act), author_of(act)
        said: dict[str, Any] = {
            "conversation": conversation, "body": with_names(str(params.get("text", "")), conversation, author),
            "at": act.at, "client_id": act.client_id,
            "mentioned": _people(conversation, params.get("mentions") or ()),
        }  # fmt: skip
        if author is not None:
            services.write_note(author=author, **said)
        else:
            services.note_automatically(actor=act.actor, extras={"bot": {"name": act.name, "links": []}}, **said)
        return True


def _in_language(canned: CannedReply, conversation: Conversation) -> CannedReply:
    """Find what the same shortcut says in the language of the conversation; else what was chosen."""
    same = CannedReply.objects.filter(shortcut__iexact=canned.shortcut, language=conversation.language)
    return canned if canned.language == conversation.language else same.first() or canned


def _people(conversation: Conversation, whom: Collection[str]) -> list[int]:
    """List the agents a note names: of those who left, and of a conversation nobody has, nobody."""
    ids = {int(one) for one in whom if one.isascii() and one.isdigit()}
    if ASSIGNEE in whom and conversation.assignee_id:
        ids.add(conversation.assignee_id)
    leading = Q(role__in=[Role.SUPERVISOR, Role.ADMINISTRATOR]) if SUPERVISORS in whom else Q(pk__in=[])
    told = accounts.active_agents().filter(Q(pk__in=ids) | leading).values_list("pk", flat=True)
    return sorted(told)[:_MOST_TOLD]
