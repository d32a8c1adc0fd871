from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "shidra.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.protection.registry import counts_people

        # The frozen indicator says which side counts people, as it did on the day of publishing.
        counts_people("releases.ReleasedFigure", "numerator", "denominator", "value", "n")
        counts_people("releases.Release", "numerator_sum", "denominator_sum")
        counts_people("releases.ReleaseFile", "numerator_sum", "denominator_sum")
