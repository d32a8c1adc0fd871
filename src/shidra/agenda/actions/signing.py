"""Partners and residents sign what was adopted, withdraw, and names are put right."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from shidra.agenda.actions.drafting import current
from shidra.agenda.models import AgendaSignature, AgendaVersion, Correction
from shidra.agenda.queries import signatures_of
from shidra.audit.actions import record
from shidra.audit.models import Actor, Change, RowChange
from shidra.audit.queries import model_label
from shidra.audit.queries.values import plain
from shidra.i18n.text import Text
from shidra.initiatives.models import Group
from shidra.network.models import Organisation

__all__ = [
    "NotSignable",
    "SignatureChanged",
    "correct_signature",
    "sign_agenda",
    "withdraw_signature",
]

Status = AgendaVersion.Status


class NotSignable(Exception):
    """The version does not count now, so that nobody signs it any more or yet."""


class SignatureChanged(Exception):
    """The signature was withdrawn or put right meanwhile."""


@transaction.atomic
def sign_agenda(
    *,
    version: AgendaVersion,
    signatory: Organisation | Group,
    signer: str,
    signer_role: str,
    on: date,
    by: Actor,
    brings: Text | None = None,
    is_on_paper: bool = False,
) -> AgendaSignature:
    """Sign the version that counts; signing twice changes nothing, after withdrawing it is anew.

    Raises:
        NotSignable: it does not count now.
    """
    if signatory.initiative_id != version.initiative_id:
        raise NotSignable
    stored = current(version)
    whose = {
        "organisation": signatory if isinstance(signatory, Organisation) else None,
        "group": signatory if isinstance(signatory, Group) else None,
    }
    if signature := signatures_of(stored).filter(**whose).first():
        return signature
    if stored.status != Status.ADOPTED:
        raise NotSignable
    now = timezone.now()
    signature = AgendaSignature.objects.create(
        version=stored,
        **whose,
        name=signatory.name,
        signer=signer,
        signer_role=signer_role,
        signed_on=on,
        brings=Text().reworded(brings or Text(), by=by.label, at=now),
        is_on_paper=is_on_paper,
        recorded_by=by.label,
        recorded_at=now,
    )
    record(
        action="sign agenda on paper" if is_on_paper else "sign agenda",
        by=by,
        initiative=stored.initiative.code,
        subject=f"agenda {stored.number}: {signatory}",
        detail={"signer": signer, "role": signer_role, "on": on.isoformat()},
    )
    return signature


@transaction.atomic
def withdraw_signature(
    *, signature: AgendaSignature, reason: Text, by: Actor, on_paper: bool = False
) -> AgendaSignature:
    """Stand behind the version no longer; the signature stays readable, with the day and the reason.

    `on_paper` says that somebody else than `by` withdrew, with a pen. Withdrawing twice changes
    nothing.

    Raises:
        NotSignable: the version does not count any more; what was signed then is history.
    """
    version = current(signature.version)
    stored = AgendaSignature.objects.get(pk=signature.pk)
    if stored.withdrawn_on:
        return stored
    if version.status != Status.ADOPTED:
        raise NotSignable
    now = timezone.now()
    return _put(
        stored,
        version,
        "withdraw signature on paper" if on_paper else "withdraw signature",
        by,
        reason,
        withdrawn_on=timezone.localdate(now),
        withdrawn_reason=Text().reworded(reason, by=by.label, at=now),
        withdrawn_by=by.label,
    )


@transaction.atomic
def correct_signature(
    *,
    signature: AgendaSignature,
    signer: str,
    signer_role: str,
    reason: Text,
    by: Actor,
) -> AgendaSignature:
    """Put a mistyped name or role right; what stood before stays beside it, dated, with the reason.

    Raises:
        SignatureChanged: it was withdrawn, or somebody has put it right since it was read.
    """
    version = current(signature.version)
    stored = AgendaSignature.objects.get(pk=signature.pk)
    was, wanted = (stored.signer, stored.signer_role), (signer, signer_role)
    if stored.withdrawn_on or was not in {wanted, (signature.signer, signature.signer_role)}:
        raise SignatureChanged
    if was == wanted:
        return stored
    replaced = Correction(*was, reason, by.label, timezone.localdate())
    return _put(
        stored,
        version,
        "correct signature",
        by,
        reason,
        signer=signer,
        signer_role=signer_role,
        corrections=[*stored.corrections, replaced.as_document()],
    )


def _put(
    stored: AgendaSignature,
    version: AgendaVersion,
    action: str,
    by: Actor,
    reason: Text,
    **values: object,
) -> AgendaSignature:
    before = {name: plain(getattr(stored, name)) for name in values}
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(values))
    record(
        action=action,
        by=by,
        initiative=version.initiative.code,
        subject=f"agenda {version.number}: {stored.organisation or stored.group}",
        reason="\n".join(said.text for said in reason.sayings.values()),
        changes=[
            RowChange(
                model=model_label(AgendaSignature),
                row=stored.pk,
                kind=Change.Kind.CHANGED,
                before=before,
                after={name: plain(value) for name, value in values.items()},
            )
        ],
    )
    return stored
