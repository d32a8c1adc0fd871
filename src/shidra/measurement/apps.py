from django.apps import AppConfig

from shidra.protection.registry import counts_people


class MeasurementConfig(AppConfig):
    name = "shidra.measurement"
    label = "measurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        counts_people(
            "measurement.Observation",
            "numerator",
            "denominator",
            "value",
            "n",
            decided_by="indicator__counts",
        )
