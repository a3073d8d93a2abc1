"""The pages of performance are measured to the end. No number is looked at: machines are busy."""

from rafiq.bench import _statistics
from rafiq.bench._report import Size


def test_pages_of_performance_are_measured():
    figures = _statistics.measure(_statistics.PLANS[Size.TINY])

    assert {"statistics_p95_ms", "statistics_list_p95_ms", "statistics_counted_per_second"} <= set(figures)
    assert figures["statistics_conversations"] == _statistics.PLANS[Size.TINY].conversations
