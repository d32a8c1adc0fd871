from django.apps import AppConfig

from shidra.protection.registry import counts_people


class FundingConfig(AppConfig):
    name = "shidra.funding"
    label = "funding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.funding.notices import instalments_due
        from shidra.notifications.registry import tells_what_is_due

        counts_people("funding.Need", "people")
        # What the plan computes from needs stands in its document, not in a table.
        counts_people("allocation-plan/1", "people")
        tells_what_is_due("instalments", instalments_due)
