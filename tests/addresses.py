"""Every address of the product, an office with one of everything to send there, and what browsers could say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import Field
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from rafiq.accounts import services as accounts
from rafiq.accounts.models import Agent, Role
from rafiq.api import tokens
from rafiq.api.models import Dispatch
from rafiq.api.scopes import Scope
from rafiq.api.webhooks import services as webhooks
from rafiq.bot.models import Session, Turn
from rafiq.channels.meta.models import Template
from rafiq.channels.transport import connections, journal
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival
from rafiq.customers import services as customers
from rafiq.feedback import services as feedback
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, Message
from rafiq.knowledge import services as knowledge
from rafiq.knowledge.contracts import Draft
from rafiq.platform import files
from rafiq.platform.search import synonyms
from rafiq.platform.ui.forms import Form
from tests.automations.furnishing import furnish_automations
from tests.board.furnishing import SECRET, furnish_board
from tests.bot.desk_world import furnish_desk
from tests.channels.mail_office import OURS, make_mailbox, taken
from tests.channels.meta_graph import make_meta
from tests.customers.furnishing import furnish_people
from tests.knowledge.making import furnish_article_import
from tests.makers import NOON, make_channel, make_conversation, make_reply, make_team
from tests.practice.furnishing import furnish_practice
from tests.promises.furnishing import furnish_promises
from tests.routing.furnishing import furnish_routing
from tests.workforce.furnishing import furnish_workforce

NONSENSE = {
    "nul": "%00a%01%7f%0d%0a",
    "half a surrogate": "%ED%A0%80%FF" + quote("\u202e\u2066%_\\[(*+?"),
    "negative": "-1",
    "a huge number": "9" * 5000,
    "beyond bigint": str(2**63),
    "markup": quote("\"'><xss onerror=x>{{ 7 }}{% now %}"),
    "a hundred kilobytes": quote("ي" * 17_000),
    "other digits": quote("٣۳३²"),
    "growing letters": quote("İﷺ" * 127),
    "a moment": quote("0001-01-01T00:00:00+14:00,1"),
}
SAID_IN_ADDRESSES = [
    "q", "view", "team", "tag", "after", "rows", "current", "pane", "message", "before", "since", "lang", "next",
    "token", "open", "member", "segment", "language", "reach", "sort", "company", "page", "field_0", "operator_0",
    "value_0", "row", "is_any", "before", "collection", "state", "audience", "needs", "asked", "title",
    "kind", "when", "only", "channel", "outcome", "week", "weeks", "wrong", "intent",
    "people", "queue", "range", "first", "last", "agent", "clock", "by", "measure", "hour", "weekday", "low", "high",
]  # fmt: skip
SAID_BESIDE_FORMS = [
    "move", "p0-name", "p0-kind", "p0-pattern", "p0-choices", "try-number", "article_key", "intent", "should", "anyway",
    "upto", "version", "level", "new", "next", "token", "title_fa", "greeting_ar", "hours_en", "asked",
    "translation", "pk", "up", "down", "approve", "archive", "is_wanted", "tried", "new_step", "step0-do",
    "step", "answer", "answer-1-s1", "was-f1", "text-0", "run_id", "step0-key", "step0-text_fa", "move_step",
]  # fmt: skip
THING_OF_ROOM = {
    "search": "synonym",
    "inbox": "conversation", "customers": "customer", "webchat_settings": "channel", "mail": "letter",
    "transport_settings": "webhook", "meta": "whatsapp", "api_settings": "endpoint", "articles": "article",
    "conversation_articles": "conversation", "assist": "conversation", "promises": "conversation",
    "practice": "conversation",
}  # fmt: skip
THING_OF_ADDRESS = {
    "articles:collection": "collection", "articles:collection_removal": "collection",
    "articles:import_run": "article_import", "articles:import_cancel": "article_import",
    "practice:decision": "approval", "practice:withdrawal": "approval",
}  # fmt: skip
THING_OF_PLACE = {
    "suggestion": "conversation", "suggestion_usage": "turn", "suggestion_dismissal": "turn",
    "organisation": "organisation", "organisation_edit": "organisation", "organisation_removal": "organisation",
    "dismissal": "pair", "segment": "segment", "segment_removal": "segment", "import": "import",
    "import_cancel": "import", "import_problems": "import", "field": "field", "field_removal": "field",
    "agent": "agent", "team": "team", "team_hours": "team", "team_removal": "team", "canned_reply": "canned",
    "canned_removal": "canned",
    "tag": "tag", "tag_removal": "tag", "withdrawal": "invitation",
    "intent": "bot_intent", "intent_removal": "bot_intent", "action": "bot_action", "action_removal": "bot_action",
    "action_trial": "bot_action", "snippet": "bot_snippet", "snippet_removal": "bot_snippet",
    "case_removal": "bot_case", "trial": "bot_trial", "publication": "bot_publication",
    "day": "special_day", "day_removal": "special_day", "import_removal": "hours_import", "skill": "skill",
    "skill_removal": "skill", "own_absence": "absence", "own_absence_removal": "absence", "absence": "absence",
    "absence_removal": "absence",
    "asked_field": "asked_field", "procedure": "procedure", "approval_kind": "approval_kind", "macro": "macro",
    "standard_removal": "macro", "own_macro": "own_macro", "own_removal": "own_macro",
    "policy": "policy", "policy_removal": "policy", "restoration": "bot_publication",
    "queue": "queue", "queue_removal": "queue", "rule": "rule", "rule_removal": "rule", "rule_trial": "rule",
    "acceptance": "offer", "refusal": "offer",
    "alert": "alert", "alert_removal": "alert", "screen": "screen", "screen_revocation": "screen",
    "notice_seen": "notice", "move": "listened", "listening": "listened", "heard": "listened", "whisper": "listened",
    "listeners": "listened",
    "correction": "bot_turn", "correction_undo": "bot_turn",
    "automation": "automation", "automation_removal": "automation", "automation_runs": "automation",
}  # fmt: skip


def thing_of(name: str) -> str:
    """Say what the number in an address is of; a name that no table knows leads to an agent, and so to nothing."""
    room, _, place = name.partition(":")
    return THING_OF_ADDRESS.get(name) or THING_OF_ROOM.get(room) or THING_OF_PLACE.get(place, "agent")


def fields_of_all_forms() -> list[str]:
    """Name everything that any form of the staff's product takes, and what views read beside forms."""
    list(patterns())  # imports all views, and with them their forms
    declared: dict[str, Field] = {}
    for form in _subclasses(Form):
        declared |= form.base_fields
    return sorted({*declared, *SAID_BESIDE_FORMS})


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """List every address with its full name.

    But /api/v1: what programs ask knows no sign-in and no pages; tests/api sends it nonsense of its own.
    """
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            if one.namespace == "api-v1":
                continue
            yield from patterns(one, f"{one.namespace}:" if one.namespace else prefix)
        elif one.name != "no_such_api":
            yield f"{prefix}{one.name}", one


