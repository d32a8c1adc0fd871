"""The last stage of publishing: what everybody may see of a release is protected and looked at."""

from django.db import transaction

from shidra.initiatives.models import Initiative
from shidra.releases.analysis.certificates import Heard, certificates_of
from shidra.releases.models import Release, ReleaseStanding
from shidra.releases.presentation.told import Certificate
from shidra.releases.queries import MOST, releases_awaiting

__all__ = ["certify_awaiting", "certify_release"]


def certify_release(
    release: Release, heard: Heard | None = None, *, is_patient: bool = True
) -> list[Certificate]:
    """Make the protected tables of a release, and write down what the audit says of each measure.

    Nobody acts: which numbers are told follows from the release and from the rules of its
    initiative. Killed in between it leaves tables, which the next run finds, and no certificate.
    """
    found = list(certificates_of(release, heard, is_patient=is_patient))
    with transaction.atomic():
        for one in found:
            ReleaseStanding.objects.update_or_create(
                release=release,
                indicator=one.indicator,
                defaults={
                    "standing": one.standing,
                    "told": one.told,
                    "primary": one.primary,
                    "complementary": one.complementary,
                },
            )
    return found


def certify_awaiting(
    initiative: Initiative, heard: Heard | None = None, *, is_patient: bool = False
) -> int:
    """Certify every release that nobody has looked at, and say how many those were.

    What has more figures than a page adds up waits for `shidra certify`.
    """
    awaiting = list(releases_awaiting(initiative, MOST))
    for release in awaiting:
        certify_release(release, heard, is_patient=is_patient)
    return len(awaiting)
