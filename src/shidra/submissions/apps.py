from django.apps import AppConfig

from shidra.protection.registry import counts_people


class SubmissionsConfig(AppConfig):
    name = "shidra.submissions"
    label = "submissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.notifications.registry import tells_what_is_due
        from shidra.releases.registry import hears_of_publishing
        from shidra.submissions.actions import publish_with_periods
        from shidra.submissions.notices import figures_wait

        counts_people(
            "submissions.SubmittedFigure",
            "numerator",
            "denominator",
            "value",
            "n",
            decided_by="indicator__counts",
        )
        tells_what_is_due("figures", figures_wait)
        hears_of_publishing("submissions", publish_with_periods)
