"""Articles in conversations: found and inserted while answering, drafted once the matter is settled."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation
from rafiq.inbox.queries import MessageRow
from rafiq.knowledge import queries, services
from rafiq.knowledge.addresses import origin_of
from rafiq.knowledge.contracts import Customer, Found
from rafiq.knowledge.models import AskedWay
from rafiq.knowledge.queries import Site
from rafiq.platform import text
from rafiq.platform.ui import pages
from rafiq.web.articles import words

MOST = 8
MOST_READ = 200
SUMMARY = 200


class Choice(NamedTuple):
    """An article to insert, and the words that go into the answer."""

    article: Found
    words: str


class Articles(ForAgents):
    """GET: articles this customer may read that fit the words, or else the customer's last question."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation, site = _find(request, pk), queries.site()
        asked = text.clean(request.GET.get("q", ""), limit=200) or _last_question(conversation)
        found = queries.search(
            Customer(conversation.customer_id), asked, language=_language(conversation, request, site),
            default=site.default_language, limit=MOST,
        )  # fmt: skip
        origin = origin_of(request, site)
        context = {"choices": [Choice(one, _inserted(one, origin)) for one in found], "conversation": conversation}
        return render(request, "web/articles/_choices.html", context)


class Insertion(ForAgents):
    """POST: an article went into an answer; what the customer asked may be a way to ask for it."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, article_pk: int) -> HttpResponse:
        conversation, site = _find(request, pk), queries.site()
        reader, language = Customer(conversation.customer_id), _language(conversation, request, site)
        rows = queries.in_language(reader, language, default=site.default_language)
        translation = rows.filter(article=article_pk).first()
        if translation is None:
            raise Http404
        if asked := _last_question(conversation):
            services.suggest_way(translation, words=asked, source=AskedWay.Source.INSERT, at=timezone.now())
        return HttpResponse(status=204)


class ArticleOf(ForAgents):
    """POST: a draft is made of a conversation that is settled."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation, site = _find(request, pk), queries.site()
        if conversation.is_open:
            return self._refused(_("Close the conversation first: an article is made of what has helped."))
        language = _language(conversation, request, site)
        draft = words.draft_of(_said(conversation), names=_names(conversation), language=language)
        if not draft.title:
            return self._refused(_("The customer wrote nothing that could become an article."))
        made = services.begin_article(
            title=draft.title, body=draft.body, asked=draft.asked, language=language, by=request.user, at=timezone.now()
        )
        return pages.go(request, reverse("articles:editor", args=[made.article_id, made.language]))

    def _refused(self, told: str) -> HttpResponse:
        return render(self.request, "inbox/_toast.html", {"words": told, "is_refusal": True}, status=409)


def _find(request: AgentRequest, pk: int) -> Conversation:
    """Return a conversation this agent may see.

    Raises:
        Http404: if there is none.
    """
    found = inbox.visible_to(request.user).select_related("customer").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _said(conversation: Conversation) -> list[MessageRow]:
    return inbox.messages(conversation, limit=MOST_READ)


def _names(conversation: Conversation) -> list[str]:
    customer = conversation.customer
    return [customer.name, customer.company_name]


def _last_question(conversation: Conversation) -> str:
    return words.question_of(_said(conversation), names=_names(conversation), is_last=True)


def _language(conversation: Conversation, request: AgentRequest, site: Site) -> str:
    return next(code for code in (conversation.language, request.user.language, site.default_language) if code)


def _inserted(found: Found, origin: str) -> str:
    """Write the title, a short text and the address, a line each."""
    address = origin + reverse("help:article", args=[found.language, found.slug])
    return "\n".join(filter(None, [found.title, text.excerpt(found.summary, length=SUMMARY), address]))
