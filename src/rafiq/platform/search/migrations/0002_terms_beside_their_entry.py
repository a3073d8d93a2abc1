from django.db import migrations

# Of hundreds of entries the terms are read to choose among them: kept in their row, they are not fetched from a table of
# their own one by one. What is stored already moves when it is put again.
MAIN = "ALTER TABLE search_entry ALTER COLUMN terms SET STORAGE MAIN"
EXTENDED = "ALTER TABLE search_entry ALTER COLUMN terms SET STORAGE EXTENDED"


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_entries'),
    ]

    operations = [migrations.RunSQL(MAIN, EXTENDED)]
