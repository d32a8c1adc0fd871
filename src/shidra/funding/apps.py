from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "shidra.funding"
    label = "funding"
    default_auto_field = "django.db.models.BigAutoField"
