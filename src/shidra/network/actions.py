"""Writes of partners, of what they do, and of what they answer for."""

from collections.abc import Iterable, Mapping
from itertools import chain, count

from django.db import transaction

from shidra.accounts.models import User
from shidra.audit.actions import Changes, Row, Touched, hold_chain, put_rows, record
from shidra.audit.models import Actor, Change, RowChange
from shidra.audit.queries import model_label
from shidra.audit.queries.values import plain_values
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Activity, Affiliation, Organisation, Promise, Stewardship

__all__ = [
    "affiliate",
    "end_affiliations",
    "found_organisation",
    "put_activities",
    "put_organisations",
    "put_promises",
    "put_stewards",
]


@transaction.atomic
def affiliate(
    *,
    user: User,
    organisation: Organisation | None = None,
    group: Group | None = None,
    is_administrator: bool = False,
    by: Actor,
) -> Affiliation:
    """Let a person belong to an organisation, or as a resident to a group; twice changes nothing.

    Who administers already keeps that.
    """
    affiliation, is_new = Affiliation.objects.select_for_update().get_or_create(
        user=user,
        organisation=organisation,
        group=group,
        defaults={"is_administrator": is_administrator},
    )
    rises = is_administrator and not affiliation.is_administrator
    if rises:
        affiliation.is_administrator = True
        affiliation.save(update_fields=["is_administrator"])
    if is_new or rises:
        _keep_affiliation("affiliate", affiliation, by)
    return affiliation


@transaction.atomic
def end_affiliations(*, initiative: Initiative, user: User, by: Actor) -> None:
    """Let a person belong to nothing in this initiative any more."""
    here = Affiliation.objects.filter(user=user).select_related("organisation", "group")
    for affiliation in here:
        belongs_to = affiliation.organisation or affiliation.group
        if belongs_to is not None and belongs_to.initiative_id == initiative.pk:
            _keep_affiliation("end affiliation", affiliation, by)
            affiliation.delete()


def _keep_affiliation(action: str, affiliation: Affiliation, by: Actor) -> None:
    organisation, group = affiliation.organisation, affiliation.group
    belongs_to = organisation or group
    assert belongs_to is not None  # by constraint one of the two is there
    record(
        action=action,
        by=by,
        initiative=belongs_to.initiative.code,
        subject=f"user {affiliation.user_id}",
        detail={
            "organisation": organisation.code if organisation else "",
            "group": group.key if group else "",
            "is_administrator": affiliation.is_administrator,
        },
    )


@transaction.atomic
def found_organisation(
    *, initiative: Initiative, name: Text, sector: str, by: Actor
) -> Organisation:
    """Add a partner under the next free code; one of the same name is taken as it is."""
    hold(initiative.code)
    partners = list(Organisation.objects.filter(initiative=initiative))
    for partner in partners:
        if any(partner.name.words(code) == words for code, words in _words_of(name)):
            return partner
    codes = {partner.code for partner in partners}
    code = next(free for number in count(1) if (free := f"O{number}") not in codes)
    row = Row(Organisation(initiative=initiative, code=code, name=name, sector=sector))
    put_organisations(initiative=initiative, rows=[row], touched=Touched(("name", "sector")), by=by)
    return Organisation.objects.get(initiative=initiative, code=code)


def _words_of(name: Text) -> list[tuple[str, str]]:
    return [(code, said.text) for code, said in name.sayings.items() if said.text]


def put_organisations(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put the partners of the network."""
    return put_rows(
        existing=Organisation.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_activities(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what partners do."""
    return put_rows(
        existing=Activity.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_promises(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what partners promised in public."""
    return put_rows(
        existing=Promise.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


@transaction.atomic
def put_stewards(
    *,
    initiative: Initiative,
    kind: Stewardship.Kind,
    stewards: Mapping[int, int | None],
    by: Actor,
) -> frozenset[int]:
    """Say which organisation answers for each factor, by ids; None takes the duty from all.

    Returns the factors for which the answer changed.
    """
    hold_chain(initiative.code)
    held = Stewardship.objects.filter(factor__initiative=initiative, kind=kind)
    stored = {each.factor_id: each for each in held}
    before = {factor: each.organisation_id for factor, each in stored.items()}
    changed = {
        factor: organisation
        for factor, organisation in stewards.items()
        if before.get(factor) != organisation
    }
    if not changed:
        return frozenset()
    changes = _hand_over(kind, stored, changed)
    codes = dict(
        chain(
            Organisation.objects.filter(initiative=initiative).values_list("id", "code"),
            [(None, None)],
        )
    )
    record(
        action="put stewards",
        by=by,
        initiative=initiative.code,
        subject=kind.value,
        detail={
            "changes": [
                {"factor": factor, "before": codes[before.get(factor)], "after": codes[after]}
                for factor, after in changed.items()
            ]
        },
        changes=changes,
    )
    return frozenset(changed)


def _hand_over(
    kind: Stewardship.Kind,
    stored: Mapping[int, Stewardship],
    wanted: Mapping[int, int | None],
) -> list[RowChange]:
    """Let others answer for these factors; each change holds the whole row before and after."""
    gone = [stored[factor] for factor, to in wanted.items() if to is None]
    added = [
        Stewardship(factor_id=factor, kind=kind, organisation_id=to)
        for factor, to in wanted.items()
        if to is not None and factor not in stored
    ]
    other = [stored[factor] for factor, to in wanted.items() if to is not None and factor in stored]
    label = model_label(Stewardship)
    changed, kinds = [], Change.Kind
    retired = [RowChange(label, each.pk, kinds.RETIRED, before=plain_values(each)) for each in gone]
    for each in other:
        before = plain_values(each)
        each.organisation_id = wanted[each.factor_id]  # type: ignore[assignment]
        changed.append(RowChange(label, each.pk, kinds.CHANGED, before, plain_values(each)))
    Stewardship.objects.filter(pk__in=[each.pk for each in gone]).delete()
    Stewardship.objects.bulk_create(added)
    Stewardship.objects.bulk_update(other, ["organisation"])
    new = [RowChange(label, each.pk, kinds.ADDED, after=plain_values(each)) for each in added]
    return [*retired, *changed, *new]
