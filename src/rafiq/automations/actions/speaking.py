"""A step speaks to the customer: in the name of the macro's agent, or of the company."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.automations.actions.common import CLOSED
from rafiq.automations.contracts import Act, Impossible
from rafiq.inbox import services
from rafiq.inbox.models import Conversation, Message
from rafiq.inbox.presentation.canned import filled

_UNHEARD = gettext_noop("The customer has written nothing here that could be answered.")
_EMPTY = gettext_noop("The answer has no words.")
_NO_WAY = gettext_noop("The customer cannot be reached like that any more.")


def speak(words: str, conversation: Conversation, act: Act, *, settles: bool) -> None:
    """Send words, with their placeholders filled, the way the customer wrote; a macro's agent sends them as their own.

    Raises:
        Impossible: if it is closed, the words are empty, or the customer cannot be reached.
    """
    author = author_of(act)
    body = with_names(words, conversation, author)
    try:
        if author is None:
            _automatically(body, conversation, act, settles=settles)
        else:
            services.reply(conversation=conversation, author=author, body=body, client_id=act.client_id, at=act.at)
    except services.NotOpen as error:
        raise Impossible(CLOSED) from error
    except services.EmptyMessage as error:
        raise Impossible(_EMPTY) from error
    except (services.NoSuchWay, services.AlreadyJoined) as error:
        raise Impossible(_NO_WAY) from error


def author_of(act: Act) -> Agent | None:
    """Find the agent who does it; None for a program.

    Raises:
        Impossible: if they are not here any more.
    """
    if act.agent_id is None:
        return None
    agent = accounts.agent(act.agent_id)
    if agent is None:
        raise Impossible(gettext_noop("The agent is not here any more."))
    return agent


def with_names(words: str, conversation: Conversation, author: Agent | None) -> str:
    """Fill the placeholders: the agent is who writes, or whoever has the conversation, or the company."""
    who = author or conversation.assignee
    names = {"{{customer}}": conversation.customer.name, "{{agent}}": who.name if who else accounts.company().name}
    return filled(words, names)


def _automatically(body: str, conversation: Conversation, act: Act, *, settles: bool) -> None:
    heard = Message.objects.filter(conversation=conversation, kind=Message.Kind.INBOUND).order_by("-pk").first()
    if heard is None:
        raise Impossible(_UNHEARD)
    services.say_automatically(
        conversation=conversation, actor=act.actor, body=body, client_id=act.client_id, at=act.at, answers=heard,
        extras={"bot": {"name": accounts.company().name, "links": []}}, settles=settles,
    )  # fmt: skip
