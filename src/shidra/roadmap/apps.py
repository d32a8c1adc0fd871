from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "shidra.roadmap"
    label = "roadmap"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shidra.notifications.registry import followable, tells_what_is_due
        from shidra.roadmap import notices

        tells_what_is_due("map", notices.map_waits)
        followable("initiative", notices.initiative_as_subject)
        followable("factor", notices.factors_as_subjects)
