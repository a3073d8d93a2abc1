"""The help centre as a whole."""

from __future__ import annotations

from django.db import models


class HelpCentre(models.Model):
    """How the company's help centre shows itself: at most one row, beside the company's own."""

    company = models.OneToOneField(
        "accounts.Company", primary_key=True, on_delete=models.CASCADE, related_name="help_centre"
    )
    address = models.URLField(
        max_length=200, blank=True, default="", help_text="Public base address, such as https://help.narvan.example"
    )
    languages = models.JSONField(default=list, help_text="In which it is offered, in this order; empty: in all.")
    titles = models.JSONField(default=dict, help_text="What stands over the search box, by language.")

    def __str__(self) -> str:
        return self.address or "help centre"
