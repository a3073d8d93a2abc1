from django.db import migrations

# Answers written before a conversation could run through several threads went into the one it began in.
FILL = """
    UPDATE inbox_message AS message SET thread = conversation.thread FROM inbox_conversation AS conversation
    WHERE conversation.id = message.conversation_id AND conversation.channel_id = message.channel_id
      AND message.thread = '' AND message.kind <> 'NOTE'
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0005_ways_and_joining")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
