from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class ConfigConfig(AppConfig):
    name = "shidra.config"
    label = "config"

    def ready(self) -> None:
        from shidra.config.boundaries import check_homes
        from shidra.config.routes import check_policies

        checks.register(check_policies, checks.Tags.security)
        checks.register(check_homes, checks.Tags.models)
        pre_migrate.connect(_let_go, dispatch_uid="apart")
        post_migrate.connect(_keep_apart, dispatch_uid="apart")


def _let_go(using: str, **_signal: Any) -> None:
    from shidra.config.boundaries import let_go

    let_go(using)


def _keep_apart(using: str, **_signal: Any) -> None:
    from shidra.config.boundaries import keep_apart

    keep_apart(using)
