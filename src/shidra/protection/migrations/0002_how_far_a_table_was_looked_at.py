"""Instead of yes or no: how far a table was looked at."""

from django.db import migrations, models


def carry_over(apps, schema_editor):
    tables = apps.get_model("protection", "ProtectedTable").objects.using(
        schema_editor.connection.alias
    )
    tables.filter(is_certified=True).update(standing="certified")


def carry_back(apps, schema_editor):
    tables = apps.get_model("protection", "ProtectedTable").objects.using(
        schema_editor.connection.alias
    )
    tables.filter(standing="certified").update(is_certified=True)


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_what_was_told")]

    operations = [
        migrations.AddField(
            model_name="protectedtable",
            name="standing",
            field=models.CharField(
                choices=[
                    ("not certified", "not certified"),
                    ("rank-checked", "rank-checked"),
                    ("certified", "certified"),
                ],
                default="not certified",
                max_length=13,
            ),
        ),
        # With an answer for the way back.
        migrations.AlterField(
            model_name="protectedtable",
            name="is_certified",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(carry_over, carry_back, elidable=True),
        migrations.RemoveField(model_name="protectedtable", name="is_certified"),
    ]
