"""Pages of coming in, and of one's own account."""

from shidra.accounts.views.mailed_codes import ask_for_code, enter_code
from shidra.accounts.views.own_account import (
    account,
    change_own_email,
    change_own_name,
    change_own_password,
    confirm,
    confirm_own_email,
    end_one_session,
    end_sessions_elsewhere,
)
from shidra.accounts.views.second_factors import (
    add_app,
    add_own_passkey,
    challenge,
    challenge_to_add,
    recovery_codes,
    remove,
    second_factor,
)
from shidra.accounts.views.signing_in import (
    SignIn,
    SignOut,
    by_link,
    first_visit,
    second_step,
    sign_in_by_passkey,
)

__all__ = [
    "SignIn",
    "SignOut",
    "account",
    "add_app",
    "add_own_passkey",
    "ask_for_code",
    "by_link",
    "challenge",
    "challenge_to_add",
    "change_own_email",
    "change_own_name",
    "change_own_password",
    "confirm",
    "confirm_own_email",
    "end_one_session",
    "end_sessions_elsewhere",
    "enter_code",
    "first_visit",
    "recovery_codes",
    "remove",
    "second_factor",
    "second_step",
    "sign_in_by_passkey",
]
