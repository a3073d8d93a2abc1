"""The dialogue's plain answer, put into words by the model where it is on; everything else of the response stays."""

from __future__ import annotations

from dataclasses import replace

from rafiq.bot import documents
from rafiq.bot.dialogue.situation import Response, Situation
from rafiq.bot.model import asking, wording
from rafiq.bot.models import Turn
from rafiq.platform.search.documents import Hit

ARTICLE, SNIPPET = "article", "snippet"


def worded(situation: Situation, response: Response) -> Response:
    """Return an answer from an article or a snippet in words made for the question, or as it was.

    Only what these audiences may read, in the language of the answer, is handed out. Whom to call, what to do and what
    is remembered were decided before; words change none of it. Not inside a transaction.
    """
    if response.kind != Turn.Kind.ANSWER or not asking.is_on("words_answers"):
        return response
    hits = _hits(situation, response)
    passages = [wording.Passage(f"{one.source} {one.key}", one.title, one.body) for one in hits.values()]
    if not passages or not situation.said.strip():
        return response
    found = wording.word(situation.said, passages, language=situation.language, at=situation.at)
    if found is None:
        return response
    cited = [hits[key] for key in found.citations]
    articles = [one for one in cited if one.source == ARTICLE]
    keys = [one.key for one in articles]
    main = response.article_key if response.article_key in keys or not keys else keys[0]
    return replace(
        response, text=found.text, article_key=main,
        links=tuple(documents.link(one) for one in articles),
        evidence={**response.evidence, "worded": {"from": list(found.citations), "instead_of": response.text[:500]}},
    )  # fmt: skip


def _hits(situation: Situation, response: Response) -> dict[str, Hit]:
    """Read again what was found, as these audiences may: first what answers, then what else was near."""
    first = [(ARTICLE, response.article_key)] if response.article_key else []
    if response.snippet_id is not None:
        first.append((SNIPPET, str(response.snippet_id)))
    others = [(str(one["source"]), str(one["key"])) for one in response.evidence.get("hits", [])]
    found: dict[str, Hit] = {}
    for source, key in dict.fromkeys([*first, *others]):
        hit = documents.find(source, key, language=situation.language, audiences=situation.audiences)
        if source in {ARTICLE, SNIPPET} and hit is not None and hit.language == situation.language:
            found[f"{source} {key}"] = hit
    is_first_there = bool(first) and f"{first[0][0]} {first[0][1]}" in found
    return dict(list(found.items())[: wording.MOST_PASSAGES]) if is_first_there else {}
