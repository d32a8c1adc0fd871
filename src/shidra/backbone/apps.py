from django.apps import AppConfig


class BackboneConfig(AppConfig):
    name = "shidra.backbone"
    label = "backbone"
    default_auto_field = "django.db.models.BigAutoField"
