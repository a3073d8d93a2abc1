"""Administrators make and design widgets."""

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.channels.webchat.config import readable_on
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel
from rafiq.platform import secrets
from tests.makers import NOON, make_agent, make_channel

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def administrator(client):
    agent = make_agent("Admin", role=Role.ADMINISTRATOR, language="ar")
    agent.language = "en"
    agent.save(update_fields=["language"])
    client.force_login(agent)
    return agent


def designed(client, channel, **changes):
    page = client.get(reverse("webchat_settings:widget", args=[channel.pk]))
    return page.context["form"].initial | {"version": page.context["version"]} | changes


def save(client, channel, **changes):
    address = reverse("webchat_settings:widget", args=[channel.pk])
    return client.post(address, designed(client, channel, **changes), headers=HTMX)


def test_a_new_widget_has_a_key_a_secret_and_the_readers_language(client, administrator):
    response = client.post(reverse("webchat_settings:new_widget"), {"name": "Shop"})

    channel = Channel.objects.get()
    assert response["Location"] == reverse("webchat_settings:widget", args=[channel.pk])
    assert len(secrets.decrypt(channel.secret)) >= 32
    assert (channel.kind, channel.settings["language"], channel.is_active) == ("webchat", "en", True)


def test_the_design_reaches_the_visitor(client, administrator):
    channel = make_channel()

    save(
        client, channel, color="#AA0033", position="start", scheme="dark", language="fa", greeting_fa="درود",
        hours_fa="۹ تا ۱۸", title_fa="نارون", ask_name="required", ask_email="optional",
    )  # fmt: skip

    config = client.get(f"/webchat/{channel.key}/config").json()
    assert (config["color"], config["position"], config["scheme"], config["language"]) == (
        "#aa0033",
        "start",
        "dark",
        "fa",
    )
    assert (config["greeting"], config["hours_text"], config["name"]) == ("درود", "۹ تا ۱۸", "نارون")
    assert [(one["name"], one["required"]) for one in config["fields"]] == [("name", True), ("email", False)]


def test_the_form_shows_what_was_saved(client, administrator):
    channel = make_channel()
    save(client, channel, greeting_ar="أهلًا", ask_phone="required", origins="shop.example")

    shown = designed(client, channel)

    assert (shown["greeting_ar"], shown["ask_phone"], shown["origins"]) == ("أهلًا", "required", "https://shop.example")


def test_settings_this_form_does_not_know_stay(client, administrator):
    channel = make_channel(future={"a": 1})

    save(client, channel, color="#112233")

    channel.refresh_from_db()
    assert channel.settings["future"] == {"a": 1}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"color": "red"}, "color"), ({"color": "#12345"}, "color"), ({"color": "#fff;x{}"}, "color"),
     ({"position": "middle"}, "position"), ({"scheme": "pink"}, "scheme"), ({"language": "xx"}, "language"),
     ({"ask_name": "maybe"}, "ask_name"), ({"greeting_fa": "س" * 501}, "greeting_fa"), ({"name": ""}, "name"),
     ({"origins": "ftp://shop.example"}, "origins"), ({"origins": "not a site"}, "origins"),
     ({"origins": "\n".join(f"s{number}.example" for number in range(51))}, "origins")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_beside_its_field(client, administrator, wrong, field):
    channel = make_channel()

    response = save(client, channel, **wrong)

    channel.refresh_from_db()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert channel.settings == {}


@pytest.mark.parametrize(
    ("written", "kept"),
    [("https://Shop.example/path?x=1", ["https://shop.example"]), ("http://localhost:8080", ["http://localhost:8080"]),
     ("shop.example:443\nshop.example", ["https://shop.example"]), ("فروشگاه.example", ["https://xn--mgbtj4c7ad63e.example"]),
     ("", [])],
)  # fmt: skip
def test_websites_are_kept_the_way_browsers_name_them(client, administrator, written, kept):
    channel = make_channel()

    save(client, channel, origins=written)

    channel.refresh_from_db()
    assert channel.settings["origins"] == kept


