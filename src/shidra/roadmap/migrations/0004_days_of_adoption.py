from django.db import migrations
from django.utils import timezone


def fill_days(apps, schema_editor):
    """What was adopted counts from the day on which that was written down."""
    versions = apps.get_model("roadmap", "RoadmapVersion").objects.using(
        schema_editor.connection.alias
    )
    for version in versions.filter(status__in=["adopted", "superseded"], adopted_on=None):
        moment = version.adopted_at or version.created_at
        version.adopted_on = timezone.localdate(moment)
        version.save(update_fields=["adopted_on"])


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0003_all_attributes_and_what_people_say")]

    operations = [migrations.RunPython(fill_days, migrations.RunPython.noop)]
