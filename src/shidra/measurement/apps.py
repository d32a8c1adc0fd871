from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "shidra.measurement"
    label = "measurement"
    default_auto_field = "django.db.models.BigAutoField"
