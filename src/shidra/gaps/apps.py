from django.apps import AppConfig


class GapsConfig(AppConfig):
    name = "shidra.gaps"
    label = "gaps"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.gaps import actions, notices
        from shidra.initiatives.registry import looks_again
        from shidra.notifications.registry import followable, tells_what_is_due
        from shidra.roadmap.registry import past_days_are_told_by

        past_days_are_told_by("gaps", notices.gaps_on_day)
        tells_what_is_due("reservations", notices.reservations_due)
        followable("gap", notices.gaps_as_subjects)
        followable("factor", notices.factors_as_subjects)
        looks_again("gaps", lambda initiative, by: actions.take_stock(initiative=initiative, by=by))
