from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class NotificationsConfig(AppConfig):
    name = "shidra.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        user_logged_in.connect(_note_language, dispatch_uid="notifications.language")


def _note_language(user: Any, **_signal: Any) -> None:
    """Whoever comes in for the first time reads in the language of their letters, until they choose."""
    from django.utils.translation import get_language

    from shidra.notifications.actions import note_language

    note_language(person=user, language=get_language() or "")
