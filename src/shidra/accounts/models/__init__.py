"""People who sign in, and what is kept of their tries."""

from shidra.accounts.models.people import Purpose, SignInAttempt, User

__all__ = ["Purpose", "SignInAttempt", "User"]
