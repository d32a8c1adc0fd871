from django.db import migrations, models


class Migration(migrations.Migration):
    """Records get a reason and a place in a chain; changes of rows get a table."""

    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.CharField(blank=True, max_length=64, unique=True)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
            options={"ordering": ["chain"]},
        ),
        migrations.AddField("record", "reason", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("record", "number", models.PositiveBigIntegerField(editable=False, null=True)),
        migrations.AddField(
            "record", "previous", models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            "record", "hash", models.CharField(default="", editable=False, max_length=64), preserve_default=False
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=100)),
                ("row", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("retired", "Retired"),
                            ("restored", "Restored"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("texts", models.JSONField(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="changes", to="audit.record"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["model", "row", "-id"], name="audit_change_of_row"),
                    models.Index(
                        condition=models.Q(("kind", "retired")), fields=["model"], name="audit_change_retired"
                    ),
                ],
            },
        ),
    ]
