"""Asks a server that speaks OpenAI's chat completions, hosted or on a machine of one's own, for one JSON object.

Of the protocol (platform.openai.com/docs/api-reference/chat) only what llama.cpp, vLLM, Ollama and the hosted ones
have in common is used: `model`, `messages`, `temperature`, `max_tokens`, and `response_format` where it is known.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx

from rafiq.bot.model.outcomes import NoAnswer
from rafiq.platform import http

TRIES: Final = 2
MOST_BYTES: Final = 256 * 1024
MOST_CHARACTERS: Final = 20_000
LONGEST_WAIT: Final = 2.0
"""Seconds for which somebody who waits for an answer is kept waiting by a provider that is busy."""
PATH: Final = "/chat/completions"
_AGAIN: Final = frozenset({408, 409, 425, 500, 502, 503, 504, 529})


@dataclass(frozen=True, slots=True)
class Server:
    """Where to ask, and how long an answer may take in all (seconds)."""

    address: str
    name: str
    key: str = field(default="", repr=False)
    seconds: float = 8.0


@dataclass(frozen=True, slots=True)
class Completion:
    """What came back, and the tokens it says it took (0 where it says nothing)."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


def complete(
    server: Server, *, system: str, user: str, max_tokens: int,
    pause: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic,
) -> Completion:  # fmt: skip
    """This will return the model's words, after at most two tries within the server's seconds.

    Raises:
        NoAnswer: if there are none.
    """
    asked = _Asked(server, system, user, max_tokens, deadline=clock() + server.seconds, clock=clock)
    with http.client() as client:
        for last in (False, True):
            try:
                return asked.once(client)
            except _Again as again:
                left = asked.deadline - clock()
                if last or again.wait > min(LONGEST_WAIT, left / 2):
                    raise again.problem from None
                pause(again.wait)
    raise NoAnswer("SERVER")


class _Again(Exception):
    """Another try may help, after a wait of seconds; else the problem stands."""

    def __init__(self, problem: NoAnswer, *, wait: float = 0.2) -> None:
        super().__init__(problem.problem)
        self.problem, self.wait = problem, wait


@dataclass(slots=True)
class _Asked:
    """One question, over all its tries. `knows_format` turns false where the server does not know the field."""

    server: Server
    system: str
    user: str
    max_tokens: int
    deadline: float
    clock: Callable[[], float]
    knows_format: bool = True

    def once(self, client: httpx.Client) -> Completion:
        left = self.deadline - self.clock()
        if left <= 0:
            raise NoAnswer("TIMEOUT", was_spent=True)
        try:
            return self._sent(client, httpx.Timeout(left, connect=min(left, 4.0)))
        except httpx.ConnectError:
            raise _Again(NoAnswer("CONNECTION")) from None
        except httpx.TimeoutException as error:
            raise NoAnswer("TIMEOUT", was_spent=not isinstance(error, httpx.ConnectTimeout)) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            raise NoAnswer("CONNECTION") from None

    def _sent(self, client: httpx.Client, timeout: httpx.Timeout) -> Completion:
        address = self.server.address.rstrip("/").removesuffix(PATH) + PATH
        headers = {"Authorization": f"Bearer {self.server.key}"} if self.server.key else {}
        with client.stream("POST", address, json=self._body(), headers=headers, timeout=timeout) as answer:
            raw = self._read(answer)
        if answer.status_code == 400 and self.knows_format and b"response_format" in raw:
            self.knows_format = False
            raise _Again(NoAnswer("BAD_REQUEST"), wait=0.0)
        _check(answer)
        return _understood(raw)

    def _body(self) -> dict[str, Any]:
        messages = [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}]
        body: dict[str, Any] = {
            "model": self.server.name, "messages": messages, "temperature": 0, "max_tokens": self.max_tokens,
        }  # fmt: skip
        return body | ({"response_format": {"type": "json_object"}} if self.knows_format else {})

    def _read(self, answer: httpx.Response) -> bytes:
        """Read no more than can be an answer, and no longer than there is time: a drop at a time is too slow, too."""
        raw = bytearray()
        for chunk in answer.iter_bytes():
            raw += chunk
            if len(raw) > MOST_BYTES:
                raise NoAnswer("TOO_LONG", was_spent=True)
            if self.clock() > self.deadline:
                raise NoAnswer("TIMEOUT", was_spent=True)
        return bytes(raw)


def _check(answer: httpx.Response) -> None:
    """Tell what a status means. Redirects are not followed: a key goes only where it was meant to go."""
    match answer.status_code:
        case 200:
            return
        case 429:
            wait = _retry_after(answer)
            raise _Again(NoAnswer("BUSY", retry_after=wait), wait=wait or 1.0)
        case 401 | 403:
            raise NoAnswer("REFUSED")
        case 404:
            raise NoAnswer("NOT_FOUND")
        case status if status in _AGAIN:
            raise _Again(NoAnswer("SERVER"))
        case status:
            raise NoAnswer("BAD_REQUEST" if status < 500 else "SERVER")


def _retry_after(answer: httpx.Response) -> float:
    """Read the header's seconds or moment (RFC 9110, 10.2.3); 0 where it says nothing that can be read."""
    given = answer.headers.get("Retry-After", "").strip()
    if given.isascii() and given.isdecimal() and len(given) < 8:
        return float(given)
    try:
        moment = parsedate_to_datetime(given)
        return max((moment - parsedate_to_datetime(answer.headers["Date"])).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError, KeyError):
        return 0.0


def _understood(raw: bytes) -> Completion:
    """Take the words out of an answer; calls of tools count for nothing, we offered none."""
    try:
        plain = json.loads(raw)
        choice = plain["choices"][0]
        said = choice["message"]
        words = said.get("content")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise NoAnswer("NONSENSE", was_spent=True) from None
    if said.get("refusal") or choice.get("finish_reason") == "content_filter":
        raise NoAnswer("DECLINED", was_spent=True)
    if not isinstance(words, str) or not words.strip():
        raise NoAnswer("NONSENSE", was_spent=True)
    if len(words) > MOST_CHARACTERS:
        raise NoAnswer("TOO_LONG", was_spent=True)
    used = plain.get("usage")
    return Completion(words, _count(used, "prompt_tokens"), _count(used, "completion_tokens"))


def _count(used: Any, name: str) -> int:  # noqa: ANN401  # JSON
    found = used.get(name) if isinstance(used, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 10_000_000 else 0
