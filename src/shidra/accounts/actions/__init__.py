"""Writes of people, of how they come in, and of where they are signed in."""

from shidra.accounts.actions.factors import (
    add_authenticator_app,
    add_passkey,
    remove_factor,
    remove_second_factors,
    renew_recovery_codes,
    use_code,
)
from shidra.accounts.actions.mailed_codes import address_of_code, mail_code, waiting_code
from shidra.accounts.actions.passkeys import (
    begin_making,
    begin_using,
    is_made,
    user_of_used_passkey,
)
from shidra.accounts.actions.people import (
    AddressTaken,
    AlreadySetUp,
    change_email,
    change_name,
    create_first_administrator,
    create_person,
    make_sign_in_link,
    set_password,
)
from shidra.accounts.actions.sessions import (
    end_other_sessions,
    end_session,
    note_session,
)
from shidra.accounts.actions.throttling import (
    ATTEMPTS,
    ATTEMPTS_WITHIN,
    Purpose,
    admit_attempt,
    forget_attempts,
)

__all__ = [
    "ATTEMPTS",
    "ATTEMPTS_WITHIN",
    "AddressTaken",
    "AlreadySetUp",
    "Purpose",
    "add_authenticator_app",
    "add_passkey",
    "address_of_code",
    "admit_attempt",
    "begin_making",
    "begin_using",
    "change_email",
    "change_name",
    "create_first_administrator",
    "create_person",
    "end_other_sessions",
    "end_session",
    "forget_attempts",
    "is_made",
    "mail_code",
    "make_sign_in_link",
    "note_session",
    "remove_factor",
    "remove_second_factors",
    "renew_recovery_codes",
    "set_password",
    "use_code",
    "user_of_used_passkey",
    "waiting_code",
]
