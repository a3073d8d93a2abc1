"""What supervisors agree on."""

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.practice import queries
from rafiq.practice.content import Field, Macro, Procedure, Terms
from rafiq.practice.models import Standard, Version
from tests.makers import make_agent
from tests.practice.making import make_approval, make_field, make_macro, make_procedure, make_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(client):
    found = make_agent("Chief", role=Role.SUPERVISOR)
    client.force_login(found)
    return found


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200
    form = response.context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {key: value for key, value in said.items() if value not in (None, False, "", [])} | {
        "version": response.context["version"]
    }


def newest(standard):
    return queries.newest_of(standard.pk)


def test_a_field_is_made_with_choices_in_three_languages(client, supervisor):
    response = client.post(reverse("practice_settings:new_asked_field"), {
        "name_fa": "دلیل", "name_en": "Reason", "is_active": "on", "kind": "CHOICE", "is_required": "on",
        "choices_fa": "دیر رسید\nخراب بود", "choices_en": "Late\nBroken",
    })  # fmt: skip

    assert response.status_code == 303
    field = Field.parse(newest(Standard.objects.get()).content)
    assert [(one.key, dict(one.names)) for one in field.choices] == [
        ("c1", {"fa": "دیر رسید", "en": "Late"}), ("c2", {"fa": "خراب بود", "en": "Broken"})
    ]  # fmt: skip


def test_choices_keep_their_keys_when_they_are_moved_renamed_in_one_language_or_removed(client, supervisor):
    field = make_field(choices=("Late", "Broken", "Lost"))
    address = reverse("practice_settings:asked_field", args=[field.pk])

    client.post(address, shown(client, address) | {"choices_en": "Lost\nLate\nNew"})

    choices = {one.key: (one.names["en"], one.is_gone) for one in Field.parse(newest(field).content).choices}
    assert choices == {"c3": ("Lost", False), "c1": ("Late", False), "c4": ("New", False), "c2": ("Broken", True)}


def test_two_who_edit_at_once_do_not_overwrite_each_other(client, supervisor):
    field = make_field("Mine")
    address = reverse("practice_settings:asked_field", args=[field.pk])
    before = shown(client, address)
    client.post(address, before | {"name_en": "Theirs"})

    response = client.post(address, before | {"name_en": "Ours"})

    assert response.status_code == 409
    assert newest(field).names == {"en": "Theirs"}
    assert "Theirs" in response.content.decode() and "Ours" in response.content.decode()


def test_saving_the_same_again_makes_no_version(client, supervisor):
    for make, name in (
        (make_field, "asked_field"), (make_procedure, "procedure"), (make_approval, "approval_kind"),
    ):  # fmt: skip
        standard = make()
        address = reverse(f"practice_settings:{name}", args=[standard.pk])
        sent = shown(client, address)
        if name == "procedure":
            sent |= {"step0-key": "s1", "step0-text_en": "Do **s1**", "step1-key": "s2", "step1-text_en": "Do **s2**"}
        response = client.post(address, sent)
        assert response.status_code == 303, response.content.decode()
        assert standard.versions.count() == 1, newest(standard).content


def test_a_procedure_is_made_step_by_step(client, supervisor):
    address = reverse("practice_settings:new_procedure")
    sent = {"name_en": "Fridge", "is_active": "on"}
    page = client.post(address, sent | {"move_step": "add"}).content.decode()
    assert 'value="s1"' in page and not Standard.objects.exists()
    sent |= {"step0-key": "s1", "step0-text_en": "Is it plugged in?", "step0-choices_en": "Yes\nNo"}
    page = client.post(address, sent | {"move_step": "add"}).content.decode()
    assert 'value="s2"' in page and 'value="s1.2"' in page

    sent |= {"step1-key": "s2", "step1-text_en": "Plug it in", "step1-after": "s1.2", "step1-is_required": "on"}
    client.post(address, sent)

    one, two = Procedure.parse(newest(Standard.objects.get()).content).steps
    assert [choice.key for choice in one.choices] == ["c1", "c2"]
    assert (two.after, two.is_required) == (("s1", "c2"), True)


