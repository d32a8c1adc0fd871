"""The people of the demo: one sign-in for each persona, with one password of this installation.

Only a demo knows them. The password is made at random when the demo first runs, kept in the data
folder for its owner alone, and printed each time the demo runs.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shidra.accounts.actions import create_person, set_password
from shidra.accounts.models import User
from shidra.accounts.queries import has_anybody, is_demo_installation
from shidra.audit.models import SYSTEM
from shidra.initiatives.actions import welcome_demo_people
from shidra.initiatives.models import Initiative, Membership
from shidra.network.actions import affiliate
from shidra.network.models import Affiliation, Organisation
from shidra.ui.management.site import Refused

__all__ = ["PERSONAS", "Persona", "demo_password", "make_personas", "refuse_real_people", "welcome"]

Role = Membership.Role

# Without letters and digits that are taken for one another.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom the demo lets a newcomer be. Without a role: the administrator."""

    email: str
    name: str
    comes_to: str | Promise
    role: str | None


PERSONAS = (
    Persona(
        "backbone@demo.example",
        "מיכל אדרי",
        _("backbone director: keeps the map, prepares the steering meeting"),
        Role.BACKBONE,
    ),
    Persona(
        "data@demo.example",
        "אמיר כהן",
        _("data lead: collects and publishes results"),
        Role.DATA_LEAD,
    ),
    Persona(
        "funder@demo.example",
        "יעל שרון",
        _("programme officer of a foundation: places money, answers for results"),
        Role.FUNDER,
    ),
    Persona(
        "partner@demo.example",
        "سامي خوري",
        _("partner: does the work, reports once"),
        Role.PARTNER_EDITOR,
    ),
    Persona(
        "community@demo.example",
        "هناء أبو ربيعة",
        _("community member: says what is wrong, decides, gets an answer"),
        Role.COMMUNITY_MEMBER,
    ),
    Persona(
        "auditor@demo.example",
        "רונית לוי",
        _("auditor: sees everything, changes nothing"),
        Role.AUDITOR,
    ),
    Persona(
        "admin@demo.example",
        "דנה מזרחי",
        _("administrator of the installation"),
        None,
    ),
)


def refuse_real_people() -> None:
    """Keep the demo's well-known addresses out of an installation that real people use.

    Raises:
        Refused: somebody who is no persona can sign in here.
    """
    if has_anybody() and not is_demo_installation():
        raise Refused(
            gettext(
                "People use this installation already, and the demo would open it to its personas. "
                "Give the demo a folder of its own: SHIDRA_DATA=FOLDER shidra demo"
            )
        )


def demo_password() -> str:
    """The password of all personas here, made the first time it is asked for."""
    path = password_file()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if kept := path.read_text(encoding="ascii").strip():
            return kept
        path.unlink()
        return demo_password()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        password = "-".join("".join(secrets.choice(_SIGNS) for _i in range(4)) for _j in range(3))
        file.write(password + "\n")
    return password


def password_file() -> Path:
    """Where the password is kept, readable by its owner alone."""
    return Path(settings.DATA) / "demo-password.txt"


@transaction.atomic
def make_personas(password: str) -> dict[int, str]:
    """Make the personas that are not there yet; answers with the role of each by id of person."""
    roles = {}
    for persona in PERSONAS:
        person = User.objects.filter(email=persona.email, is_demo=True).first()
        if person is None:
            person = create_person(
                email=persona.email,
                password=password,
                name=persona.name,
                by=SYSTEM,
                is_demo=True,
                is_superuser=persona.role is None,
            )
        elif not person.check_password(password):
            set_password(user=person, password=password, by=SYSTEM)
        if persona.role is not None:
            roles[person.pk] = persona.role
    return roles


def welcome(roles: dict[int, str]) -> None:
    """Let the personas into every initiative that is loaded."""
    for initiative in Initiative.objects.all():
        welcome_demo_people(initiative=initiative, by=SYSTEM, roles=roles)
        _give_a_home(initiative)


def _give_a_home(initiative: Initiative) -> None:
    """Let personas belong to a partner or a group, once, where there is one that fits."""
    here = Q(organisation__initiative=initiative) | Q(group__initiative=initiative)
    if Affiliation.objects.filter(here, user__is_demo=True).exists():
        return
    organisations = initiative.organisations.order_by("position", "pk")
    homes = {
        Role.PARTNER_EDITOR: organisations.filter(sector="ngo", activities__isnull=False).first(),
        Role.FUNDER: organisations.filter(sector="philanthropy", commitments__isnull=False).first(),
        Role.COMMUNITY_MEMBER: initiative.groups.order_by("-priority", "position", "pk").first(),
    }
    for membership in initiative.memberships.filter(user__is_demo=True, role__in=homes):
        home = homes[Role(membership.role)]
        if isinstance(home, Organisation):
            affiliate(user=membership.user, organisation=home, is_administrator=True, by=SYSTEM)
        elif home is not None:
            affiliate(user=membership.user, group=home, by=SYSTEM)
