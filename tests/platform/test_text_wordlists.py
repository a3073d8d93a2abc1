import pytest

from rafiq.platform.text import wordlists


def test_each_list_has_its_lines_and_none_of_the_remarks(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text(
        "# What it is.\n\n[SAID]\nاگه = اگر\n\n# Longer ones.\n[PHRASES]\nچی شد = چه شد\nبه کی = به چه کسی\n", "utf-8"
    )

    assert wordlists.read(path) == {"SAID": "اگه = اگر", "PHRASES": "چی شد = چه شد\nبه کی = به چه کسی"}


@pytest.mark.parametrize("written", ["اگه = اگر\n[SAID]\n", "[SAID]\nاگه = اگر\n[SAID]\n"])
def test_words_of_no_list_and_a_list_that_comes_twice_are_refused(tmp_path, written):
    path = tmp_path / "words.txt"
    path.write_text(written, "utf-8")

    with pytest.raises(ValueError, match=r"words\.txt"):
        wordlists.read(path)


def test_a_bracket_that_is_no_name_belongs_to_the_words(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("[WISHES]\n[eo] please\n[a b]\n", "utf-8")

    assert wordlists.read(path) == {"WISHES": "[eo] please\n[a b]"}
