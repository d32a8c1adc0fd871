from django.apps import AppConfig


class DisparitiesConfig(AppConfig):
    name = "shidra.disparities"
    label = "disparities"
    default_auto_field = "django.db.models.BigAutoField"
