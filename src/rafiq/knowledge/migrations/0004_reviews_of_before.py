"""What waits for a review already becomes a question of its own; apart, because the table must be whole first."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def ask_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give what waits for a review already a question of its own, to who was asked."""
    Review = apps.get_model("knowledge", "Review")
    Version = apps.get_model("knowledge", "Version")
    for row in apps.get_model("knowledge", "Translation").objects.filter(state="IN_REVIEW").iterator():
        version = Version.objects.filter(translation=row, number=row.number).first()
        if version is not None:
            Review.objects.create(
                translation=row, number=row.number, asked_by_id=version.saved_by_id or row.author_id,
                asked_at=version.saved_at, reviewer_id=row.reviewer_id,
            )


class Migration(migrations.Migration):

    dependencies = [("knowledge", "0003_reviews_and_imports")]

    operations = [migrations.RunPython(ask_again, migrations.RunPython.noop, elidable=True)]