def methods_of(pattern: URLPattern) -> list[str]:
    """List the methods an address takes; plain functions decide for themselves."""
    view = getattr(pattern.callback, "view_class", None)
    if view is None:
        return ["get", "post"]
    return [name for name in ("get", "post", "put", "delete") if name in view.http_method_names and hasattr(view, name)]


@dataclass
class Office:
    """One of everything, so that every address leads to something."""

    ids: dict[str, int]
    conversation: Conversation
    file: str

    def arguments(self, name: str, pattern: URLPattern) -> dict[str, object]:
        """Return what stands in an address."""
        room = name.partition(":")[0]
        known = {
            "pk": self.ids[thing_of(name)],
            "tag_pk": self.ids["tag"], "article_pk": self.ids["article"], "way_pk": self.ids["way"],
            "identity_pk": self.ids["identity"], "note_pk": self.ids["note"], "other_pk": self.ids["other"],
            "merge_pk": self.ids["merge"], "organisation_pk": self.ids["organisation"],
            "message_pk": self.ids["message"], "customer_pk": self.ids["customer"],
            "conversation_pk": self.ids["conversation"],
            "key": "hook" if room == "transport" else "widget", "token": self.file, "name": "a.txt",
            "arrival_pk": self.ids["arrival"], "kind": "webhook", "rest": "a/b", "dispatch_pk": self.ids["dispatch"],
            "language": "en", "slug": "help", "number": 1, "hours_id": self.ids["hours"], "day": "2026-12-23",
            "standard_pk": self.ids["procedure"], "step": "s1", "macro_pk": self.ids["usable"],
            "agent_id": self.ids["agent"], "run_pk": self.ids["run"], "secret": SECRET,
        }  # fmt: skip
        return {argument: known[argument] for argument in pattern.pattern.converters}

    def addresses(self) -> Iterator[tuple[str, str, URLPattern]]:
        """List every address of the product, leading to something of this office."""
        for name, pattern in patterns():
            yield name, reverse(name, kwargs=self.arguments(name, pattern)), pattern


