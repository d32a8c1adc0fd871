from django.apps import AppConfig

from shidra.protection.registry import counts_people


class NetworkConfig(AppConfig):
    name = "shidra.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.initiatives.registry import voices_are_told_by
        from shidra.network import notices
        from shidra.network.permissions import answers_for, voice_of
        from shidra.notifications.registry import followable, tells_what_is_due
        from shidra.roadmap.registry import duties_are_told_by

        counts_people("network.Activity", "reach_planned", "reach_actual")
        voices_are_told_by(voice_of)
        duties_are_told_by(answers_for)
        tells_what_is_due("promises", notices.promises_due)
        followable("promise", notices.promises_as_subjects)
        followable("organisation", notices.organisations_as_subjects)
        followable("factor", notices.factors_as_subjects)
