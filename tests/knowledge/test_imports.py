"""Large files of articles are taken in by a worker: once, from where a killed one stopped, with reasons by line."""

from __future__ import annotations

import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.knowledge import queries, services
from rafiq.knowledge.models import Article, Import, ImportProblem, Translation, Version
from rafiq.knowledge.services.bringing import CHUNK
from tests.at_once import together
from tests.knowledge.desk import browser
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db
MANY = 3 * CHUNK + 5


@pytest.fixture
def boss():
    return make_agent("Boss", role=Role.SUPERVISOR)


def lines(count: int = MANY, **more: object) -> bytes:
    made = [{"id": f"a{number}", "lang": "fa", "collection": "c", "title": f"عنوان {number}", "body": "متن"} | more
            for number in range(count)]  # fmt: skip
    return "\n".join(json.dumps(one) for one in made).encode()


def begin(boss, content: bytes = b"", kind: str = "LINES") -> Import:
    return services.begin_import(content or lines(), name="fa.jsonl", kind=kind, by=boss, at=NOON)


def run(one: Import, clock=lambda: NOON) -> Import:
    services.run_import(one.pk, clock=clock)
    one.refresh_from_db()
    return one


def stopping(at: int, do):
    """A clock at which something happens when it is looked at for the so-manieth time."""
    asked = []

    def clock():
        asked.append(1)
        if len(asked) == at:
            do()
        return NOON

    return clock


def die():
    raise SystemExit


def test_all_come_in_and_the_file_goes(boss):
    one = begin(boss)
    path = one.path
    assert default_storage.exists(path)
    run(one)

    assert (one.state, one.done, one.total, one.made, one.refused) == ("DONE", MANY, MANY, MANY, 0)
    assert Translation.objects.filter(language="fa", live__isnull=False).count() == MANY


def test_what_is_refused_is_told_line_by_line(boss):
    bad = [b"no json", b'{"id": "x y", "lang": "fa", "title": "t"}', b'{"id": "z", "lang": "xx", "title": "t"}',
           b'{"id": "t", "lang": "fa"}']  # fmt: skip
    one = run(begin(boss, lines(2) + b"\n" + b"\n".join(bad)))

    assert (one.made, one.refused, one.done) == (2, 4, 6)
    told = list(ImportProblem.objects.order_by("pk").values_list("name", "code"))
    assert told == [("3: ", "no_line"), ("4: x y", "bad_key"), ("5: z", "unknown"), ("6: t", "needed")]


@pytest.mark.parametrize("language, words", [("en", "This line is no JSON object."), ("fa", "۱"), ("ar", "١")])
def test_the_reasons_are_told_in_the_readers_language(boss, language, words):
    one = run(begin(boss, lines(1) + b"\nnothing"))
    page = browser(make_agent("R", role=Role.SUPERVISOR, language=language)).get(
        reverse("articles:import_run", args=[one.pk])
    )

    assert words in page.text
    assert ("no JSON object" in page.text) == (language == "en")


def test_a_worker_killed_in_the_middle_is_followed_by_one_who_goes_on(boss):
    one = begin(boss)
    with pytest.raises(SystemExit):
        run(one, stopping(3, die))
    one.refresh_from_db()
    assert (one.state, one.done) == ("RUNNING", 2 * CHUNK)
    run(one)
    run(one)

    assert (one.state, one.done, one.made, one.unchanged) == ("DONE", MANY, MANY, 0)
    assert (Article.objects.count(), Version.objects.count()) == (MANY, MANY)


def test_what_came_in_before_a_stop_stays(boss):
    one = begin(boss)
    run(one, stopping(2, lambda: services.cancel_import(one, at=NOON)))

    assert (one.state, one.done, Article.objects.count()) == ("CANCELLED", CHUNK, CHUNK)
    assert run(one).done == CHUNK


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_everything_in_once(boss):
    one = begin(boss)
    together(2, lambda _number: services.run_import(one.pk, clock=lambda: NOON))
    run(one)

    assert (one.state, one.made, Version.objects.count()) == ("DONE", MANY, MANY)


def test_a_large_pack_comes_in_too(boss):
    run(begin(boss))
    pack = queries.archive()

    one = run(begin(boss, pack, "PACK"))

    assert (one.state, one.unchanged, one.refused) == ("DONE", MANY, 0)
    with pytest.raises(services.BadFile):
        begin(boss, b"no pack", "PACK")


def test_large_files_lead_to_their_progress_and_small_ones_are_there_at_once(boss):
    client = browser(boss)
    small = client.post("/articles/import/", {"file": SimpleUploadedFile("s.jsonl", lines(3))})
    large = client.post("/articles/import/", {"file": SimpleUploadedFile("l.jsonl", lines())})

    one = Import.objects.get()
    assert (small.status_code, Article.objects.count()) == (200, 3)
    assert large["Location"] == reverse("articles:import_run", args=[one.pk])
    assert f"0 of {MANY} parts" in client.get(large["Location"]).text
    client.post(reverse("articles:import_cancel", args=[one.pk]))
    one.refresh_from_db()
    assert one.state == "CANCELLED"


def test_only_supervisors_look_at_them(boss):
    one = begin(boss)
    client = browser(Role.AGENT)

    assert client.get(reverse("articles:import_run", args=[one.pk])).status_code == 403
    assert client.post(reverse("articles:import_cancel", args=[one.pk])).status_code == 403
