from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "shidra.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # A table that SQLite makes anew comes without its triggers: they are put back each time.
        post_migrate.connect(_guard, sender=self, dispatch_uid="shidra.audit.guards")


def _guard(using: str, **_signal: Any) -> None:
    from shidra.audit.actions.guarding import install_guards

    install_guards(using=using)
