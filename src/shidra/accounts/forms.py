"""What people type to sign in, and to set up a new installation."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shidra.accounts.actions import ATTEMPTS_WITHIN, admit_attempt, forget_attempts

__all__ = ["FirstAdministratorForm", "SignInForm"]


class SignInForm(AuthenticationForm):
    """E-mail address and password."""

    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True, "dir": "ltr"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )
    error_messages = {
        "invalid_login": _("This address and password do not belong together. Please try again."),
        "inactive": _("This account is closed."),
    }

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username")
        if not email or not self.cleaned_data.get("password"):
            return self.cleaned_data
        client = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        if not admit_attempt(email=email, client=client):
            raise forms.ValidationError(_too_many(), code="too_many")
        cleaned: dict[str, Any] = super().clean()
        forget_attempts(email=email, client=client)
        return cleaned


def _too_many() -> str:
    minutes = int(ATTEMPTS_WITHIN.total_seconds()) // 60
    return ngettext(
        "There were too many attempts with this address. Please try again in %(minutes)d minute.",
        "There were too many attempts with this address. Please try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


class FirstAdministratorForm(forms.Form):
    """The first person of an installation."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 8 characters, not a common word and not only digits."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )

    def clean_password(self) -> Any:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password
