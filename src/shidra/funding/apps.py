from django.apps import AppConfig

from shidra.protection.registry import counts_people


class FundingConfig(AppConfig):
    name = "shidra.funding"
    label = "funding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        counts_people("funding.Need", "people")
        # What the plan computes from needs stands in its document, not in a table.
        counts_people("allocation-plan/1", "people")
