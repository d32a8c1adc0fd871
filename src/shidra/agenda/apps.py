from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "shidra.agenda"
    label = "agenda"
    default_auto_field = "django.db.models.BigAutoField"