def test_steps_are_moved_and_removed_before_anything_is_saved(client, supervisor):
    procedure = make_procedure(make_step("s1"), make_step("s2"))
    address = reverse("practice_settings:procedure", args=[procedure.pk])
    steps = {"step0-key": "s1", "step0-text_en": "one", "step1-key": "s2", "step1-text_en": "two"}

    page = client.post(address, shown(client, address) | steps | {"move_step": "up-1"}).content.decode()
    assert page.index('value="s2"') < page.index('value="s1"')
    page = client.post(address, shown(client, address) | steps | {"move_step": "remove-0"}).content.decode()
    assert 'value="s1"' not in page
    assert procedure.versions.count() == 1


def test_an_approval_names_who_may_grant_it(client, supervisor):
    address = reverse("practice_settings:new_approval_kind")
    sent = {
        "name_en": "Refund",
        "is_active": "on",
        "needed": "2",
        "hours": "۲۴",
        "asks_amount": "on",
        "least": "۵٬۰۰۰٬۰۰۰",
    }

    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"roles": ["ADMINISTRATOR"]}).status_code == 303
    terms = Terms.parse(newest(Standard.objects.get()).content)
    assert (terms.needed, terms.hours, int(terms.least), terms.roles) == (2, 24, 5_000_000, ("ADMINISTRATOR",))


def test_a_macro_is_made_of_the_librarys_actions(client, supervisor):
    address = reverse("practice_settings:new_macro")
    sent = {"name_en": "Thank", "is_active": "on", "group": "Daily"}
    page = client.post(address, sent | {"new_step": "close", "move_step": "add"}).content.decode()
    assert 'name="step0-do"' in page

    assert client.post(address, sent | {"step0-do": "close"}).status_code == 303
    macro = Macro.parse(newest(Standard.objects.get()).content)
    assert [one["action"] for one in macro.steps] == ["close"]


def test_an_agent_has_macros_that_nobody_else_sees(client, supervisor):
    agent = make_agent()
    own = make_macro(("close", {}), owner=agent, by=agent)
    assert client.get(reverse("practice_settings:macro", args=[own.pk])).status_code == 404
    assert client.get(reverse("practice_settings:own_macro", args=[own.pk])).status_code == 404
    assert not queries.macros_for(supervisor) and len(queries.macros_for(agent)) == 1

    client.force_login(agent)
    assert client.get(reverse("practice_settings:own_macro", args=[own.pk])).status_code == 200
    assert client.get(reverse("practice_settings:macros")).status_code == 403
    assert client.post(reverse("practice_settings:standard_removal", args=[own.pk])).status_code == 403
    assert client.post(reverse("practice_settings:own_removal", args=[own.pk])).status_code == 303
    assert not queries.macros_for(agent)


def test_the_order_is_changed_only_from_the_order_that_was_shown(client, supervisor):
    one, other = make_field("One"), make_field("Other")
    address = reverse("practice_settings:fields")

    assert client.post(address, {"version": f"{one.pk}-{other.pk}", "up": other.pk}).status_code == 303
    assert [each.standard_id for each in queries.newest("FIELD")] == [other.pk, one.pk]
    assert client.post(address, {"version": f"{one.pk}-{other.pk}", "up": one.pk}).status_code == 409


@pytest.mark.parametrize("name", ["fields", "procedures", "approvals", "macros"])
def test_agents_change_nothing_of_it(client, name):
    client.force_login(make_agent())
    assert client.get(reverse(f"practice_settings:{name}")).status_code == 403


def test_a_version_is_never_changed():
    field = make_field()
    with pytest.raises(Exception, match="never changed"):
        Version.objects.filter(standard=field).update(names={})
