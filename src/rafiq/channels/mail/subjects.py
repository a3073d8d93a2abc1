"""Subjects compared: without the marks of answering and forwarding that programs of many languages put before them."""

from __future__ import annotations

import re
from typing import Final

from rafiq.platform import text

MOST_SUBJECT = 300
_ANSWER = "re|aw|sv|antw|odp|رد|ردّ|الرد|پاسخ|جواب"
_FORWARD = "fwd?|wg|tr|rv|إعادة توجيه|تحويل|هدایت|ارجاع|باز ?ارسال"
_ANSWERED: Final = re.compile(rf"\s*(?:{_ANSWER})\s*(?:\[\d+\]|\(\d+\))?\s*[:：]", re.IGNORECASE)
_MARKS: Final = re.compile(rf"(?:\s*(?:{_ANSWER}|{_FORWARD})\s*(?:\[\d+\]|\(\d+\))?\s*[:：])+\s*", re.IGNORECASE)


def is_answer(subject: str) -> bool:
    """Test whether a subject says that this is an answer."""
    return _ANSWERED.match(subject[:MOST_SUBJECT]) is not None


def key(subject: str) -> str:
    """Return what the subjects of one exchange have in common; "" where nothing is left to compare."""
    bare = _MARKS.sub("", subject[:MOST_SUBJECT], count=1) if _MARKS.match(subject[:MOST_SUBJECT]) else subject
    return text.fold(bare[:MOST_SUBJECT])[:200].strip()


def answer_to(subject: str) -> str:
    """Put the mark of an answer before a subject that has none yet."""
    return subject if not subject or is_answer(subject) else f"Re: {subject}"
