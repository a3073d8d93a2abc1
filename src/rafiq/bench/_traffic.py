"""Brings messages in from outside as providers do: each is sent again until it was taken. A helper process."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import smtplib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlencode

from rafiq.bench import _orders

AT_ONCE = 8
PATIENCE_SECONDS = 180
TAKEN = 200
BEGUN = 1_790_000_000  # a moment in 2026, seconds

type Send = Callable[[int], bool]


class Caller:
    """One connection that is kept, and opened again when it was lost."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line: http.client.HTTPConnection | None = None

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> bool:
        """Send one request; True if it was taken."""
        try:
            line = self._line = self._line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
            line.request("POST", path, body, headers)
            answer = line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            if self._line:
                self._line.close()
            self._line = None
            return False
        return answer.status == TAKEN


def telegram(*, port: int, key: str, secret: str, first: int, count: int) -> dict[str, Any]:
    """Call the bot's webhook with one update a message, of as many people."""
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret}

    def sender() -> Send:
        caller = Caller(port)
        return lambda number: caller.post(f"/hooks/{key}/", _update(number), headers)

    return _all(sender, first, count)


def kavenegar(*, port: int, path: str, first: int, count: int) -> dict[str, Any]:
    """Call the SMS channel's webhook with one message each, of as many numbers."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def sender() -> Send:
        caller = Caller(port)
        return lambda number: caller.post(path, _sms(number), headers)

    return _all(sender, first, count)


def mail(*, port: int, address: str, first: int, count: int) -> dict[str, Any]:
    """Hand one letter each over by SMTP."""

    def sender() -> Send:
        lines: list[smtplib.SMTP] = []

        def send(number: int) -> bool:
            try:
                if not lines:
                    lines.append(smtplib.SMTP("127.0.0.1", port, timeout=20))
                lines[0].send_message(_letter(number, address))
            except (OSError, smtplib.SMTPException):
                lines.clear()
                return False
            return True

        return send

    return _all(sender, first, count, at_once=4)


def _update(number: int) -> bytes:
    person = {"id": 100_000 + number, "is_bot": False, "first_name": f"Person {number}", "language_code": "en"}
    chat = {"id": 100_000 + number, "type": "private", "first_name": f"Person {number}"}
    message = {"message_id": 1, "from": person, "chat": chat, "date": BEGUN, "text": f"Hello, no. {number}"}
    return json.dumps({"update_id": number, "message": message}).encode()


def _sms(number: int) -> bytes:
    said = {"messageid": number, "from": f"0912{number:07d}", "to": "10004346", "message": f"Hello, no. {number}"}
    return urlencode(said).encode()


def _letter(number: int, address: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = f"Person {number} <person-{number}@outside.example>"
    letter["To"], letter["Subject"] = address, f"A question, no. {number}"
    letter["Message-ID"] = f"<letter-{number}@outside.example>"
    letter["Date"] = "Sun, 22 Nov 2026 12:00:00 +0000"
    letter.set_content(f"Hello, no. {number}\n\nIs it there?\n")
    return letter


def _all(sender: Callable[[], Send], first: int, count: int, *, at_once: int = AT_ONCE) -> dict[str, Any]:
    """Send all of them, several at a time; each until it was taken."""
    numbers = itertools.count(first)
    began = time.monotonic()

    def work(_: int) -> int:
        send, again = sender(), 0
        while (number := next(numbers)) < first + count:
            while not send(number):
                again += 1
                if time.monotonic() - began > PATIENCE_SECONDS:
                    raise RuntimeError(f"message {number} is not taken")
                time.sleep(0.2)
        return again

    with ThreadPoolExecutor(at_once) as pool:
        repeated = sum(pool.map(work, range(at_once)))
    return {"seconds": time.monotonic() - began, "repeated": repeated}


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        _orders.serve({"telegram": telegram, "kavenegar": kavenegar, "mail": mail})
