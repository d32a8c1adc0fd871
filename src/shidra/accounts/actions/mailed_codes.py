"""Codes by e-mail: to sign in without a password, and to prove that an address is one's own."""

import logging
import secrets
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

__all__ = ["CODE_LASTS", "TRIES", "address_of_code", "mail_code", "waiting_code"]

CODE_LASTS = timedelta(minutes=15)
TRIES = 5
# Where, in the session, the code waits that was mailed last.
PLACE = "mailed_code"

log = logging.getLogger("django.shidra.accounts")


def mail_code(
    session: MutableMapping[str, Any], *, email: str, purpose: str, is_known: bool = True
) -> None:
    """Mail a code to an address; to one that is not known here none, and nobody sees which it was."""
    code = f"{secrets.randbelow(10**8):08}"
    session[PLACE] = {
        "email": email,
        "purpose": purpose,
        "code": _digest(email, code) if is_known else "",
        "until": (timezone.now() + CODE_LASTS).timestamp(),
        "tries": 0,
    }
    if not is_known:
        return
    minutes = int(CODE_LASTS.total_seconds()) // 60
    try:
        EmailMessage(
            subject=_("%(code)s is your code for Shidra") % {"code": code},
            body=_(
                "Your code: %(code)s\n\n"
                "It is good for %(minutes)d minutes, once, in the browser where you asked for it. "
                "If it was not you who asked, leave it: without the code nobody comes in."
            )
            % {"code": code, "minutes": minutes},
            to=[email],
        ).send()
    except OSError:
        # The page says the same to everybody, so that it tells nobody who has an account.
        log.exception("a code could not be mailed")


def waiting_code(session: MutableMapping[str, Any], *, purpose: str) -> str:
    """The address to which a code was mailed that is still good; empty if there is none."""
    kept = session.get(PLACE)
    if not kept or kept["purpose"] != purpose or kept["until"] < timezone.now().timestamp():
        return ""
    return str(kept["email"])


def address_of_code(session: MutableMapping[str, Any], *, code: str, purpose: str) -> str:
    """The address to which this code was mailed; empty if it is not right. After five tries none is."""
    if not (email := waiting_code(session, purpose=purpose)):
        return ""
    kept = session[PLACE]
    is_right = bool(kept["code"]) and constant_time_compare(
        kept["code"], _digest(email, "".join(code.split()))
    )
    if is_right or kept["tries"] + 1 >= TRIES:
        del session[PLACE]
    else:
        session[PLACE] = kept | {"tries": kept["tries"] + 1}
    return email if is_right else ""


def _digest(email: str, code: str) -> str:
    return salted_hmac(
        "shidra.accounts.mailed_code", f"{email} {code}", algorithm="sha256"
    ).hexdigest()
