"""What one batch is about to do: its people, its threads, and the ids drawn for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rafiq.inbox.contracts import Inbound, Receipt


@dataclass(slots=True)
class Person:
    """One sender of the batch. `customer_id` is 0 until found or drawn."""

    sender: tuple[str, str]
    first: Inbound
    customer_id: int = 0
    is_new: bool = False


@dataclass(slots=True)
class Thread:
    """One thread of the batch. `conversation_id` is 0 until found or drawn.

    `owner_id` is the customer of its conversation, who is another than the sender where a line led there.
    """

    channel_id: int
    name: str
    person: Person
    messages: list[Inbound] = field(default_factory=list)
    conversation_id: int = 0
    is_new: bool = False
    is_reopened: bool = False
    is_woken: bool = False
    found_owner_id: int = 0

    @property
    def owner_id(self) -> int:
        """Return whose conversation it is."""
        return self.found_owner_id or self.person.customer_id

    @property
    def is_owed(self) -> bool:
        """Whether a person said something here: what a machine sent by itself owes nobody an answer."""
        return not all(message.is_automatic for message in self.messages)


class Plan:
    """The fresh messages of a batch, grouped by sender and thread."""

    def __init__(self, messages: Sequence[Inbound], *, at: datetime, reopen_after: datetime) -> None:
        self.messages = messages
        self.at = at
        self.reopen_after = reopen_after
        self.people: dict[tuple[str, str], Person] = {}
        self.threads: dict[tuple[int, str], Thread] = {}
        self.thread_of = [self._thread_of(message) for message in messages]
        self.message_ids: list[int] = []

    def _thread_of(self, message: Inbound) -> Thread:
        person = self.people.setdefault(message.sender, Person(message.sender, message))
        key = (message.channel_id, message.thread)
        thread = self.threads.setdefault(key, Thread(message.channel_id, message.thread, person))
        thread.messages.append(message)
        return thread

    def new_people(self) -> list[Person]:
        """List the senders nobody knew."""
        return [person for person in self.people.values() if person.is_new]

    def new_threads(self) -> list[Thread]:
        """List the threads that begin a conversation."""
        return [thread for thread in self.threads.values() if thread.is_new]

    def receipts(self) -> dict[tuple[int, str], Receipt]:
        """Tell what became of each message."""
        return {
            (message.channel_id, message.external_id): Receipt(
                message_id, thread.conversation_id, thread.owner_id, message.said_at, True
            )
            for message, thread, message_id in zip(self.messages, self.thread_of, self.message_ids, strict=True)
        }
