"""Markdown to HTML: what authors need comes out, and nothing else ever does."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import override

import pytest

from rafiq.knowledge import markdown
from rafiq.knowledge.markdown import Picture

TOKEN = "a" * 32


class Elements(HTMLParser):
    """Lists the elements of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    @override
    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))


def render(body: str, **pictures: Picture) -> str:
    return markdown.render(body, address=lambda key: f"/help/en/articles/{key}/" if key == "known" else "",
                           pictures=pictures).html  # fmt: skip


def test_blocks_run_as_their_words_do():
    html = render("سلام\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    code")

    assert '<p dir="auto">سلام</p>' in html
    assert '<ul dir="auto">\n<li>one</li>' in html
    assert '<div class="article__table" tabindex="0"><table dir="auto">' in html
    assert "<pre><code>code" in html


def test_the_words_of_a_loose_list_decide_for_the_list():
    assert '<ul dir="auto">\n<li>\n<p>سلام</p>' in render("- سلام\n\n- خوبی")


def test_headings_can_be_linked_to_and_leave_the_first_level_to_the_title():
    body = markdown.render("# گام اول\n\n## Step\n\n## Step", address=str, pictures={})

    assert [(one.level, one.anchor) for one in body.headings] == [(2, "s-گام-اول"), (2, "s-step"), (2, "s-step-2")]
    assert '<h2 id="s-گام-اول" dir="auto">گام اول</h2>' in body.html


def test_links_lead_to_articles_that_are_there():
    html = render("[here](article:known#s-a) and [**gone**](article:unknown)")

    assert '<a href="/help/en/articles/known/#s-a" rel="noopener">here</a>' in html
    assert "<strong>gone</strong>" in html
    assert "unknown" not in html


def test_pictures_are_the_articles_own():
    html = render(f"![ours](attachment:{TOKEN}) ![same](/files/{TOKEN}/x.png)", **{TOKEN: Picture("a b.png", 640, 480)})

    assert html.count(f'src="/files/{TOKEN}/a%20b.png"') == 2
    assert 'width="640"' in html


@pytest.mark.parametrize(
    "body",
    [
        "![x](https://evil.example/a.png)",
        "![x](//evil.example/a.png)",
        f"![x](attachment:{'b' * 32})",
        "![x](data:image/png;base64,AAAA)",
        "<img src=https://evil.example/a.png>",
        "[x]: https://evil.example/a.png\n\n![x]",
    ],
)
def test_no_other_picture_is_asked_for(body):
    assert "<img" not in render(body)


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html,<script>)",
        "[x](//evil.example)",
        '<a href="x" onclick="y">z</a>',
        "<iframe src=x></iframe>",
        '![x" onerror="alert(1)](attachment:' + TOKEN + ")",
        '```"><script>\n```',
        "# <b id=main>",
        '[x](https://ok.example/" onmouseover="a)',
    ],
)
def test_nothing_runs(body):
    html = render(body, **{TOKEN: Picture('x"onerror=a.png')})

    reader = Elements()
    reader.feed(html)
    assert not {"script", "iframe", "b"} & {tag for tag, _ in reader.found}
    attributes = [one for _, given in reader.found for one in given]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert not [value for name, value in attributes if name == "href" and not value.startswith("https://ok.example/")]
    assert ("id", "main") not in attributes


@pytest.mark.parametrize(
    "body", ["[" * 5000, "> " * 3000 + "x", "*a " * 5000, "`" * 9999, "|" * 5000, "- " * 3000, "![" * 5000]
)
def test_what_is_made_to_be_slow_is_read_all_the_same(body):
    assert isinstance(render(body), str)


def test_plain_words_leave_out_what_is_no_words():
    body = "# Head\n\nA **bold** [link](article:x)\nnext `code`\n\n> quote\n\n| a | b |\n|--|--|\n| 1 | 2 |"

    assert markdown.plain(body) == "A bold link next code\nquote\na\nb\n1\n2"
    assert markdown.headings(body) == ("Head",)
    assert markdown.articles_in(body) == {"x"}
