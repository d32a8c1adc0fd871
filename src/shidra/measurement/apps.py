from django.apps import AppConfig

from shidra.protection.registry import counts_people


class MeasurementConfig(AppConfig):
    name = "shidra.measurement"
    label = "measurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.measurement.notices import factors_as_subjects, indicators_as_subjects
        from shidra.notifications.registry import followable

        counts_people(
            "measurement.Observation",
            "numerator",
            "denominator",
            "value",
            "n",
            decided_by="indicator__counts",
        )
        followable("indicator", indicators_as_subjects)
        followable("factor", factors_as_subjects)
