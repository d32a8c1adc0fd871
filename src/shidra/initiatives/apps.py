from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "shidra.initiatives"
    label = "initiatives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.initiatives.notices import initiative_as_subject, rooms_for
        from shidra.notifications.registry import doors_are_opened_by, followable

        doors_are_opened_by(rooms_for)
        followable("initiative", initiative_as_subject)
