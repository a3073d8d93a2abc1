from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0003_more_channels")]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="begun_by",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="The identity that began it: its kind, a space, its value.",
                max_length=270,
            ),
        ),
    ]
