"""Talking with the bot in tests: a chat window, articles, and what is said in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from rafiq.bot import services as bot
from rafiq.bot.models import Session, Turn
from rafiq.inbox import intake
from rafiq.inbox.models import Channel, Conversation, Message
from rafiq.platform.search import indexing
from rafiq.platform.search.documents import Document
from tests.makers import make_channel, make_inbound

ARTICLES = [
    Document(
        source="article", key="return", language="fa", title="شرایط و مهلت مرجوع کردن کالا",
        body="تا هفت روز پس از تحویل می‌توانید کالا را برگردانید. کالا باید سالم و در جعبهٔ اصلی باشد. "
        "هزینهٔ برگشت کالای سالم با مشتری است. پس از بررسی، پول ظرف سه روز کاری به حسابتان برمی‌گردد. "
        "کالای بهداشتی پس از باز شدن پس گرفته نمی‌شود.",
        asked=("چطور جنس رو پس بدم", "میخوام مرجوع کنم", "چند روز وقت دارم پس بدم"),
    ),
    Document(
        source="article", key="warranty", language="fa", title="گارانتی و ضمانت دستگاه‌ها",
        body="همهٔ دستگاه‌ها هجده ماه گارانتی دارند. شماره سریال پشت دستگاه است. برای گارانتی فاکتور لازم است.",
        asked=("گارانتیش چند ماهه", "ضمانت دارید"),
    ),
    Document(
        source="article", key="return", language="en", title="Returning a product",
        body="You can return a product within seven days of delivery. It must be undamaged and in its box. "
        "We refund the money within three working days.",
        asked=("how do i return something", "can i send it back"),
    ),
    Document(
        source="article", key="return", language="ar", title="إرجاع المنتج",
        body="يمكنك إرجاع المنتج خلال سبعة أيام من التسليم. يجب أن يكون سليمًا وفي علبته. نعيد المبلغ خلال ثلاثة أيام.",
        asked=("كيف أرجع المنتج", "بدي رجع الغرض"),
    ),
    Document(
        source="article", key="wholesale", language="fa", title="قیمت همکاری برای همکاران",
        body="قیمت همکاری فقط برای کارکنان است.", audience="STAFF",
    ),
]  # fmt: skip


def now() -> datetime:
    return datetime.now(UTC)


def know(*documents: Document) -> None:
    indexing.put(documents or ARTICLES, at=now())


def switch_on(**values: object) -> None:
    bot.save_settings({"is_active": True, **values}, at=now())


class Chat:
    """One visitor in a chat window (or somebody on another channel).

    Without `run_jobs` the bot's service is called at once, which needs no transactions of their own.
    """

    def __init__(
        self, run_jobs: Callable[[], None] | None = None, *, kind: str = "webchat", channel: Channel | None = None
    ) -> None:
        self.run_jobs, self.channel = run_jobs, channel or make_channel(kind)
        self.thread = f"visitor-{uuid4()}"

    def write(self, words: str, **fields: object) -> Message:
        """Say something, without waiting for an answer."""
        said = make_inbound(words, channel=self.channel, thread=self.thread, said_at=now(), **fields)
        return Message.objects.get(pk=intake.receive([said], at=now())[0].message_id)

    def say(self, words: str, **fields: object) -> str:
        """Say something and return what is answered; "" for nothing."""
        before = self.newest_answer()
        said = self.write(words, **fields)
        if self.run_jobs:
            self.run_jobs()
        else:
            bot.take(said.pk, at=now())
        after = self.newest_answer()
        return after.text if after and after != before else ""

    def newest_answer(self) -> Message | None:
        sent = Message.objects.filter(channel=self.channel, thread=self.thread, kind="OUTBOUND")
        return sent.order_by("-pk").first()

    @property
    def conversation(self) -> Conversation:
        return Conversation.objects.filter(channel=self.channel, thread=self.thread).latest("pk")

    @property
    def session(self) -> Session:
        return Session.objects.get(conversation=self.conversation)

    @property
    def turn(self) -> Turn:
        return Turn.objects.filter(session__conversation=self.conversation).latest("pk")

    @property
    def notes(self) -> list[Message]:
        return list(self.conversation.messages.filter(kind="NOTE").order_by("pk"))
