from django.db import migrations, models

_KNOWN_BY = """
    UPDATE customers_customer c SET known_by = one.words
    FROM (
        SELECT DISTINCT ON (customer_id) customer_id,
               CASE WHEN label <> '' THEN label ELSE value END AS words
        FROM customers_identity
        WHERE kind <> 'VISITOR' AND (label <> '' OR kind IN ('EMAIL', 'PHONE', 'MASTODON'))
        ORDER BY customer_id, id
    ) AS one
    WHERE one.customer_id = c.id
"""


class Migration(migrations.Migration):
    """Customers without a name are shown by an address."""

    dependencies = [("customers", "0004_companies_of_before")]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="known_by",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="An address people read, shown while there is no name.",
                max_length=254,
            ),
        ),
        migrations.RunSQL(_KNOWN_BY, migrations.RunSQL.noop),
    ]
