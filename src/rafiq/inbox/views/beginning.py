"""An agent writes first: the page on which a conversation begins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import queries as customers
from rafiq.customers.models import Customer
from rafiq.inbox import forms, queries, services
from rafiq.inbox.models import Message
from rafiq.inbox.presentation import ways
from rafiq.platform import files, text
from rafiq.platform.files.models import StoredFile


class Begin(ForAgents):
    """The form, and (POST) the first words to a customer."""

    def get(self, request: AgentRequest, customer_pk: int) -> HttpResponse:
        customer = get_object_or_404(customers.living(), pk=customer_pk)
        return self._page(customer, {"client_id": uuid4()})

    def post(self, request: AgentRequest, customer_pk: int) -> HttpResponse:
        customer = get_object_or_404(customers.living(), pk=customer_pk)
        kept, problems = _store(request.FILES.getlist("files")[: forms.MOST_FILES], owner=request.user.actor)
        given = request.POST.copy()
        given.setlist("attached", [*given.getlist("attached"), *kept])
        form = forms.Begin(given)
        if not form.is_valid() or problems:
            return self._refused(customer, form, [*form.problems, *problems])
        try:
            message = self._begin(customer, form.cleaned_data)
        except services.GoesOnElsewhere as refusal:
            words = _("A conversation with them goes on there already. Nothing was sent.")
            other = queries.visible_to(request.user).filter(pk=refusal.conversation_id).first()
            return self._refused(customer, form, [words], status=409, other=other)
        except services.NoSuchWay:
            words = _("The customer cannot be reached like that any more. Choose another way.")
            return self._refused(customer, form, [words])
        except services.EmptyMessage:
            return self._refused(customer, form, [_("The files are gone. Please attach them again.")])
        except services.IdUsed:
            given["client_id"] = str(uuid4())
            words = _("What you had written before was sent already. Send this too, if you still want to.")
            return self._refused(customer, forms.Begin(given), [words])
        return redirect(f"{reverse('inbox:conversation', args=[message.conversation_id])}?view=mine")

    def _begin(self, customer: Customer, values: dict[str, Any]) -> Message:
        way = next((one for one in queries.ways_to(customer.pk) if one.value == values["way"]), None)
        if way is None:
            raise services.NoSuchWay
        subject = values["subject"] if ways.has_subject(way.kind) else ""
        return services.begin(
            customer=customer, author=self.request.user, way=way, body=values["text"], files=values["attached"],
            client_id=values["client_id"], subject=subject, extras={"subject": subject} if subject else {},
            at=timezone.now(),
        )  # fmt: skip

    def _refused(
        self, customer: Customer, form: forms.Begin, problems: Iterable[str], *, status: int = 422, **more: object
    ) -> HttpResponse:
        tokens = [text.clean(one) for one in form.given("attached")]
        stored = StoredFile.objects.filter(token__in=tokens, owner=self.request.user.actor).order_by("pk")
        said = {name: text.clean(str(form.data.get(name, ""))) for name in ("client_id", "way", "subject")}
        given = {**said, "text": form.said, "attached": stored, "problems": list(problems), **more}
        return self._page(customer, given, status=status)

    def _page(self, customer: Customer, given: dict[str, Any], *, status: int = 200) -> HttpResponse:
        there_are = ways.choices(queries.ways_to(customer.pk), chosen=given.get("way", ""), at=timezone.now())
        choices = [one for one in there_are if not one.is_closed]
        context = {"customer": customer, "given": given, "ways": choices, "is_unreached": not choices}
        context["has_subject"] = any(one.has_subject for one in choices)
        return render(self.request, "inbox/begin.html", context, status=status)


def _store(uploads: Iterable[UploadedFile[Any]], *, owner: str) -> tuple[list[str], list[str]]:
    """Keep files that came with the form; return their tokens, and what was wrong with others."""
    tokens, problems = [], []
    for upload in uploads:
        try:
            tokens.append(files.store(upload, owner=owner, at=timezone.now()).token)
        except files.FileRefused as refused:
            problems.append(f"{upload.name}: {_(refused.reason)}")
    return tokens, problems
