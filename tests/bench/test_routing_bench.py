"""The measurement of routing runs to its end and answers in its shape. No speed is looked at: machines are busy."""

from __future__ import annotations

from rafiq.bench import _statistics, routing
from rafiq.bench._report import Size


def test_routing_tells_of_decisions_the_floor_the_simulation_and_the_pages_of_performance():
    measured = routing.measure(routing.PLANS[Size.TINY])

    assert {"decisions_per_second", "decision_p99_ms", "erlang_c_error", "erlang_a_error"} <= set(measured.figures)
    assert {"expected_wait_error", "last_wait_error", "abandoned_with_call_backs"} <= set(measured.figures)
    assert {"statistics_p95_ms", "statistics_list_p95_ms", "statistics_counted_per_second"} <= set(measured.figures)
    assert measured.figures["statistics_conversations"] == _statistics.PLANS[Size.TINY].conversations
    assert measured.figures["decisions"] > 0
    assert 0 < measured.figures["board_p50_ms"] <= measured.figures["board_p95_ms"]
    assert 0 < measured.figures["wall_p50_ms"] <= measured.figures["wall_p95_ms"]
    assert "locks_per_second" in measured.floor
    assert set(measured.ratios) == {"decisions"}
