from django.apps import AppConfig

from shidra.protection.registry import counts_people


class NetworkConfig(AppConfig):
    name = "shidra.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.network import notices
        from shidra.notifications.registry import followable, tells_what_is_due

        counts_people("network.Activity", "reach_planned", "reach_actual")
        tells_what_is_due("promises", notices.promises_due)
        followable("promise", notices.promises_as_subjects)
        followable("organisation", notices.organisations_as_subjects)
        followable("factor", notices.factors_as_subjects)
