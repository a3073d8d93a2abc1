"""The widget's script stays small, and never turns words into markup or code."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from rafiq.channels.webchat import script, strings

LIMIT_BYTES = 15_000
FORBIDDEN = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment", "cssText")


def source() -> str:
    return (script.build() + script.build_help()).decode()


def parts() -> list[Path]:
    return sorted(script.FOLDER.rglob("*.js"))


def test_script_and_style_together_fit_into_fifteen_kilobytes():
    assert len(gzip.compress(script.build(), 9)) <= LIMIT_BYTES


def test_script_is_the_same_every_time_and_so_is_its_tag():
    assert script.build() is script.build()
    assert re.fullmatch(r'"[0-9a-f]{20}"', script.etag())


def test_every_part_is_served():
    assert {part.stem for part in parts()} | {"style"} == {*script.PARTS, *script.HELP_PARTS}


@pytest.mark.parametrize("word", FORBIDDEN)
def test_words_never_become_markup(word: str):
    assert word not in source()


def test_words_never_become_code():
    assert not re.search(r"\beval\b|\bnew Function\b|\bFunction\(|set(?:Timeout|Interval)\(\s*[\"'`]", source())


def test_no_style_attribute_is_written():
    assert not re.search(r"""["'`]style["'`]|[{,]\s*style\s*:(?!"unit")""", source())


def test_no_address_but_the_hosts_own_is_asked():
    assert set(re.findall(r"https?://[\w.]+", source())) <= {"http://www.w3.org"}


def test_parts_keep_the_habits_that_let_them_be_slimmed():
    for part in parts():
        for line in part.read_text("utf-8").splitlines():
            assert "/*" not in re.sub(r'"[^"]*"', "", line), f"{part.name}: {line}"
            assert not re.search(r"[;{}),] +//", line), f"{part.name}: a comment behind code: {line}"


def test_slimming_leaves_quoted_words_alone():
    assert script._slim_js('  // why\n  say( "a , b" + `c { d` );\n') == 'say("a , b"+`c { d`);'


def test_script_is_valid_javascript(tmp_path: Path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here; the browser tests run the script anyway")
    (tmp_path / "widget.js").write_bytes(script.build())
    subprocess.run([node, "--check", tmp_path / "widget.js"], check=True)


def test_every_language_says_everything_with_the_same_slots():
    for language, words in strings.STRINGS.items():
        for name, english in strings.STRINGS["en"].items():
            assert re.findall(r"{\w+}", words[name]) == re.findall(r"{\w+}", english), f"{language}: {name}"
        assert words.keys() == strings.STRINGS["en"].keys()


def test_the_widget_and_its_words_know_each_other():
    asked = set(re.findall(r'\bt\("(\w+)"', source()))
    composed = {"open", "close", "uploading", "file_waiting", "pending", "sent", "seen", "failed", "retry", "edit"}
    composed |= {
        "help_yes",
        "help_no",
        "required",
        "bad_email",
        "bad_phone",
        *(f"rate_{score}" for score in range(1, 6)),
    }
    unknown = asked - strings.STRINGS["en"].keys() - {"rate_", "help_"}
    assert not unknown
    assert strings.STRINGS["en"].keys() <= asked | composed


def test_a_regional_language_gets_its_base_and_an_unknown_one_english():
    assert strings.strings_for("fa-IR") == strings.STRINGS["fa"]
    assert strings.strings_for("xx") == strings.STRINGS["en"]
    assert json.dumps(strings.strings_for("ar"))
