from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "shidra.invitations"
    label = "invitations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.invitations.notices import invitations_expire
        from shidra.notifications.registry import tells_what_is_due

        tells_what_is_due("invitations", invitations_expire)
