"""Procedures followed, approvals asked for and decided, macros run."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from rafiq.accounts.models import Agent, Role
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, ConversationTag, Mention, Message
from rafiq.platform.log.models import Entry
from rafiq.practice import queries, services
from rafiq.practice.content import Terms
from rafiq.practice.models import Approval, Checklist, Decision, Kind, Run, Tick
from rafiq.practice.queries.counting import how_followed
from tests.at_once import together
from tests.makers import NOON, make_agent, make_conversation
from tests.practice.making import make_approval, make_macro, make_procedure, make_standard, make_step

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=25)


class TestProcedures:
    def tick(self, talk, procedure, step, by, answer=""):
        return services.tick(talk, standard_id=procedure.pk, step=step, answer=answer, by=by, at=NOON)

    def test_ticks_say_who_and_stand_in_the_log(self):
        procedure, talk, agent = make_procedure(), make_conversation(), make_agent()
        self.tick(talk, procedure, "s1", agent)
        self.tick(talk, procedure, "s1", make_agent("Ali"))

        [one] = Tick.objects.all()
        assert (one.ticked_by, one.ticked_at) == (agent, NOON)
        told = Entry.objects.filter(key=talk.topic, kind__startswith="practice.").order_by("id")
        assert [entry.kind for entry in told] == ["practice.checklist.begun", "practice.step.done"]

    def test_an_answer_brings_further_steps_and_another_takes_them_away(self):
        asks = make_step("s1", choices=("Yes", "No"))
        procedure = make_procedure(asks, make_step("s2", after=("s1", "c1")), make_step("s3"))
        talk, agent = make_conversation(), make_agent()

        def there():
            return [item.step.key for item in queries.followed(talk)[0].items]

        assert there() == ["s1", "s3"]
        self.tick(talk, procedure, "s1", agent, "c1")
        assert there() == ["s1", "s2", "s3"]
        self.tick(talk, procedure, "s1", agent, "c2")
        assert there() == ["s1", "s3"]
        with pytest.raises(services.NoSuchStep):
            self.tick(talk, procedure, "s2", agent)
        with pytest.raises(services.NoAnswer):
            self.tick(talk, procedure, "s1", agent, "c9")

    def test_a_running_checklist_keeps_its_version(self):
        procedure, talk, agent = make_procedure(), make_conversation(), make_agent()
        self.tick(talk, procedure, "s1", agent)
        make_procedure(make_step("s9", is_required=True), standard=procedure)

        assert [item.step.key for item in queries.followed(talk)[0].items] == ["s1", "s2"]
        assert [item.step.key for item in queries.followed(make_conversation())[0].items] == ["s9"]
        inbox.resolve(conversation=talk, by=agent, at=NOON)

    def test_it_is_done_when_nothing_is_left_and_open_again_when_a_tick_is_taken_back(self):
        procedure, talk, agent = make_procedure(), make_conversation(), make_agent()
        for step in ("s1", "s2"):
            self.tick(talk, procedure, step, agent)
        assert Checklist.objects.get().state == Checklist.State.DONE
        services.untick(talk, standard_id=procedure.pk, step="s2", by=agent, at=NOON)
        assert Checklist.objects.get().state == Checklist.State.OPEN

    def test_a_supervisor_sets_it_aside_and_it_holds_nothing_up(self, client):
        procedure = make_procedure(make_step("s1", is_required=True))
        talk, agent = make_conversation(), make_agent()
        address = reverse("practice:set_aside", args=[talk.pk, procedure.pk])
        client.force_login(agent)
        assert client.post(address, {"reason": "no fridge"}).status_code == 403

        client.force_login(make_agent("Chief", role=Role.SUPERVISOR))
        assert client.post(address, {"reason": "no fridge"}).status_code == 204
        inbox.resolve(conversation=talk, by=agent, at=NOON)

    @pytest.mark.django_db(transaction=True)
    def test_where_it_was_given_up_is_counted_and_it_goes_on_when_opened_again(self, run_jobs):
        procedure, talk, agent = make_procedure(), make_conversation(), make_agent()
        self.tick(talk, procedure, "s1", agent)
        inbox.resolve(conversation=talk, by=agent, at=NOON)
        run_jobs()

        [counted] = how_followed(since=NOON - timedelta(days=1))
        assert (counted.begun, counted.given_up, counted.places[0].count) == (1, 1, 1)
        assert "s2" in counted.places[0].words
        inbox.reopen(conversation=talk, by=agent, at=NOON)
        run_jobs()
        assert Checklist.objects.get().state == Checklist.State.OPEN

    @pytest.mark.django_db(transaction=True)
    def test_eight_agents_who_tick_at_once_keep_each_others_ticks(self):
        procedure = make_procedure(*(make_step(f"s{place}") for place in range(8)))
        talk, agents = make_conversation(), [make_agent(f"A{place}") for place in range(8)]

        together(8, lambda place: self.tick(talk, procedure, f"s{place}", agents[place]))

        assert Checklist.objects.get().state == Checklist.State.DONE
        assert {one.step: one.ticked_by_id for one in Tick.objects.all()} == {
            f"s{place}": agent.pk for place, agent in enumerate(agents)
        }
        assert Entry.objects.filter(kind="practice.checklist.done").count() == 1

    def test_the_page_shows_and_ticks_it(self, client):
        agent = make_agent()
        procedure, talk = make_procedure(make_step("s1", choices=("Yes", "No"))), make_conversation()
        client.force_login(agent)
        step = reverse("practice:step", args=[talk.pk, procedure.pk, "s1"])

        assert client.put(step, "answer=c2").status_code == 204
        page = client.get(reverse("practice:beside", args=[talk.pk])).content.decode()
        assert "<strong>s1</strong>" in page and 'aria-pressed="true"' in page and agent.name in page
        assert client.put(step, "answer=c9").status_code == 409
        assert client.delete(step).status_code == 204 and not Tick.objects.exists()


class TestApprovals:
    def ask(self, talk, standard, by, amount=200, at=NOON):
        return services.ask(talk, standard_id=standard.pk, reason="broken", amount=Decimal(amount), by=by, at=at)

    @pytest.fixture
    def asked(self):
        chief = make_agent("Chief", role=Role.SUPERVISOR)
        agent, talk = make_agent(), make_conversation()
        return self.ask(talk, make_approval(), agent), agent, chief

    def test_approvers_are_told_and_find_it_in_their_list(self, asked):
        approval, agent, chief = asked

        assert [one.approval for one in queries.waiting_for(chief)] == [approval]
        assert Mention.objects.filter(agent=chief, conversation=approval.conversation).exists()
        assert queries.waiting_for(agent) == []

    def test_it_is_granted_and_whoever_asked_is_told(self, asked):
        approval, agent, chief = asked
        services.decide(approval, is_granted=True, reason="", by=chief, at=NOON)

        approval.refresh_from_db()
        assert approval.state == Approval.State.GRANTED
        assert Mention.objects.filter(agent=agent).exists()
        inbox.resolve(conversation=approval.conversation, by=agent, at=NOON)

    def test_it_is_refused_with_a_reason_only(self, asked):
        approval, _agent, chief = asked
        with pytest.raises(services.NoReason):
            services.decide(approval, is_granted=False, reason=" ", by=chief, at=NOON)
        found = services.decide(approval, is_granted=False, reason="too much", by=chief, at=NOON)
        assert found.state == Approval.State.REFUSED
        with pytest.raises(services.AlreadyEnded):
            services.decide(approval, is_granted=True, reason="", by=make_agent("C", role=Role.SUPERVISOR), at=NOON)

    def test_nobody_decides_about_their_own_wish_or_without_being_named(self, asked):
        approval, agent, _chief = asked
        for nobody in (agent, make_agent("Ali"), make_agent("Boss", role=Role.ADMINISTRATOR)):
            with pytest.raises(services.NotAnApprover):
                services.decide(approval, is_granted=True, reason="", by=nobody, at=NOON)
        own = self.ask(make_conversation(), approval.standard, make_agent("S", role=Role.SUPERVISOR))
        with pytest.raises(services.NotAnApprover):
            services.decide(own, is_granted=True, reason="", by=own.asked_by, at=NOON)

    def test_editing_the_kind_meanwhile_lets_nobody_round_four_eyes(self, asked):
        approval, agent, _chief = asked
        terms = Terms(True, {}, None, agents=(agent.pk,))
        make_standard("Refund", terms, kind=Kind.APPROVAL, standard=approval.standard)
        for nobody in (agent, make_agent("Ali")):
            with pytest.raises(services.NotAnApprover):
                services.decide(approval, is_granted=True, reason="", by=nobody, at=NOON)

    def test_two_have_to_agree_where_its_terms_say_so(self):
        first, second = (make_agent(name, role=Role.SUPERVISOR) for name in ("One", "Two"))
        approval = self.ask(make_conversation(), make_approval(needed=2), make_agent())

        assert services.decide(approval, is_granted=True, reason="", by=first, at=NOON).state == Approval.State.ASKED
        with pytest.raises(services.AlreadyDecided):
            services.decide(approval, is_granted=True, reason="", by=first, at=NOON)
        assert services.decide(approval, is_granted=True, reason="", by=second, at=NOON).state == Approval.State.GRANTED

    def test_small_amounts_need_none_and_too_few_approvers_are_said(self):
        chief, talk = make_agent("Chief", role=Role.SUPERVISOR), make_conversation()
        kind = make_approval()
        Agent.objects.exclude(pk=chief.pk).update(is_active=False)
        with pytest.raises(services.NotNeeded):
            self.ask(talk, kind, make_agent(), amount=99)
        with pytest.raises(services.NoAmount):
            services.ask(talk, standard_id=kind.pk, reason="r", by=make_agent(), at=NOON)
        with pytest.raises(services.NobodyToAsk):
            self.ask(talk, kind, chief)
        self.ask(talk, kind, make_agent())
        with pytest.raises(services.AlreadyAsked):
            self.ask(talk, kind, make_agent())

    def test_its_time_runs_out_once(self, asked):
        approval, _agent, chief = asked
        assert not services.expire(approval.pk, at=NOON)
        with pytest.raises(services.AlreadyEnded):
            services.decide(approval, is_granted=True, reason="", by=chief, at=LATER)
        assert services.expire(approval.pk, at=LATER)
        assert not services.expire(approval.pk, at=LATER)
        assert Entry.objects.filter(kind="practice.approval.expired").count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_job_ends_it_at_its_time(self, run_jobs):
        make_agent("Chief", role=Role.SUPERVISOR)
        approval = self.ask(make_conversation(), make_approval(), make_agent(), at=NOON - timedelta(days=400))
        run_jobs()
        approval.refresh_from_db()
        assert approval.state == Approval.State.EXPIRED

    def test_only_whoever_asked_withdraws_it(self, asked, client):
        approval, agent, chief = asked
        address = reverse("practice:withdrawal", args=[approval.pk])
        client.force_login(chief)
        assert client.post(address, headers={"HX-Request": "true"}).status_code == 409
        client.force_login(agent)
        assert client.post(address, headers={"HX-Request": "true"}).status_code == 204
        approval.refresh_from_db()
        assert approval.state == Approval.State.WITHDRAWN

    @pytest.mark.django_db(transaction=True)
    def test_eight_who_decide_at_once_decide_it_once(self):
        chiefs = [make_agent(f"C{place}", role=Role.SUPERVISOR) for place in range(8)]
        approval = self.ask(make_conversation(), make_approval(), make_agent())

        came = together(
            8,
            lambda place: services.decide(
                approval, is_granted=place % 2 == 0, reason="because", by=chiefs[place], at=NOON
            ),
            expected=services.AlreadyEnded,
        )

        refused = [one for one in came if isinstance(one, services.AlreadyEnded)]
        assert len(refused) == 7, came
        assert Decision.objects.count() == 1
        assert Entry.objects.filter(kind="practice.approval.decided").count() == 1

    def test_a_stranger_finds_no_wish(self, asked, client):
        approval, _agent, _chief = asked
        Conversation.objects.filter(pk=approval.conversation_id).update(team=None)
        client.force_login(make_agent("Ali"))
        response = client.post(
            reverse("practice:decision", args=[approval.pk]), {"is_granted": "1"}, headers={"HX-Request": "true"}
        )
        assert response.status_code == 409 and not Decision.objects.exists()
        assert client.post(reverse("practice:decision", args=[10**9]), {"is_granted": "1"}).status_code == 404

    def test_the_list_shows_and_decides(self, asked, client):
        approval, _agent, chief = asked
        client.force_login(chief)
        assert "broken" in client.get(reverse("practice:approvals")).content.decode()
        address = reverse("practice:decision", args=[approval.pk])
        assert client.post(address, {"is_granted": "0", "reason": ""}).status_code == 422
        assert client.post(address, {"is_granted": "1"}).status_code == 303
        assert "waiting-title" in client.get(reverse("practice:approvals")).content.decode()


class TestMacros:
    def run(self, talk, standard, by, texts=None, run_id=None):
        macro = queries.macro_for(by, standard.pk)
        return services.run_macro(macro, talk, texts=texts or {}, run_id=run_id or uuid4(), by=by, at=NOON)

    def test_all_steps_are_done_in_words_that_were_looked_over(self):
        tag = inbox.save_tag(None, name="Done", hue=1)
        canned = inbox.save_canned_reply(None, shortcut="bye", title="Bye", body="Bye {{customer}}", language="")
        standard = make_macro(("answer", {"canned": str(canned.pk), "settles": True}), ("tag", {"tag": str(tag.pk)}),
                              ("close", {}))  # fmt: skip
        talk, agent = make_conversation(name="Maryam"), make_agent()

        self.run(talk, standard, agent, texts={0: "Goodbye {{customer}}"})

        said = Message.objects.get(conversation=talk, kind="OUTBOUND")
        assert (said.text, said.author) == ("Goodbye Maryam", agent)
        assert not Conversation.objects.get(pk=talk.pk).is_open
        assert ConversationTag.objects.filter(conversation=talk, tag=tag).exists()
        assert queries.uses([standard.pk]) == {standard.pk: 1}

    def test_where_one_step_cannot_be_done_none_is_and_it_is_said_which(self):
        make_procedure(make_step("s1", is_required=True))
        standard = make_macro(("note", {"text": "closing", "mentions": []}), ("close", {}))
        talk, agent = make_conversation(), make_agent()

        with pytest.raises(services.Stopped) as stopped:
            self.run(talk, standard, agent)

        assert stopped.value.place == 1
        assert not Message.objects.filter(conversation=talk, kind="NOTE").exists()
        assert Run.objects.get().failed_step == 1
        assert Conversation.objects.get(pk=talk.pk).is_open

    @pytest.mark.django_db(transaction=True)
    def test_the_same_run_asked_for_eight_times_is_done_once(self):
        standard = make_macro(("note", {"text": "once", "mentions": []}))
        talk, agent, run_id = make_conversation(), make_agent(), uuid4()

        came = together(8, lambda _place: self.run(talk, standard, agent, run_id=run_id), expected=services.AlreadyRun)

        assert sum(isinstance(one, Run) for one in came) == 1, came
        assert Message.objects.filter(conversation=talk, kind="NOTE").count() == 1

    def test_the_dialog_shows_what_will_be_done_and_says_what_stood_in_the_way(self, client):
        make_procedure(make_step("s1", is_required=True))
        standard = make_macro(("note", {"text": "closing", "mentions": []}), ("close", {}))
        talk, agent = make_conversation(), make_agent()
        client.force_login(agent)
        address = reverse("practice:macro_run", args=[talk.pk, standard.pk])

        page = client.get(address)
        assert (
            "closing" in page.content.decode()
            and "Thank" in client.get(reverse("practice:macros", args=[talk.pk])).content.decode()
        )
        version = page.context["macro"].version.pk
        response = client.post(address, {"version": version, "text-0": "other words", "run_id": str(uuid4())})
        assert response.status_code == 422
        assert "other words" in response.content.decode() and "Do s1" in response.content.decode()
        assert client.post(address, {"version": "0"}).status_code == 409
