from django.apps import AppConfig


class BeginningConfig(AppConfig):
    name = "shidra.beginning"
    label = "beginning"
    default_auto_field = "django.db.models.BigAutoField"
