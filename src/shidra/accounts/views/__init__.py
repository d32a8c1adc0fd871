"""Pages of coming in, and of one's own account."""

from shidra.accounts.views.signing_in import SignIn, SignOut, first_visit

__all__ = ["SignIn", "SignOut", "first_visit"]