def furnish(boss: Agent, words: str) -> Office:
    """Fill every text a person may write with these words."""
    said = {"en": words}
    channel = make_channel(title=said, greeting=said, hours_text=said, fields=[], origins=[], color="#0f7f86")
    inbox.save_channel(channel, kind="webchat", name=words, settings=channel.settings, at=NOON)
    type(channel).objects.filter(pk=channel.pk).update(key="widget")
    upload = SimpleUploadedFile(f"{words}.txt", words.encode(), "text/plain")
    file = files.store(upload, owner="visitor-visitor-1", at=NOON)
    conversation = make_conversation(
        words, channel=channel, thread="visitor-1", name=words, files=(file.token,), email="m@customer.example"
    )
    about = {"name": words, "company_name": words, "city": words, "about": words}
    customers.change(conversation.customer, **about, actor=boss.actor, at=NOON)
    boss.name = words
    boss.save(update_fields=["name"])
    accounts.change_company(name=words, language="en", calendar="gregorian", time_zone="UTC", by=boss, at=NOON)
    return _worked_on(conversation, boss, words, file=file.token)


def _worked_on(conversation: Conversation, boss: Agent, words: str, *, file: str) -> Office:
    """Let everything be done with a conversation that can be."""
    team = make_team(words, members=[boss])
    tag = inbox.save_tag(None, name=words, hue=1)
    canned = inbox.save_canned_reply(None, shortcut="a", title=words, body=words, language="")
    inbox.assign(conversation=conversation, assignee=boss, team=team, by=boss, at=NOON)
    inbox.tag(conversation=conversation, tag=tag, by=boss, at=NOON)
    note = {"body": f"{words} @{words}", "client_id": uuid4(), "mentioned": [boss.pk]}
    inbox.write_note(conversation=conversation, author=boss, at=NOON, **note)
    message = make_reply(conversation, boss, words)
    asked = {"email": "new@narvan.example", "name": words, "role": Role.AGENT, "language": "en"}
    invitation, _ = accounts.invite(**asked, team_ids=[team.pk], by=boss, at=NOON)
    turn = _bot(message, words)
    practised = furnish_practice(boss, words, conversation)
    inbox.resolve(conversation=conversation, by=boss, at=NOON)
    whose = {"conversation_id": conversation.pk, "customer_id": conversation.customer_id, "agent_id": boss.pk}
    feedback.rate(**whose, score=1, comment=words, at=NOON)
    ids = {
        "conversation": conversation.pk, "customer": conversation.customer_id, "channel": conversation.channel_id,
        "team": team.pk, "agent": boss.pk, "tag": tag.pk, "canned": canned.pk, "message": message.pk, "turn": turn.pk,
        "invitation": invitation.pk, "letter": _letter(words).pk, **_set_aside(words),
        "whatsapp": _whatsapp(words), **_programs(boss, words),
        **furnish_people(conversation.customer, boss, words), **_help(boss, words), "synonym": _synonyms(),
        "article_import": furnish_article_import(boss, at=NOON, name=words),
        **furnish_desk(conversation, boss, words), **furnish_promises(boss, words),
        **furnish_workforce(boss, words), **furnish_automations(boss, words),
        **furnish_routing(boss, words), **practised,
        **furnish_board(boss, words),
    }  # fmt: skip
    return Office(ids, conversation, file)


def _bot(message: Message, words: str) -> Turn:
    """A bot that handed over, and suggests an answer."""
    conversation = message.conversation
    told = {"reason": "ANGER", "language": "en", "mood": "ANGRY", "wants": [words], "shown": [words], "contact": words,
            "values": [[words, words]], "due_at": NOON.isoformat()}  # fmt: skip
    inbox.note_automatically(
        conversation=conversation, actor="bot", client_id=uuid4(), extras={"handover": told}, at=NOON
    )
    session = Session.objects.create(conversation=conversation)
    return Turn.objects.create(
        session=session, message=message, kind="ANSWER", state="SUGGESTED", said={"text": words}, taken_at=NOON
    )


