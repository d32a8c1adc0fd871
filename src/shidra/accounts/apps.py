from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "shidra.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.accounts.permissions import note_confirmation

        user_logged_in.connect(note_confirmation, dispatch_uid="accounts.confirmation")
