from django.db import migrations


class Migration(migrations.Migration):
    """Opening hours belong to the room `workforce` from here on: the table stays and gets its name."""

    dependencies = [
        ("accounts", "0002_opening_hours"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE accounts_openinghours RENAME TO workforce_openinghours",
                    "ALTER TABLE workforce_openinghours RENAME TO accounts_openinghours",
                ),
            ],
            state_operations=[migrations.DeleteModel(name="OpeningHours")],
        ),
    ]
