"""What the inbox's templates look up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from rafiq.inbox import registry
from rafiq.inbox.presentation import palette
from rafiq.inbox.presentation.places import Place
from rafiq.inbox.queries import ChannelRow, Desk
from rafiq.platform.files import serving

register = template.Library()

_ENDINGS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "text/plain": "TXT",
}


@register.filter
def channel_icon(kind: str) -> str:
    """Name the icon of a kind of channel."""
    return registry.adapter_for(kind).icon


@register.filter
def channel_label(kind: str) -> str:
    """Name a kind of channel."""
    return registry.adapter_for(kind).label


@register.filter
def of(found: Mapping[Any, Any], key: object) -> object:
    """Look something up; None where there is nothing."""
    return found.get(key)


@register.simple_tag
def above_composer() -> list[str]:
    """List what is fetched above the composer."""
    return registry.above_composer()


@register.simple_tag
def beside() -> list[str]:
    """List what is fetched beside a conversation."""
    return registry.beside()


@register.simple_tag
def composer_tools() -> list[str]:
    """List what others put beside the composer's own tools."""
    return registry.composer_tools()


@register.simple_tag
def place_query(
    view: str = "", team: int | None = None, tag: int | None = None, kind: str = "", channel: int | None = None
) -> str:
    """Write the query of a list's address."""
    given = {"view": str(view), "team": str(team or ""), "tag": str(tag or ""), "kind": kind}
    given["channel"] = str(channel or "")
    return Place.parse(given).query


@register.simple_tag
def key_groups() -> list[palette.Group]:
    """List the keys for the sheet."""
    return [palette.moves(), palette.acts()]


@register.filter
def file_url(token: str, name: str) -> str:
    """Return the address of a file."""
    return serving.file_url(token, name)


@register.filter
def thumbnail_url(token: str) -> str:
    """Return the address of a picture's thumbnail."""
    return serving.thumbnail_url(token)


@register.simple_tag
def channel_groups(desk: Desk) -> list[tuple[str, list[ChannelRow]]]:
    """List the kinds of channel there are, each with its channels."""
    kinds = dict.fromkeys(one.kind for one in desk.channels if registry.knows(one.kind))
    return [(kind, [one for one in desk.channels if one.kind == kind]) for kind in kinds]


@register.filter
def ending(content_type: str) -> str:
    """Name a kind of file the short way: PDF, DOCX; nothing where only its bytes are known."""
    if content_type == "application/octet-stream":
        return ""
    return _ENDINGS.get(content_type) or content_type.rpartition("/")[2].upper()[:6]
