"""Rules on the log: when, if, then; each once; none chases itself."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rafiq.automations import services
from rafiq.automations.checking import Contradiction
from rafiq.automations.conditions import Conditions
from rafiq.automations.contracts import Step
from rafiq.automations.models import Rule, Run
from rafiq.automations.services import firing
from rafiq.automations.timing import Timing
from rafiq.customers import services as customers
from rafiq.customers.segmenting import Condition
from rafiq.feedback import services as feedback
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from rafiq.platform.log.models import Cursor, Entry
from tests.automations.world import boss, make_rule, make_tag, results, tagging, tags_of, untagging
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team, receive

pytestmark = pytest.mark.django_db(transaction=True)


def test_words_of_a_customers_message_let_a_rule_do_something_and_it_is_written_down(run_jobs):
    rule = make_rule(words=("گارانتی", "warranty"))
    talk = make_conversation("یخچالم گارانتي دارد؟")
    make_conversation("سلام")
    run_jobs()
    assert tags_of(talk.pk) == ["warranty"]
    run = Run.objects.get()
    assert (run.rule_id, run.conversation_id, run.result, run.version) == (rule.pk, talk.pk, "DONE", 1)
    assert Entry.objects.get(kind="inbox.conversation.tagged").actor == rule.actor
    assert Entry.objects.get(kind="automations.rule.ran").payload["run_id"] == run.pk


def test_a_rule_that_is_off_does_nothing_and_what_was_before_is_not_caught_up(run_jobs):
    make_rule(is_on=False)
    talk = make_conversation()
    run_jobs()
    make_rule()
    run_jobs()
    assert tags_of(talk.pk) == []


def test_reading_the_log_once_more_does_nothing_twice(run_jobs):
    make_rule("message", Step("note", {"text": "Look", "mentions": []}))
    make_conversation()
    run_jobs()
    Cursor.objects.filter(subscriber="rafiq.automations.subscribers.hear").update(xid=0, entry_id=0)
    run_jobs()
    assert results() == ["DONE"]
    assert Message.objects.filter(kind="NOTE").count() == 1


def test_rules_are_followed_in_their_order_and_see_what_those_before_did(run_jobs):
    make_rule("message", tagging("one"), name="first")
    make_rule("message", tagging("two"), name="second", tags=(make_tag("one").pk,))
    talk = make_conversation()
    run_jobs()
    assert tags_of(talk.pk) == ["one", "two"]


def test_a_rule_that_triggers_itself_stops_after_the_first_time_and_says_so(run_jobs):
    rule = make_rule("tagged", untagging(), tagging(), tags=(make_tag().pk,))
    talk = make_conversation()
    inbox.tag(conversation=talk, tag=make_tag(), by=boss(), at=NOON)
    run_jobs()
    assert results(rule) == ["DONE", "STOPPED"]
    assert Run.objects.last().reason == firing.CHASES


def test_two_rules_that_chase_each_other_stop_after_one_turn(run_jobs):
    one = make_rule("tagged", untagging())
    other = make_rule("untagged", tagging())
    talk = make_conversation()
    inbox.tag(conversation=talk, tag=make_tag(), by=boss(), at=NOON)
    run_jobs()
    assert (results(one), results(other)) == (["DONE", "STOPPED"], ["DONE"])
    assert Run.objects.get(result="STOPPED").chain == [one.actor, other.actor]


def test_a_long_chain_of_rules_ends(run_jobs):
    names = [f"t{number}" for number in range(8)]
    for before, after in reversed(list(pairwise(names))):
        make_rule("tagged", tagging(after), tags=(make_tag(before).pk,), without=(make_tag(after).pk,))
    talk = make_conversation()
    inbox.tag(conversation=talk, tag=make_tag("t0"), by=boss(), at=NOON)
    run_jobs()
    assert len(tags_of(talk.pk)) == 1 + firing.DEEPEST
    assert Run.objects.filter(result="STOPPED", reason=firing.TOO_DEEP).count() == 1


def test_too_often_in_one_conversation_a_rule_stops_itself_and_says_so_once(run_jobs):
    rule = make_rule("message", Step("note", {"text": "Again", "mentions": []}))
    channel = make_conversation(thread="busy").channel
    for number in range(firing.MOST_A_RULE + 3):
        receive(f"And {number}", channel=channel, thread="busy")
    run_jobs()
    assert results(rule).count("DONE") == firing.MOST_A_RULE
    assert results(rule).count("STOPPED") in {1, 2}  # once an hour; the clock may strike meanwhile


def test_a_step_that_cannot_be_done_is_told_with_its_reason_and_holds_up_no_other_rule(run_jobs):
    broken = make_rule("message", tagging("gone"), Step("close"))
    make_rule("message", tagging("fine"))
    inbox.remove_tag(make_tag("gone"))
    talk = make_conversation()
    run_jobs()
    run = Run.objects.get(rule=broken)
    assert (run.result, run.reason) == ("FAILED", "The tag was removed.")
    assert [one["state"] for one in run.outcomes] == ["FAILED", "SKIPPED"]
    assert tags_of(talk.pk) == ["fine"]


def test_what_nobody_foresaw_is_tried_again_and_then_written_down():
    rule = make_rule("message", Step("note", {"text": "x", "mentions": [None]}))  # no form would have let this through
    make_conversation()
    entry = Entry.objects.get(kind="inbox.message.received")
    with pytest.raises(AttributeError):
        services.consider(entry.id, rules=str(rule.pk), at=NOON)
    assert results() == []
    services.consider(entry.id, rules=str(rule.pk), at=NOON, is_last_try=True)
    assert results() == ["FAILED"]


@pytest.mark.parametrize("is_any", [False, True])
def test_all_or_any_of_what_is_asked(run_jobs, is_any):
    make_rule("message", tagging(), is_any=is_any, languages=("fa",), words=("broken",))
    talk = make_conversation("It is broken", language="en")
    run_jobs()
    assert tags_of(talk.pk) == (["warranty"] if is_any else [])


def test_every_condition_looks_at_its_own_thing(run_jobs):
    team, sara = make_team(), make_agent()
    segment = customers.save_segment(
        None,
        name="All",
        is_shared=True,
        is_any=False,
        conditions=[Condition("conversations", "more", "0")],
        by=sara,
        at=NOON,
    )
    asked = {
        "channels": ("webchat",), "languages": ("fa",), "levels": ("NORMAL",), "teams": (team.pk,),
        "assignees": (-1,), "tags": (make_tag("vip").pk,), "without": (make_tag("spam").pk,), "words": ("سلام",),
        "ratings": (5,), "segments": (segment.pk,), "hours": "open",
    }  # fmt: skip
    make_rule("rated", tagging("all"), **asked)
    for name, other in (("channels", ("mail",)), ("teams", (0,)), ("assignees", (0,)), ("ratings", (1, 2)),
                        ("levels", ("HIGH",)), ("tags", (make_tag("other").pk,)), ("words", ("خداحافظ",))):  # fmt: skip
        make_rule("rated", tagging(f"not {name}"), **{**asked, name: other})
    talk = make_conversation("سلام یخچالم گرم می‌شود چه کنم", language="fa")
    inbox.assign(conversation=talk, assignee=sara, team=team, by=sara, at=NOON)
    inbox.tag(conversation=talk, tag=make_tag("vip"), by=sara, at=NOON)
    whose = {"conversation_id": talk.pk, "customer_id": talk.customer_id, "agent_id": sara.pk}
    feedback.rate(**whose, score=5, comment="", at=NOON)
    run_jobs()
    assert tags_of(talk.pk) == ["all", "vip"]


@pytest.mark.parametrize(
    ("event", "happens"),
    [
        ("opened", lambda talk, who: None),
        ("message", lambda talk, who: None),
        ("answered", make_reply),
        ("assigned", lambda talk, who: inbox.assign(conversation=talk, assignee=who, team=None, by=who, at=NOON)),
        ("closed", lambda talk, who: inbox.resolve(conversation=talk, by=who, at=NOON)),
        ("tagged", lambda talk, who: inbox.tag(conversation=talk, tag=make_tag("x"), by=who, at=NOON)),
    ],
)
def test_every_trigger_waits_for_what_it_says(run_jobs, event, happens):
    rule = make_rule(event, Step("note", {"text": "Seen", "mentions": []}))
    happens(make_conversation(), make_agent())
    run_jobs()
    assert results(rule) == ["DONE"]


def test_a_rule_may_be_on_only_as_it_was_tried():
    rule = make_rule(is_on=False)
    wording = services.Wording("message", Timing(), Conditions(), (tagging(),))
    with pytest.raises(services.NotTried):
        services.save_rule(rule, wording, name="x", is_on=True, by=boss(), at=NOON)
    services.save_rule(rule, wording, name="x", is_on=True, tried=wording.fingerprint, by=boss(), at=NOON)
    other = services.Wording("message", Timing(), Conditions(), (tagging("other"),))
    with pytest.raises(services.NotTried):
        services.save_rule(Rule.objects.get(), other, name="x", is_on=True, by=boss(), at=NOON)


@pytest.mark.parametrize(
    ("event", "steps", "asked"),
    [
        ("assigned", [Step("close")], {"assignees": (0,)}),
        ("message", [Step("close"), Step("answer", {"canned": "1"})], {}),
        ("message", [Step("close")], {"hours": "closed"}),
        ("message", [Step("close")], {"tags": (1,), "without": (1, 2)}),
    ],
)
def test_what_can_never_hold_is_refused(event, steps, asked):
    with pytest.raises(Contradiction):
        make_rule(event, *steps, **asked)
