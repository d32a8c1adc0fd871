"""People who sign in, and what is kept of their tries."""

from shidra.accounts.models.people import LONGEST_ADDRESS, Purpose, SignInAttempt, User

__all__ = ["LONGEST_ADDRESS", "Purpose", "SignInAttempt", "User"]
