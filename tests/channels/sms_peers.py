"""What the tests of SMS share: a centre, channels that lead to it, a listener, conversations with a phone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connections as databases

from rafiq.channels.sms.smpp import pool
from rafiq.channels.sms.smpp.adapter import Smpp
from rafiq.channels.transport import processing
from rafiq.channels.transport.models import Arrival
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Conversation, Message
from tests.channels.smsc import PASSWORD, SYSTEM, Centre
from tests.makers import NOON, make_agent, make_inbound, receive

PHONE = "+989123456789"
LONG_PERSIAN = (
    "سلام، یخچالی که هفتهٔ پیش از شعبهٔ شیراز خریدم درست خنک نمی‌کند؛ دمای بالا روی ۱۴ درجه مانده و میوه‌ها خراب شده‌اند. "
    "دو بار هم زنگ زدم ولی کسی جواب نداد 😕 لطفاً بگویید تعمیرکار کی می‌آید؟ شمارهٔ سفارش: ۴۵۸۲۱ «نارون»."
)
LONG_ARABIC = (
    "مرحبًا، طلبتُ خلاطًا من فرع بيروت قبل عشرة أيام ولم يصلني حتى الآن، مع أنّ المبلغ خُصم من بطاقتي. "
    "أرجو إفادتي: متى سيصل؟ ورقم الطلب هو ٧٧١٢٣ 🙏 وإن لم يكن متوفّرًا فأعيدوا المبلغ رجاءً، شكرًا لكم على الاهتمام."
)


def smpp_channel(centre: Centre | None = None, *, password: str = PASSWORD, **settings: object) -> Channel:
    given = {
        "host": "127.0.0.1", "port": centre.port if centre else 1, "system_id": SYSTEM, "source": "3000505",
        "bind": "transceiver", "country": "IR", "answer_seconds": 5, "enquire_seconds": 0.05, "confirm_opting": True,
    } | settings  # fmt: skip
    secret = json.dumps({"password": password})
    return inbox.save_channel(None, kind="smpp", name="SMS", settings=given, at=NOON, secret=secret)


def sms_channel(kind: str, secret: dict[str, str], **settings: object) -> Channel:
    return inbox.save_channel(
        None, kind=kind, name="SMS", settings={"country": "IR", **settings}, at=NOON, secret=json.dumps(secret)
    )


@contextlib.contextmanager
def a_centre(**fields: object) -> Iterator[Centre]:
    centre = Centre(**fields)  # type: ignore[arg-type]
    centre.start()
    try:
        yield centre
    finally:
        for channel_id in list(pool._pool.lines):
            pool.close(channel_id)
        centre.stop()


@contextlib.contextmanager
def listening(channel: Channel) -> Iterator[dict[str, BaseException]]:
    """Run the receiver as the worker does, on a loop of its own, again and again until the block ends."""
    loop = asyncio.new_event_loop()
    found: dict[str, BaseException] = {}

    async def run() -> None:
        while True:
            try:
                await Smpp().listen(channel)
            except Exception as error:
                found["error"] = error
            await asyncio.sleep(0.02)

    task = loop.create_task(run())

    def go() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        databases.close_all()

    thread = threading.Thread(target=go, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(15)


def take_in(at: datetime = NOON) -> None:
    processing.process_all(at=max(at, NOON) + timedelta(days=400))


def said(kind: str = Message.Kind.INBOUND) -> list[str]:
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("text", flat=True))


def states() -> list[tuple[str, str]]:
    return list(Arrival.objects.order_by("pk").values_list("state", "note"))


def a_conversation(channel: Channel, *, phone: str = PHONE, text: str = "سلام") -> Conversation:
    found = make_inbound(text, channel=channel, thread=phone, sender=("PHONE", phone))
    receipt = receive(
        text, channel=channel, thread=phone, sender=found.sender, external_id=f"first-{phone}-{channel.pk}"
    )
    return Conversation.objects.get(pk=receipt.conversation_id)


def answer(conversation: Conversation, words: str, *, at: datetime = NOON) -> Message:
    author = make_agent("Sara")
    return inbox.reply(conversation=conversation, author=author, body=words, client_id=uuid4(), at=at)


def delivery(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.delivery, message.failure


def poll_once(transport, channel: Channel, is_enough) -> BaseException | None:
    """Let a receiver run until enough has come, or until it ends by itself; return what it ended with."""
    ended: list[BaseException] = []

    async def run() -> None:
        task = asyncio.create_task(transport.listen(channel))
        until = asyncio.get_running_loop().time() + 20
        while not task.done() and not await asyncio.to_thread(asked) and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.01)
        if not task.done():
            task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
        except Exception as error:
            ended.append(error)

    def asked() -> bool:
        try:
            return is_enough()
        finally:
            databases.close_all()

    asyncio.run(run())
    return ended[0] if ended else None
