"""What is one's own in an initiative, and which records of the network one sees."""

from shidra.i18n.text import Text
from shidra.initiatives.models import Group
from shidra.initiatives.permissions import Access
from shidra.network.models import Organisation, Stewardship
from shidra.network.queries import Own, own_of, seen_by

__all__ = ["Own", "answers_for", "own_of", "seen_by", "voice_of"]


def answers_for(access: Access, factor: int) -> bool:
    """Whether a partner of this person's own answers for the factor of this id."""
    return Stewardship.objects.filter(
        factor=factor,
        factor__initiative=access.initiative,
        kind=Stewardship.Kind.OWNER,
        organisation__in=own_of(access).organisations,
    ).exists()


def voice_of(access: Access) -> Text:
    """The organisation or group that a person belongs to here, by name; empty for none."""
    own = own_of(access)
    organisation = Organisation.objects.filter(pk__in=own.organisations).first()
    home = organisation or Group.objects.filter(pk__in=own.groups).first()
    return home.name if home else Text()
