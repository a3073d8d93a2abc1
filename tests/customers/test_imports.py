"""Lists of people: read whatever wrote them, taken in once each, mistakes told by line, killed workers picked up."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.customers import mapping, reading, services
from rafiq.customers.models import Customer, CustomField, Identity, Import, ImportProblem
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db

CSV = """نام,ایمیل,موبایل,شرکت,شهر,Gold since
مریم شریفی,Maryam@Post.example,۰۹۱۲ ۱۲۳ ۴۵ ۶۷,آفتاب,شیراز,2026-03-21
Reza,not-an-address,0912 765 4321,,,yesterday
,,,,بی‌نام,
"""
CARDS = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B1=D8=B6=D8=A7=DB=8C=DB=8C;"
    "=D9=85=D8=AD=D9=85=D8=AF;;;\r\nTEL;CELL:09121112233\r\nORG:Aftab;Sales\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nthis is broken\r\nEND:VCARD\r\n"
    'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Sara Nouri\r\nTEL;VALUE=uri;TYPE="voice,home":tel:+971501112233\r\n'
    "EMAIL:sara@post.example\r\nLANG:fa\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Karimi;Ali;;;\r\nitem1.EMAIL;type=INTERNET:ali@post.example\r\nEND:VCARD\r\n"
)


@pytest.fixture
def boss():
    return make_agent("Boss", role=Role.ADMINISTRATOR)


def put(written, boss, *, name="people.csv", **chosen):
    content = written if isinstance(written, bytes) else written.encode()
    one = services.put_down(name=name, content=content, by=boss, at=NOON)
    wanted = {"columns": one.mapping, "existing": "FILL", "is_vouched": True, "country": "IR"} | chosen
    services.begin_import(one, **wanted)
    return one


def run(one):
    services.run_import(one.pk, clock=lambda: NOON)
    one.refresh_from_db()
    return one


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_encoding_and_delimiter_are_guessed(self, encoding, delimiter):
        shape = reading.guess_shape(CSV.replace(",", delimiter).encode(encoding))

        assert shape.delimiter == delimiter
        assert mapping.guess(shape.columns, []) == ["name", "email", "phone", "company", "city", ""]

    def test_old_windows_files_are_read(self):
        shape = reading.guess_shape("الاسم;البريد الإلكتروني\nخالد الحربي;k@post.example\n".encode("windows-1256"))

        assert (shape.encoding, shape.columns) == ("windows-1256", ["الاسم", "البريد الإلكتروني"])

    @pytest.mark.parametrize(
        ("content", "reason"),
        [(b"", "empty"), (b" \n", "empty"), (b"PK\x03\x04\0\0", "binary"), (b"\x89PNG\0\0\0\0" * 9, "binary"),
         (b"a" * (reading.LARGEST + 1), "large")],
    )  # fmt: skip
    def test_what_is_no_list_is_refused(self, content, reason):
        with pytest.raises(reading.Unreadable) as refusal:
            reading.guess_shape(content)

        assert refusal.value.reason == reason

    def test_a_list_without_headers_is_seen_as_one(self):
        assert not reading.guess_shape(b"Reza,reza@post.example\nSara,s@post.example\n").has_header

    @pytest.mark.parametrize("written", ['"never closed,a\nb', "a\rb", "x,y\n\0,\0", '"' * 999, "BEGIN:VCARD\n" * 50])
    def test_broken_files_break_nothing(self, written):
        shape = reading.Shape("VCARD" if "VCARD" in written else "CSV", "utf-8", ",")

        assert list(reading.records(written.encode(), shape, ["name", "email"])) is not None


class TestTakingIn:
    def test_people_come_in_and_mistakes_are_told_by_line(self, boss):
        services.save_field(None, subject="CUSTOMER", label="Gold since", kind="DATE", choices=[])
        one = run(put(CSV, boss))

        assert (one.state, one.created, one.failed, one.done, one.total) == ("DONE", 2, 1, 3, 3)
        maryam = Customer.objects.get(name="مریم شریفی")
        assert (maryam.company_name, maryam.city) == ("آفتاب", "شیراز")
        assert list(maryam.custom.values()) == ["2026-03-21"]
        known = set(maryam.identities.values_list("kind", "value", "is_verified"))
        assert known == {("EMAIL", "maryam@post.example", True), ("PHONE", "+989121234567", True)}
        told = list(ImportProblem.objects.order_by("line", "pk").values_list("line", "code"))
        assert told == [(3, "bad_email"), (3, "bad_date"), (4, "nothing")]
        assert not one.path
        assert not default_storage.exists(f"imports/{NOON:%Y/%m}/{one.pk}")

    def test_cards_of_all_three_versions_come_in_and_a_broken_one_spoils_no_other(self, boss):
        one = run(put(CARDS, boss, name="book.vcf", columns=[]))

        assert (one.created, one.failed) == (3, 1)
        assert set(Customer.objects.values_list("name", flat=True)) == {"محمد رضایی", "Sara Nouri", "Ali Karimi"}
        assert Customer.objects.get(name="Sara Nouri").language == "fa"
        assert Identity.objects.filter(value="+971501112233", is_verified=True).exists()

    @pytest.mark.parametrize(
        ("existing", "city", "counted"), [("FILL", "Tehran", 1), ("OVERWRITE", "شیراز", 1), ("SKIP", "Tehran", 0)]
    )
    def test_whoever_is_known_is_treated_as_was_chosen(self, boss, existing, city, counted):
        facts = services.Facts(name="", email="maryam@post.example")
        known = services.create(facts=facts, language="", at=NOON)
        Customer.objects.filter(pk=known.pk).update(city="Tehran")

        one = run(put(CSV, boss, existing=existing))

        known.refresh_from_db()
        assert (known.city, one.updated, one.skipped) == (city, counted, 1 - counted)
        assert known.name == ("مریم شریفی" if counted else "")

    def test_addresses_nobody_vouches_for_are_only_said(self, boss):
        run(put(CSV, boss, is_vouched=False))

        assert not Identity.objects.filter(is_verified=True).exists()
        assert Identity.objects.count() == 3

    def test_a_line_that_leads_to_two_customers_changes_neither(self, boss):
        for facts in ({"email": "maryam@post.example"}, {"phone": "+989121234567"}):
            services.create(facts=services.Facts(**facts), language="", at=NOON)

        one = run(put(CSV, boss))

        assert ImportProblem.objects.get(line=2).code == "several"
        assert one.failed == 2

    def test_a_worker_killed_in_the_middle_is_followed_by_one_who_goes_on(self, boss, monkeypatch):
        lines = "".join(f"P{number},p{number}@post.example\n" for number in range(350))
        one = put("name,email\n" + lines, boss)
        asked = []

        def clock():
            asked.append(1)
            if len(asked) == 3:  # the process dies where it next looks at the time
                raise SystemExit
            return NOON

        with pytest.raises(SystemExit):
            services.run_import(one.pk, clock=clock)
        one.refresh_from_db()
        assert 0 < one.done < 350
        run(one)
        run(one)

        assert (one.state, one.created, one.done) == ("DONE", 350, 350)
        assert Customer.objects.count() == 350

    def test_who_was_taken_in_before_a_stop_stays(self, boss):
        one = put("name\n" + "A\n" * 150, boss)
        asked = []

        def clock():
            asked.append(1)
            if len(asked) == 2:
                services.cancel_import(one, at=NOON)
            return NOON

        services.run_import(one.pk, clock=clock)

        one.refresh_from_db()
        assert (one.state, one.done, Customer.objects.count()) == ("CANCELLED", 100, 100)

    def test_what_was_put_down_and_forgotten_goes(self, boss):
        one = services.put_down(name="x", content=b"name\nA\n", by=boss, at=NOON)

        services.forget_drafts(at=NOON.replace(year=2027))

        one.refresh_from_db()
        assert (one.state, one.path) == ("CANCELLED", "")


@pytest.mark.django_db(transaction=True)
def test_the_pages_lead_from_a_file_to_people_and_the_list_of_mistakes(client, boss, run_jobs):
    client.force_login(boss)
    file = SimpleUploadedFile("people.csv", CSV.encode(), "text/csv")
    page = client.post(reverse("people:imports"), {"file": file})["Location"]
    shown = client.get(page)
    form = {"encoding": "utf-8", "delimiter": ",", "has_header": "on", "existing": "FILL", "country": "IR"}
    form |= {f"column_{place}": name for place, name in enumerate(shown.context["one"].mapping)}
    assert "مریم شریفی" in shown.text

    assert client.post(page, form | {"is_vouched": "on"}).status_code == 303
    run_jobs()

    assert Import.objects.get().state == "DONE"
    told = client.get(f"{page}problems/").getvalue().decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(told))] == ["Line", "3", "4"]
    assert client.post(page, form).status_code == 303  # begun before: nothing happens twice
    run_jobs()
    assert Customer.objects.count() == 2


def test_agents_take_no_lists_in(client):
    client.force_login(make_agent())

    assert client.get(reverse("people:imports")).status_code == 403


def test_formulas_are_made_harmless_and_come_back_as_they_were(client, boss):
    client.force_login(boss)
    services.create(facts=services.Facts(name="=HYPERLINK(1)", phone="+989121234567"), language="", at=NOON)

    written = client.get(reverse("customers:export")).getvalue().decode("utf-8-sig")

    assert "'=HYPERLINK(1)" in written
    assert "'+989121234567" in written
    Customer.objects.all().delete()
    run(put(written, boss))
    assert Customer.objects.get().name == "=HYPERLINK(1)"
    assert CustomField.objects.count() == 0
