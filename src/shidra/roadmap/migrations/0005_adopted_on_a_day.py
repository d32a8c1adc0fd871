from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0004_days_of_adoption")]

    operations = [
        migrations.AddConstraint(
            model_name='roadmapversion',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'consultation']), ('adopted_on__isnull', False), _connector='OR'), name='roadmap_adopted_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='roadmapversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'consultation'), _negated=True), ('consultation_until__isnull', False), _connector='OR'), name='roadmap_consultation_ends'),
        ),
    ]
