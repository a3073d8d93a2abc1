"""The companies that were only words until now become companies."""

from typing import Any

from django.db import migrations
from django.db.models import Min

from rafiq.platform import text


def make_companies(apps: Any, schema_editor: Any) -> None:  # historical models
    customers = apps.get_model("customers", "Customer")
    organisations = apps.get_model("customers", "Organisation")
    named = customers.objects.exclude(company_name="")
    for one in named.values("company_name").annotate(since=Min("created_at")).order_by("since", "company_name"):
        key = text.fold(one["company_name"])
        organisation, _ = organisations.objects.get_or_create(
            key=key, defaults={"name": one["company_name"], "created_at": one["since"]}
        )
        customers.objects.filter(company_name=one["company_name"]).update(
            organisation=organisation, company_name=organisation.name
        )


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_one_person")]

    operations = [migrations.RunPython(make_companies, migrations.RunPython.noop)]
