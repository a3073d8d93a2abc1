"""The page on which one plays the demo's customers: what reached them, and what they write."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from rafiq.demo.outside import writing
from rafiq.demo.outside.channels import KEYS
from rafiq.demo.world.texts.outside import TODAY, Letter
from rafiq.inbox.models import Channel, Message
from rafiq.platform import text
from rafiq.platform.ui.forms import Form, Words

MOST = 30


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody outside whom the demo knows."""

    number: int
    letter: Letter

    @property
    def kind(self) -> str:
        """The kind of channel this person writes over."""
        return self.letter.kind

    @property
    def shown(self) -> str:
        """The name, or the address where there is none."""
        return self.letter.name or self.letter.address

    def identity(self) -> tuple[str, str]:
        """Return the identity that leads to the customer."""
        if self.kind == "mail":
            return "EMAIL", self.letter.address
        if self.kind == "kavenegar":
            return "PHONE", text.normal_phone(self.letter.address) or ""
        return "TELEGRAM", self.letter.address


PEOPLE = tuple(Person(number, letter) for number, letter in enumerate(TODAY))


class Say(Form):
    """What a customer writes."""

    words = Words(label=_("Your message"), max_length=2_000)


class Customers(View):
    """GET: the people outside and one person's thread; POST: this person writes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, _person(request.GET.get("as", "")), Say())

    def post(self, request: HttpRequest) -> HttpResponse:
        person, form = _person(request.POST.get("as", "")), Say(request.POST)
        if not form.is_valid():
            return self._page(request, person, form, status=422)
        channel = get_object_or_404(Channel, key=KEYS[person.kind])
        one = person.letter
        writing.write(channel, address=one.address, name=one.name, words=form.cleaned_data["words"], at=timezone.now())
        return redirect(f"{request.path}?as={person.number}")

    def _page(self, request: HttpRequest, person: Person, form: Say, *, status: int = 200) -> HttpResponse:
        kind, value = person.identity()
        said = Message.objects.filter(
            channel__key=KEYS[person.kind], conversation__customer__identities__kind=kind,
            conversation__customer__identities__value=value,
        ).exclude(kind=Message.Kind.NOTE).exclude(delivery="QUEUED")  # fmt: skip
        context = {"people": PEOPLE, "person": person, "said": said.order_by("-pk")[:MOST][::-1], "form": form}
        return render(request, "demo/customers.html", context, status=status)


def _person(number: str) -> Person:
    is_number = number.isascii() and number.isdigit() and len(number) <= len(str(len(PEOPLE)))
    return PEOPLE[int(number)] if is_number and int(number) < len(PEOPLE) else PEOPLE[0]
