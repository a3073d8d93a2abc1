from __future__ import annotations

from rafiq.platform.live_hub import Hub, Signal


class Ear:
    def __init__(self):
        self.heard = []

    def hear(self, topic, news):
        self.heard.append((topic, news))


def test_news_reach_those_who_listen_to_the_topic():
    hub, one, other = Hub(), Ear(), Ear()
    hub.subscribe(one, ["inbox", "agent-1"])
    hub.subscribe(other, ["agent-1"])

    hub.publish("inbox", Signal("typing", {}))

    assert one.heard == [("inbox", Signal("typing", {}))]
    assert other.heard == []


def test_stirring_tells_everyone_on_every_topic():
    hub, ear = Hub(), Ear()
    hub.subscribe(ear, ["inbox", "agent-1"])

    hub.stir()

    assert ear.heard == [("inbox", None), ("agent-1", None)]


def test_a_topic_that_nobody_listens_to_is_forgotten():
    hub, ear = Hub(), Ear()
    hub.subscribe(ear, ["inbox", "agent-1"])

    hub.unsubscribe(ear, ["inbox", "agent-1", "never heard of"])

    assert len(hub) == 0
