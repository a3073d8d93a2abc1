from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations, models

LOG = """
CREATE TABLE platform_log (
    id bigint GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind text NOT NULL,
    key text NOT NULL,
    customer_id bigint,
    actor text NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX platform_log_order ON platform_log (xid, id);
CREATE INDEX platform_log_key ON platform_log (key, id);
CREATE INDEX platform_log_customer ON platform_log (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE TABLE platform_log_default PARTITION OF platform_log DEFAULT;

CREATE FUNCTION platform_log_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of the log never change';
END $$;
CREATE TRIGGER platform_log_immutable BEFORE UPDATE ON platform_log
    FOR EACH ROW EXECUTE FUNCTION platform_log_is_immutable();

-- One wake-up per statement; PostgreSQL folds equal notifications of one transaction into one.
CREATE FUNCTION platform_log_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('rafiq_log', '');
    RETURN NULL;
END $$;
CREATE TRIGGER platform_log_wakes AFTER INSERT ON platform_log
    FOR EACH STATEMENT EXECUTE FUNCTION platform_log_wake();

-- Partitions of this month and the two that follow; the default one catches whatever else comes.
CREATE FUNCTION platform_log_ensure_partitions(today date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first date := date_trunc('month', today)::date;
    name text;
BEGIN
    FOR step IN 0..2 LOOP
        name := 'platform_log_' || to_char(first, 'YYYY_MM');
        IF to_regclass(name) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF platform_log FOR VALUES FROM (%L) TO (%L)',
                           name, first, (first + interval '1 month')::date);
        END IF;
        first := (first + interval '1 month')::date;
    END LOOP;
END $$;
SELECT platform_log_ensure_partitions(current_date);
"""

DROP = """
DROP TABLE platform_log;
DROP FUNCTION platform_log_is_immutable, platform_log_wake, platform_log_ensure_partitions;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(LOG, DROP),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigIntegerField()),
                ("xid", models.BigIntegerField()),
                ("kind", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=80)),
                ("customer_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=40)),
                ("payload", models.JSONField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "id", "recorded_at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
            options={"db_table": "platform_log", "managed": False},
        ),
    ]
