"""Tags are put on and taken off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from rafiq.automations.actions.common import One, Plain, conversation_of, found, name_of, number
from rafiq.automations.contracts import Act
from rafiq.inbox import queries, services
from rafiq.inbox.events import ConversationTagged, ConversationUntagged
from rafiq.inbox.models import Tag
from rafiq.platform.ui.forms import Form


class WhichTag(Form):
    """A tag."""

    tag = One(gettext_lazy("Tag"), queries.tags)


class _OfTag(Plain):
    icon = "tag"
    form = WhichTag

    def problem(self, params: Mapping[str, Any]) -> str:
        """Say if the tag was removed."""
        is_there = Tag.objects.filter(pk=number(params, "tag")).exists()
        return "" if is_there else gettext_noop("The tag was removed.")


class PutTagOn(_OfTag):
    """A tag is put on."""

    key, words = "tag", gettext_lazy("Put a tag on")
    causes = (ConversationTagged.name,)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Name the tag."""
        return _("Put on the tag %(tag)s") % {"tag": name_of(queries.tags(), params, "tag")}

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Put it on."""
        tag = found(queries.tags(), params, "tag")
        return services.tag_automatically(conversation=conversation_of(act), tag=tag, actor=act.actor, at=act.at)


class TakeTagOff(_OfTag):
    """A tag is taken off."""

    key, words = "untag", gettext_lazy("Take a tag off")
    causes = (ConversationUntagged.name,)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Name the tag."""
        return _("Take off the tag %(tag)s") % {"tag": name_of(queries.tags(), params, "tag")}

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Take it off."""
        tag = found(queries.tags(), params, "tag")
        return services.untag_automatically(conversation=conversation_of(act), tag=tag, actor=act.actor, at=act.at)
