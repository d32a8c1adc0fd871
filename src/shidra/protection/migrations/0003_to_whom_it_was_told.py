"""Who was told by each protected table: by one rule for all until now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("protection", "0002_how_far_a_table_was_looked_at")]

    operations = [
        migrations.AddField(
            model_name="protectedtable",
            name="audiences",
            field=models.CharField(default="funders partners visitors", max_length=64),
            preserve_default=False,
        ),
    ]
