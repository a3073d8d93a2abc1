import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("inbox", "0003_more_channels"),
    ]

    operations = [
        migrations.CreateModel(
            name="SentPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("part", models.PositiveSmallIntegerField()),
                ("provider_id", models.CharField(max_length=200)),
                ("sent_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                ("channel", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="inbox.channel")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("channel", "key", "part"), name="telegram_part_once")],
            },
        ),
    ]
