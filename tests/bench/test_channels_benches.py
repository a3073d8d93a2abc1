"""The measurements of channels run to their end; the one about losses judges itself, and fails when it finds one."""

from __future__ import annotations

from rafiq.bench import channels, survival
from rafiq.bench._report import Size


def test_channels_tells_of_mails_webhooks_answers_and_a_watched_mailbox():
    measured = channels.measure(channels.PLANS[Size.TINY])

    assert {"webhook_messages_per_second", "deliveries_per_second", "mails"} <= set(measured.figures)
    if measured.figures["mails"]:
        assert set(measured.ratios) == {"mails_per_second"}


def test_a_killed_worker_and_a_killed_web_process_lose_and_double_nothing():
    measured = survival.measure(survival.PLANS[Size.TINY])

    for kind in survival.KINDS:
        sent = measured.figures[f"{kind}_in_sent"]
        assert sent == measured.figures[f"{kind}_in_rows"] == measured.figures[f"{kind}_in_distinct"] > 0
        assert measured.figures[f"{kind}_out_delivered"] == measured.figures[f"{kind}_out_written"] > 0
    assert measured.figures["kavenegar_out_repeated"] == 0