def test_only_the_named_websites_may_show_the_widget(client, administrator):
    channel = make_channel(origins=["https://shop.example"])

    def status(**headers):
        return client.get(f"/webchat/{channel.key}/config", headers=headers).status_code

    assert status(Origin="https://shop.example") == 200
    assert status() == 200
    assert status(Origin="https://thief.example") == 404
    assert status(Origin="null") == 404


def test_switching_off_makes_the_widget_unknown(client, administrator):
    channel = make_channel()
    values = {key: value for key, value in designed(client, channel).items() if key != "is_active"}

    client.post(reverse("webchat_settings:widget", args=[channel.pk]), values)

    assert client.get(f"/webchat/{channel.key}/config").status_code == 404


def test_of_two_designers_the_second_is_told(client, administrator):
    channel = make_channel()
    values = designed(client, channel, color="#111111")
    inbox.save_channel(channel, kind="webchat", name="Shop", settings={"color": "#222222"}, at=NOON)

    response = client.post(reverse("webchat_settings:widget", args=[channel.pk]), values, headers=HTMX)

    part = response.content.decode()
    assert response.status_code == 409
    assert "#111111" in part
    assert "#222222" in part


class TestPreview:
    def test_only_our_own_pages_may_frame_it(self, client, administrator):
        channel = make_channel()

        preview = client.get(reverse("webchat_settings:preview", args=[channel.pk]))
        designer = client.get(reverse("webchat_settings:widget", args=[channel.pk]))

        assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
        assert preview["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'none'" in designer["Content-Security-Policy"]
        assert "frame-src 'self'" in designer["Content-Security-Policy"]
        assert designer["X-Frame-Options"] == "DENY"

    def test_it_shows_what_is_not_saved(self, client, administrator):
        channel = make_channel()
        values = designed(client, channel, color="#fafafa", greeting_ar="مرحبا")

        config = client.post(reverse("webchat_settings:preview", args=[channel.pk]) + "?lang=ar", values).json()

        assert (config["color"], config["text_color"], config["greeting"]) == ("#fafafa", "#161616", "مرحبا")
        assert config["direction"] == "rtl"
        channel.refresh_from_db()
        assert channel.settings == {}

    def test_half_a_colour_is_shown_as_it_was_stored(self, client, administrator):
        channel = make_channel(color="#123456")

        config = client.post(
            reverse("webchat_settings:preview", args=[channel.pk]), designed(client, channel, color="#12")
        ).json()

        assert config["color"] == "#123456"

    def test_markup_in_a_greeting_cannot_leave_its_script_element(self, client, administrator):
        channel = make_channel(language="en", greeting={"en": "</script><script>alert(1)</script>"})

        page = client.get(reverse("webchat_settings:preview", args=[channel.pk])).content.decode()

        assert "<script>alert(1)" not in page


class TestSecret:
    def test_it_is_not_on_the_page_until_asked_for(self, client, administrator):
        channel = make_channel()

        page = client.get(reverse("webchat_settings:widget", args=[channel.pk])).content.decode()
        asked = client.post(reverse("webchat_settings:secret", args=[channel.pk]), headers=HTMX)

        assert "s3cret" not in page
        assert "s3cret" in asked.content.decode()
        assert asked["Cache-Control"] == "no-store"

    def test_a_new_one_replaces_it(self, client, administrator):
        channel = make_channel()

        asked = client.post(reverse("webchat_settings:secret", args=[channel.pk]), {"new": "1"}, headers=HTMX)

        channel.refresh_from_db()
        secret = secrets.decrypt(channel.secret)
        assert secret != "s3cret"
        assert secret in asked.content.decode()


def test_the_line_to_paste_names_this_widget(client, administrator):
    channel = make_channel()

    page = client.get(reverse("webchat_settings:widget", args=[channel.pk])).content.decode()

    assert (
        f"&lt;script async src=&quot;http://testserver/widget.js&quot; data-key=&quot;{channel.key}&quot;&gt;" in page
    )


def test_writing_reads_well_on_every_colour():
    for red in range(0, 256, 15):
        for green in range(0, 256, 15):
            for blue in range(0, 256, 15):
                color = f"#{red:02x}{green:02x}{blue:02x}"
                assert _contrast(color, readable_on(color)) >= 4.5, color


def _contrast(one, other):
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color):
    values = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
