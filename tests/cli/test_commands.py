import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rafiq.cli import COMMANDS, freshness, licences, main, messages, options

ROOT = Path(__file__).parents[2]


def test_every_command_can_be_loaded():
    for command in COMMANDS.values():
        module, _, name = command.target.partition(":")
        program = f"import {module} as found; found.{name}"
        done = run("-c", program)
        assert done.returncode == 0, done.stderr


def test_an_unknown_command_gets_the_list_of_known_ones(capsys):
    assert main(["dance"]) == 2
    said = capsys.readouterr().err
    assert "dance" in said
    assert "demo" in said


def test_the_supervisor_carries_no_django():
    program = "import sys, rafiq.cli.serve; print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    done = run("-c", program)
    assert done.stdout.strip() == "[]", done.stderr


class TestOptions:
    def test_the_command_line_wins_over_the_environment(self, monkeypatch, tmp_path):
        monkeypatch.setenv("RAFIQ_DATA", "/nowhere")
        monkeypatch.setenv("RAFIQ_WORKERS", "3")
        wanted = options.read(["--data", str(tmp_path), "--no-browser"], command="demo", description="")
        wanted.listener.close()
        assert wanted.data == tmp_path
        assert wanted.workers == 3
        assert not wanted.opens_browser

    def test_without_a_named_port_the_next_free_one_is_taken(self, monkeypatch):
        monkeypatch.delenv("RAFIQ_PORT", raising=False)
        first = options.read([], command="demo", description="")
        second = options.read([], command="demo", description="")
        with first.listener, second.listener:
            assert options.DEFAULT_PORT <= first.port < second.port

    def test_the_address_to_show_is_the_public_one(self, monkeypatch):
        monkeypatch.setenv("RAFIQ_URL", "https://help.example.com/")
        wanted = options.read([], command="serve", description="")
        wanted.listener.close()
        assert wanted.url == "https://help.example.com"

    @pytest.mark.parametrize("words", [["--port", "0"], ["--port", "99999"], ["--workers", "no"], ["--dance"]])
    def test_nonsense_is_refused(self, words):
        with pytest.raises(SystemExit):
            options.read(words, command="serve", description="")


class TestMessages:
    def test_texts_of_templates_and_python_are_found(self, tmp_path):
        package = tmp_path / "package"
        package.mkdir()
        (package / "page.html").write_text(
            "<ul>\n      <li title=\"it's\">{% translate 'One thing' %}\n"
            "  {% blocktranslate count number=n trimmed %}\n     {{ number }} car isn't\n"
            "   {% plural %} {{ number }} cars {% endblocktranslate %}\n {{ _('inner') }}"
        )
        (package / "code.py").write_text("gettext('From code')\npgettext_lazy('verb', 'Book')\n")
        found = {message.id for message in messages.collect(package) if message.id}
        assert found == {"One thing", ("%(number)s car isn't", "%(number)s cars"), "inner", "From code", "Book"}

    def test_collecting_again_changes_nothing(self):
        for source in freshness.translations():
            content = source.read_bytes()
            assert b"POT-Creation-Date" not in content
            assert not re.search(rb"^#: .*:\d+$", content, re.MULTILINE)


class TestLicences:
    @pytest.mark.parametrize("text", ["MIT", "BSD-3-Clause", "LGPL-3.0-only", "Apache-2.0 OR BSD-2-Clause", "OFL-1.1"])
    def test_permissive_and_weak_copyleft_may_be_built_on(self, text):
        assert licences.is_fine(text)

    @pytest.mark.parametrize("text", ["GPL-3.0-only", "AGPL-3.0", "", "Proprietary", "MIT AND GPL-2.0"])
    def test_others_may_not(self, text):
        assert not licences.is_fine(text)


def test_doctor_tells_a_machine_what_it_found(tmp_path):
    done = run("-m", "rafiq", "doctor", "--json", "--data", str(tmp_path / "none"), DATABASE_URL="")
    said = json.loads(done.stdout)
    names = {finding["name"]: finding["is_fine"] for finding in said["findings"]}
    assert names["Python"]
    assert names["front-end files"]
    assert done.returncode == (0 if said["healthy"] else 1)


def test_doctor_fails_when_the_database_does_not_answer(tmp_path):
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    done = run("-m", "rafiq", "doctor", "--data", str(tmp_path), DATABASE_URL=nowhere)
    assert done.returncode == 1
    assert "✗ database" in done.stdout


def test_the_wheel_carries_everything_a_server_needs(tmp_path):
    done = run("-m", "rafiq", "build", "--into", str(tmp_path))
    assert done.returncode == 0, done.stderr
    wheel = zipfile.ZipFile(next(tmp_path.glob("*.whl")))
    names = set(wheel.namelist())
    for wanted in (
        "rafiq/platform/ui/static/vendor/htmx/htmx.min.js",
        "rafiq/platform/ui/static/vendor/vazirmatn/vazirmatn-arabic-wght-normal.woff2",
        "rafiq/inbox/migrations/0001_initial.py",
        "rafiq/locale/fa/LC_MESSAGES/django.mo",
        "rafiq/locale/ar/LC_MESSAGES/django.mo",
        "rafiq/channels/webchat/widget/start.js",
    ):
        assert wanted in names
    assert any(name.startswith("rafiq/web/templates/") for name in names)
    assert not any(name.endswith((".po", ".pyc")) for name in names)
    metadata = wheel.read(next(name for name in names if name.endswith("METADATA"))).decode()
    assert "Requires-Dist: django" in metadata
    entry = wheel.read(next(name for name in names if name.endswith("entry_points.txt"))).decode()
    assert "rafiq = rafiq.cli:main" in entry


def run(*words, **changes):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **changes}
    kept = {name: value for name, value in environment.items() if value}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=kept, capture_output=True, text=True)
