"""`shidra sign-in-link EMAIL`: a link with which somebody chooses a new password, once."""  # noqa: N999 - a command is called as it is typed

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from shidra.accounts.actions import make_sign_in_link, remove_second_factors
from shidra.accounts.queries import person_with_email_or_none
from shidra.audit.models import SYSTEM
from shidra.ui.management.site import Refused, SiteCommand
from shidra.ui.own_address import own_address


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Prints a link with which a person chooses a new password and comes in. It works "
            "once, for a day; give it to nobody else."
        )
        parser.add_argument("email", metavar="EMAIL", help=_("with which the person signs in"))
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help=_("of the page that it opens"),
        )
        parser.add_argument(
            "--forget-second-factors",
            action="store_true",
            help=_("take lost passkeys and authenticator apps away: make sure first who asks"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_with_email_or_none(options["email"])
        if person is None or not person.is_active:
            raise Refused(_("Nobody signs in with %(email)s.") % {"email": options["email"]})
        if options["forget_second_factors"]:
            remove_second_factors(user=person, by=SYSTEM)
        key, token = make_sign_in_link(user=person, by=SYSTEM)
        with override(options["language"]):
            path = reverse("accounts:by-link", args=[key, token])
        self.stdout.write(f"{own_address()}{path}")
