"""More is promised than policies promise by themselves: other kinds, other times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from rafiq.automations.actions.common import CLOSED, GONE, Plain, conversation_of, number
from rafiq.automations.contracts import Act, Impossible
from rafiq.platform.ui.forms import Form
from rafiq.promises import queries, services
from rafiq.promises.events import PolicyGiven
from rafiq.promises.models import Version

_GONE = gettext_noop("The policy was removed or switched off.")


def _policies() -> list[Version]:
    return [one for one in queries.newest() if one.is_active]


class WhichPolicy(Form):
    """A policy that counts."""

    policy = forms.ChoiceField(
        label=gettext_lazy("Policy"), choices=lambda: [(str(one.policy_id), one.name) for one in _policies()],
        help_text=gettext_lazy("What it promises counts before what other policies promise, until it is closed."),
    )  # fmt: skip


class Promise(Plain):
    """What a policy says is promised, whomever the policy is for."""

    key, words, form, icon = "promise", gettext_lazy("Promise what a policy says"), WhichPolicy, "clock"
    causes = (PolicyGiven.name,)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Name the policy, as it is called now."""
        wanted = number(params, "policy")
        name = next((one.name for one in queries.newest() if one.policy_id == wanted), GONE)
        return _("Promise what “%(policy)s” says") % {"policy": name}

    def problem(self, params: Mapping[str, Any]) -> str:
        """Say if the policy does not count any more."""
        wanted = number(params, "policy")
        return "" if any(one.policy_id == wanted for one in _policies()) else _GONE

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Promise it; what is promised already stays."""
        policy_id = number(params, "policy")
        if not policy_id:
            raise Impossible(_GONE)
        try:
            return services.give_policy(conversation_of(act), policy_id, actor=act.actor, at=act.at)
        except services.NoSuchPolicy as error:
            raise Impossible(_GONE) from error
        except services.NothingOpen as error:
            raise Impossible(CLOSED) from error
