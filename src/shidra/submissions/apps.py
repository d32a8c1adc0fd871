from django.apps import AppConfig

from shidra.protection.registry import counts_people


class SubmissionsConfig(AppConfig):
    name = "shidra.submissions"
    label = "submissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.exchange.actions.filling import Shape, reference
        from shidra.exchange.queries.sources import Source, coded
        from shidra.exchange.registry import keeps_table
        from shidra.notifications.registry import tells_what_is_due
        from shidra.releases.registry import hears_of_publishing
        from shidra.submissions.actions import DUTY, publish_with_periods, put_duties
        from shidra.submissions.models import ReportingDuty
        from shidra.submissions.notices import figures_wait

        counts_people(
            "submissions.SubmittedFigure",
            "numerator",
            "denominator",
            "value",
            "n",
            decided_by="indicator__counts",
        )
        points = {"organisation": "organisations", "indicator": "indicators", "place": "places"}
        keeps_table(
            "duties",
            source=Source(
                ReportingDuty,
                readings={name: coded(name) for name in points},
                paths={name: f"{name}__code" for name in points},
                one=tuple(points),
            ),
            shape=Shape(ReportingDuty, {n: reference(n, table) for n, table in points.items()}),
            key=DUTY,
            put=put_duties,
        )
        tells_what_is_due("figures", figures_wait)
        hears_of_publishing("submissions", publish_with_periods)
