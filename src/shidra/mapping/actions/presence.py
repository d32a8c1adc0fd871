"""An editor is at the map."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from shidra.initiatives.permissions import Access
from shidra.mapping.models import EditorHere
from shidra.mapping.queries import HERE

__all__ = ["be_here"]

# A sign of life is written no more often than this.
SELDOM = timedelta(seconds=30)


def be_here(*, access: Access) -> None:
    """Let the others who edit know; nothing of it is kept longer than it is shown."""
    now = timezone.now()
    mine = EditorHere.objects.filter(initiative=access.initiative, person_id=int(access.actor.id))
    if mine.filter(seen_at__gt=now - SELDOM).exists():
        return
    with transaction.atomic():
        EditorHere.objects.filter(seen_at__lt=now - HERE).delete()
        EditorHere.objects.update_or_create(
            initiative=access.initiative,
            person_id=int(access.actor.id),
            defaults={"seen_at": now},
        )
