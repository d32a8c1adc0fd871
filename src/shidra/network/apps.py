from django.apps import AppConfig

from shidra.protection.registry import counts_people


class NetworkConfig(AppConfig):
    name = "shidra.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        counts_people("network.Activity", "reach_planned", "reach_actual")
