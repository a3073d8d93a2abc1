import sys
from concurrent.futures import ThreadPoolExecutor

from rafiq.platform.text.stemming import english

WORDS = [f"{root}{ending}" for root in ("deliver", "refund", "cancel", "install", "warrant", "generous", "replace")
         for ending in ("ing", "ies", "ed", "ation", "ational", "fulness", "s", "ly", "")]  # fmt: skip


def test_forms_meet_under_one_stem():
    assert {english.stem(word) for word in ("refund", "refunds", "refunded", "refunding")} == {"refund"}


def test_many_threads_at_once_get_what_one_gets():
    alone = [english.stem(word) for word in WORDS]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns within a word
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: [english.stem(word) for word in WORDS], range(60)))
    finally:
        sys.setswitchinterval(before)
    assert all(one == alone for one in found)