def _synonyms() -> int:
    """Two words that mean the same; a word can hold no markup."""
    return synonyms.save(None, words=["یخچال", "سردساز"], at=NOON).pk


def _help(boss: Agent, words: str) -> dict[str, int]:
    """An article that everybody can read, in a collection of its own."""
    told = {"names": {"en": words}, "descriptions": {"en": words}, "icon": "book", "by": boss, "at": NOON}
    collection = knowledge.save_collection(None, slug="help", **told)
    draft = Draft(title=words, summary=words, body=f"## {words}\n\n{words}\n\n> {words}", asked=(words,))
    made = knowledge.create_article(
        collection=collection, language="en", draft=draft, by=boss, at=NOON, slug="help", key="help"
    )
    knowledge.publish(made, number=1, by=boss, at=NOON)
    knowledge.redirect("old", to=made, at=NOON)
    way = knowledge.suggest_way(made, words=f"Why {words}", source="SEARCH", at=NOON)
    for place in ("HELP", "WIDGET"):
        knowledge.note_search(asked=words, language="en", place=place, results=0, at=timezone.now())
    knowledge.rate(
        article=made.article, language="en", visitor="v", network="n", is_helpful=False, at=NOON, words=words,
        reason="UNCLEAR",
    )  # fmt: skip
    return {"article": made.article_id, "collection": collection.pk, "way": way.pk if way else 0}


def _set_aside(words: str) -> dict[str, int]:
    """Let something come in over a webhook that cannot be understood, and the provider refuse us."""
    channel = make_channel("webhook")
    inbox.save_channel(channel, kind="webhook", name=words, settings={}, at=NOON)
    type(channel).objects.filter(pk=channel.pk).update(key="hook", paused_until=NOON, pause_reason=words)
    journal.journal(channel.pk, [RawItem(key=words, body=words.encode(errors="replace"))], at=NOON)
    Arrival.objects.filter(channel=channel).update(state=Arrival.State.QUARANTINED, reason=words)
    connections.revoked(channel.pk, words, at=NOON)
    return {"webhook": channel.pk, "arrival": Arrival.objects.get(channel=channel).pk}


def _programs(boss: Agent, words: str) -> dict[str, int]:
    """A program's token, and a webhook that was sent something."""
    tokens.make(name=words, agent=boss, scopes=list(Scope), by=boss, at=NOON)
    endpoint, _ = webhooks.save(None, url="http://127.0.0.1:9/", events=[], is_active=False, at=NOON)
    dispatch = Dispatch.objects.create(
        endpoint=endpoint, entry_id=1, event="inbox.message.received", body={}, answer=words, created_at=NOON
    )
    return {"endpoint": endpoint.pk, "dispatch": dispatch.pk}


def _whatsapp(words: str) -> int:
    """A number whose provider cannot be reached, with a template."""
    channel = make_meta("whatsapp", "http://127.0.0.1:9/v23.0")
    Template.objects.create(
        channel=channel, name=words, language="fa", status=Template.APPROVED, refreshed_at=NOON,
        components=[{"type": "BODY", "text": f"{words} {{{{1}}}}"}],
    )  # fmt: skip
    return channel.pk


def _letter(words: str) -> Message:
    """Let a mail come in, with HTML to be shown as it was sent."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{words} <m@customer.example>", OURS, words
    mail["Message-ID"] = "<1@customer.example>"
    mail.set_content(words)
    mail.add_alternative(f'<p>{escape(words)}</p><img src="https://customer.example/a.png">', subtype="html")
    return taken(make_mailbox(), mail.as_bytes())


def ask(client: Client, method: str, address: str, *, query: str = "", body: str = "", **headers: str) -> Any:
    """Ask as a browser would, and take back whatever was done."""
    kind = headers.pop("Content-Type", "application/x-www-form-urlencoded")
    session = client.cookies.copy()
    with transaction.atomic():
        address = f"{address}?{query}" if query else address
        answer = client.generic(method.upper(), address, body, kind, headers=headers)
        if answer.streaming:
            answer.getvalue()
        transaction.set_rollback(True)
    client.cookies = session
    return answer


def _subclasses(of: type[Form]) -> Iterator[type[Form]]:
    for one in of.__subclasses__():
        yield one
        yield from _subclasses(one)
