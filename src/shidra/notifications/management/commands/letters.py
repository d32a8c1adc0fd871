"""`shidra letters send`: make the digests that are due, and send what waits in the outbox."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.accounts.queries import mail_is_set_up
from shidra.notifications.actions import Outcome, PostOfficeClosed, make_digests, send_letters
from shidra.notifications.models import Letter
from shidra.notifications.queries import letters_by_state
from shidra.ui.management.site import Refused, SiteCommand, print_document


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Writes to each person at most once a day or a week, as they wish, and only if "
            "something waits; letters that could not go are tried again. Call it every hour."
        )
        parser.add_argument(
            "act", choices=["send"], help=_("make the letters that are due, and send them")
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("print the letters; make and send none")
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON document"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self._show(as_json=options["json"])
            return
        if not mail_is_set_up():
            raise Refused(
                _("No mail server is set up: SHIDRA_MAIL_URL. Nothing was made and nothing sent.")
            )
        now = timezone.now()
        made = sum(1 for _letter in make_digests(now=now))
        try:
            outcome = send_letters(now=now)
        except PostOfficeClosed as closed:
            raise Refused(
                _("The mail server cannot be reached: %(reason)s. All letters wait.")
                % {"reason": closed},
                code=1,
            ) from None
        self._tell(made, outcome, as_json=options["json"])
        if outcome.later or outcome.failed or outcome.unclear:
            raise SystemExit(1)

    def _show(self, *, as_json: bool) -> None:
        letters = list(make_digests(now=timezone.now(), keep=False))
        if as_json:
            print_document(self, {"letters": [_document(letter) for letter in letters]})
            return
        for letter in letters:
            self.stdout.write(f"{letter.to}\n{letter.subject}\n\n{letter.text}\n")
        if not letters:
            self.stderr.write(_("No letter is due."))

    def _tell(self, made: int, outcome: Outcome, *, as_json: bool) -> None:
        states = letters_by_state()
        waiting = states.get(Letter.State.QUEUED, 0)
        if as_json:
            print_document(self, {"made": made, **asdict(outcome), "waiting": waiting})
            return
        words = ngettext("Sent %(count)d letter.", "Sent %(count)d letters.", outcome.sent)
        self.stdout.write(words % {"count": outcome.sent}, self.style.SUCCESS)
        for count, said in (
            (outcome.later, _("Could not go now, tried again later: %(count)d.")),
            (outcome.failed, _("Cannot go at all: %(count)d.")),
            (outcome.unclear, _("Broken off while being sent, not sent again: %(count)d.")),
            (outcome.dropped, _("Not wanted any more, or nothing left to say: %(count)d.")),
        ):
            if count:
                self.stderr.write(said % {"count": count})


def _document(letter: Letter) -> dict[str, str]:
    return {
        "to": letter.to,
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
    }
