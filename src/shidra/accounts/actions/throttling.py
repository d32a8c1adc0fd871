"""How often somebody may try, counted in the database: all processes of the server share it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from shidra.accounts.models import Purpose, SignInAttempt

__all__ = [
    "ATTEMPTS",
    "ATTEMPTS_WITHIN",
    "LIMITS",
    "Limit",
    "Purpose",
    "admit_attempt",
    "forget_attempts",
]

ATTEMPTS_WITHIN = timedelta(minutes=15)
# So many failures of one e-mail address from one network address within that time, and no more.
ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries are admitted: for a pair of addresses, for one person, for one place."""

    pair: int
    # Somebody who tries from many places at once.
    person: int
    # Somebody who tries many people from one place; a school has one address for all.
    client: int


LIMITS = {
    Purpose.PASSWORD: Limit(pair=ATTEMPTS, person=100, client=100),
    # Who comes this far knows the password: the few digits of a code are counted whoever asks.
    Purpose.SECOND_STEP: Limit(pair=ATTEMPTS, person=ATTEMPTS, client=100),
    # Each is an e-mail in somebody's mailbox.
    Purpose.CODE_BY_MAIL: Limit(pair=5, person=5, client=30),
    Purpose.MAILED_CODE: Limit(pair=15, person=15, client=100),
    Purpose.CONFIRMATION: Limit(pair=ATTEMPTS, person=ATTEMPTS, client=100),
    # A whole room comes from one address, all with the same code, in the same minute.
    Purpose.WORKSHOP_CODE: Limit(pair=100, person=1_000, client=100),
    # By workshop: a room that writes fast, and no machine that floods it.
    Purpose.WORKSHOP_SENDING: Limit(pair=600, person=2_000, client=600),
}


@transaction.atomic
def admit_attempt(*, email: str, client: str, purpose: Purpose = Purpose.PASSWORD) -> bool:
    """Whether one more try is admitted; an admitted one counts until it succeeds.

    Counted before the password is looked at, so that tries at the same moment count too. What is
    turned away does not count: who waits comes in again.
    """
    now = timezone.now()
    SignInAttempt.objects.filter(at__lt=now - ATTEMPTS_WITHIN).delete()
    counted = SignInAttempt.objects.filter(
        Q(email=email) | Q(client=client), purpose=purpose
    ).aggregate(
        pair=Count("pk", filter=Q(email=email, client=client)),
        person=Count("pk", filter=Q(email=email)),
        client=Count("pk", filter=Q(client=client)),
    )
    limit = LIMITS[purpose]
    if any(counted[scope] >= getattr(limit, scope) for scope in counted):
        return False
    SignInAttempt.objects.create(purpose=purpose, email=email, client=client, at=now)
    return True


@transaction.atomic
def forget_attempts(*, email: str, client: str, purpose: Purpose = Purpose.PASSWORD) -> None:
    """The person signed in: the tries before were theirs."""
    SignInAttempt.objects.filter(email=email, client=client, purpose=purpose).delete()
