import hashlib
import json
from datetime import UTC

from django.db import migrations, models

BATCH = 500


def chain(apps, schema_editor):
    """Give each record that is there its place; as it was when this was written, for ever."""
    alias = schema_editor.connection.alias
    Record, Head = apps.get_model("audit", "Record"), apps.get_model("audit", "Head")
    heads, waiting = {}, []
    for record in Record.objects.using(alias).order_by("id").iterator(chunk_size=BATCH):
        number, previous = heads.get(record.initiative, (0, ""))
        record.number, record.previous = number + 1, previous
        record.detail = settled(record.detail)
        record.hash = digest(record)
        heads[record.initiative] = (record.number, record.hash)
        waiting.append(record)
    for start in range(0, len(waiting), BATCH):
        Record.objects.using(alias).bulk_update(
            waiting[start : start + BATCH], ["number", "previous", "hash", "detail"]
        )
    Head.objects.using(alias).bulk_create(
        Head(chain=name, number=number, hash=found) for name, (number, found) in heads.items()
    )


def settled(value):
    def number(written):
        return int(float(written)) if float(written).is_integer() else float(written)

    return json.loads(json.dumps(value), parse_float=number)


def digest(record):
    document = {
        "number": record.number,
        "previous": record.previous,
        "at": record.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": record.actor_id,
        "actor_label": record.actor_label,
        "action": record.action,
        "initiative": record.initiative,
        "subject": record.subject,
        "reason": record.reason,
        "detail": record.detail,
        "changes": hashlib.sha256().hexdigest(),
    }
    words = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


class Migration(migrations.Migration):
    """What was done before there were chains stands at their beginning."""

    dependencies = [
        ("audit", "0002_chains"),
    ]

    operations = [
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AlterField("record", "number", models.PositiveBigIntegerField(editable=False)),
        migrations.AddConstraint(
            "record",
            models.UniqueConstraint(fields=("initiative", "number"), name="audit_number_once"),
        ),
    ]
