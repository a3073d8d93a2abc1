"""What every page of the help centre needs to know of the company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rafiq.accounts.models import Company, Language
from rafiq.knowledge.models import HelpCentre


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The company and its help centre. `address` is the public base without a slash at the end; may be empty."""

    company: str
    default_language: str
    time_zone: str
    languages: tuple[str, ...]
    address: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)


def site() -> Site:
    """Describe the help centre, with one statement. Before the set-up it is one with Rafiq's name."""
    company = Company.objects.filter(pk=1).select_related("help_centre").first() or Company(pk=1)
    try:
        centre = company.help_centre if company.pk and not company._state.adding else HelpCentre()
    except HelpCentre.DoesNotExist:
        centre = HelpCentre()
    languages = tuple(code for code in centre.languages if code in Language.values) or tuple(Language.values)
    is_offered = company.language in languages
    return Site(
        company=company.name,
        default_language=company.language if is_offered else languages[0],
        time_zone=company.time_zone,
        languages=languages,
        address=centre.address,
        titles=centre.titles,
    )
