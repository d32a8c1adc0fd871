from django.apps import AppConfig
from django.core import checks


class ConfigConfig(AppConfig):
    name = "shidra.config"
    label = "config"

    def ready(self) -> None:
        from shidra.config.routes import check_policies

        checks.register(check_policies, checks.Tags.security)
