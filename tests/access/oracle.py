"""Who may read which canary, written by hand, without asking the product."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpResponseBase

from shidra.initiatives.models import Membership
from tests.access.world import COUNTS, PRIVATE_AMOUNT, Things, World
from tests.rights import roles_with

__all__ = ["PERSONAS", "Persona", "canaries", "canaries_in", "leaks", "may", "readable_kinds"]

MEMBERS = frozenset(Membership.Role.values) - {"visitor"}
STEERING = frozenset({"backbone", "data_lead", "auditor"})
KEEPERS = frozenset({"backbone", "auditor"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kind:
    """Roles that read a kind of canary, and those who do because it is their own."""

    roles: frozenset[str]
    own: frozenset[str] = NOBODY


OWNERS = frozenset({"partner_editor", "orgadmin"})
KINDS = {
    "open": Kind(frozenset(Membership.Role.values)),
    "partnersrecords": Kind(MEMBERS),
    "steeringrecords": Kind(STEERING, OWNERS),
    "privaterecords": Kind(KEEPERS, OWNERS),
    "partnersevidence": Kind(MEMBERS),
    "steeringevidence": Kind(STEERING),
    "privateevidence": Kind(KEEPERS),
    "groups": Kind(KEEPERS, frozenset({"community_member"})),
    "partnersmoney": Kind(MEMBERS),
    "steeringmoney": Kind(STEERING, frozenset({"funder"})),
    "privatemoney": Kind(KEEPERS, frozenset({"funder"})),
    # The draft of the map is edited by those who keep the records.
    "draft": Kind(frozenset({"backbone", "data_lead"})),
    "agendadraft": Kind(KEEPERS),
    "comment": Kind(MEMBERS),
    # What waits to be moderated, or was taken out of sight.
    "waiting": Kind(frozenset({"backbone"})),
    "retired": Kind(frozenset({"backbone"})),
    "invited": Kind(frozenset({"backbone"})),
    "workshop": Kind(frozenset({"backbone"})),
    "key": Kind(frozenset({"backbone"})),
    "trail": Kind(KEEPERS),
    # Not even an auditor sees that a partner has handed something in.
    "figures": Kind(frozenset({"backbone", "data_lead"}), OWNERS),
    # Who published, for those who know the people; the files and marks of what was published.
    "releasedby": Kind(MEMBERS),
    "released": Kind(STEERING),
}
_RAW = Kind(STEERING)
_OWN_COUNT = Kind(STEERING, OWNERS)
_AMOUNT = Kind(KEEPERS, frozenset({"funder"}))
COUNT_KINDS = {
    "numerator": _RAW,
    "denominator": _RAW,
    "people": _RAW,
    "public": _OWN_COUNT,
    "partners": _OWN_COUNT,
    "steering": _OWN_COUNT,
    "private": Kind(KEEPERS, OWNERS),
    "handed": Kind(frozenset({"backbone", "data_lead"}), OWNERS),
    "handedfrom": Kind(frozenset({"backbone", "data_lead"}), OWNERS),
}

PERSONAS = (
    *Membership.Role.values,
    "orgadmin",
    "othereditor",
    "stranger",
    "administrator",
    "theirkeeper",
    "anonymous",
)


@dataclass(frozen=True)
class Persona:
    """Somebody who asks: by name, with the roles that they hold in an initiative."""

    name: str

    def roles_in(self, things: Things) -> frozenset[str]:
        """Written from what the world was built as."""
        visiting = frozenset({"visitor"}) if things.code == "ours" else NOBODY
        if self.name == "administrator":
            return visiting | {"backbone"}
        if self.name == "theirkeeper":
            return visiting if things.code == "ours" else frozenset({"backbone"})
        if things.code == "theirs" or self.name in {"stranger", "anonymous"}:
            return visiting
        role = "partner_editor" if self.name in {"orgadmin", "othereditor"} else self.name
        return visiting | {role}


def may(persona: Persona, right: str, things: Things) -> bool:
    """Whether a role of this person carries the right."""
    return bool(roles_with(right) & persona.roles_in(things))


WORD = re.compile(r"zq(ours|theirs|name|mail)([a-z]+)")
# A workshop's wall shows its code in two halves.
HALVED = {
    f"{word[: len(word) // 2]} {word[len(word) // 2 :]}": word
    for word in ("zqourskey", "zqtheirskey")
}
_GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3})")
_BY_COUNT = {str(count): name for name, count in COUNTS.items()}
NUMBER = re.compile(rf"(?<!\d)(?:{'|'.join([*_BY_COUNT, str(PRIVATE_AMOUNT)])})(?:00)?(?!\d)")


def text_of(answer: HttpResponseBase) -> str:
    """Everything that an answer says: its body, a workbook's parts, its headers and cookies."""
    whole: Any = answer
    body = b"".join(whole) if whole.streaming else whole.content
    said = [body.decode("utf-8", "replace")]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            said = [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    said += [f"{name}: {value}" for name, value in answer.items()]
    said += [str(cookie) for cookie in answer.cookies.values()]
    return "\n".join(said)


def canaries(answer: HttpResponseBase, echoes: Iterable[str] = ()) -> set[tuple[str, str]]:
    """The canaries in an answer: (initiative or `name` or `mail`, kind), or (`count`, name).

    `echoes` are what the asker said first: a code in the address tells nobody anything.
    """
    return canaries_in(text_of(answer), echoes)


def canaries_in(text: str, echoes: Iterable[str] = ()) -> set[tuple[str, str]]:
    """The same of any text: a letter, a file."""
    said = text.lower()
    for echo in echoes:
        said = said.replace(echo, "").replace(quote(echo).lower(), "")
    for halves, whole in HALVED.items():
        said = said.replace(halves, whole)
    found = set(WORD.findall(said)) if "zq" in said else set()
    for each in NUMBER.findall(_GROUPED.sub("", said)):
        number = each if each in _BY_COUNT or each == str(PRIVATE_AMOUNT) else each[:-2]
        found.add(("count", _BY_COUNT.get(number, "amount")))
    return found


def leaks(persona: Persona, found: Iterable[tuple[str, str]], world: World) -> set[tuple[str, str]]:
    """Those of the canaries of an answer that this person may not read."""
    return {each for each in found if not _may_read(persona, each, world)}


def readable_kinds(persona: Persona, world: World) -> set[tuple[str, str]]:
    """What of our initiative this person may read: by word, and by count."""
    words = {("ours", name) for name, kind in KINDS.items() if _reads(persona, kind, world.ours)}
    counts = COUNT_KINDS | {"amount": _AMOUNT}
    return words | {
        ("count", name) for name, kind in counts.items() if _reads(persona, kind, world.ours)
    }


def _may_read(persona: Persona, canary: tuple[str, str], world: World) -> bool:
    where, kind = canary
    if where in {"name", "mail"}:
        return _may_know(persona, where, kind, world)
    if where == "count":
        known = _AMOUNT if kind == "amount" else COUNT_KINDS[kind]
        # Both initiatives hold the same counts; an answer is about one of them.
        return any(_reads(persona, known, things) for things in (world.ours, world.theirs))
    things = world.ours if where == "ours" else world.theirs
    # A picture may cut a word into lines: then it is any that begins so.
    known = [KINDS[kind]] if kind in KINDS else [KINDS[k] for k in KINDS if k.startswith(kind)]
    if not known:
        raise AssertionError(f"no rule for the canary {canary}")
    return any(_reads(persona, each, things) for each in known)


def _reads(persona: Persona, kind: Kind, things: Things) -> bool:
    is_own = things.code == "ours" and persona.name in kind.own
    return is_own or bool(kind.roles & persona.roles_in(things))


def _may_know(persona: Persona, what: str, whom: str, world: World) -> bool:
    if whom == persona.name.replace("_", ""):
        return True
    if persona.name == "administrator":
        return True
    shared = [
        things
        for things in (world.ours, world.theirs)
        if (whom == "theirkeeper") == (things.code == "theirs")
    ]
    wanted = MEMBERS if what == "name" else frozenset({"backbone"})
    return any(wanted & persona.roles_in(things) for things in shared)
