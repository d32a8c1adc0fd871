from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "shidra.agenda"
    label = "agenda"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.agenda.notices import agenda_waits, initiative_as_subject
        from shidra.notifications.registry import followable, tells_what_is_due

        tells_what_is_due("agenda", agenda_waits)
        followable("initiative", initiative_as_subject)
