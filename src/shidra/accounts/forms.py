"""What people type to come in, to set up a new installation, and to change how they come in."""

from typing import Any, cast

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shidra.accounts.actions import ATTEMPTS_WITHIN, Purpose, admit_attempt, forget_attempts
from shidra.accounts.models import LONGEST_ADDRESS, User
from shidra.accounts.permissions import client_of, person_of

__all__ = [
    "CodeForm",
    "ConfirmForm",
    "CredentialForm",
    "EmailForm",
    "FirstAdministratorForm",
    "NameForm",
    "NewPasswordForm",
    "PasskeyForm",
    "SignInForm",
]


class NewPasswordField(forms.CharField):
    """A password that somebody thinks up."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Password"),
            help_text=_("At least 8 characters, not a common word and not only digits."),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
        )


class CodeField(forms.CharField):
    """A code that somebody reads off an app, a sheet of paper or an e-mail."""

    def __init__(self, help_text: Any = "") -> None:
        attributes = {"autocomplete": "one-time-code", "dir": "ltr", "autofocus": True}
        super().__init__(
            label=_("Code"),
            help_text=help_text,
            max_length=40,
            widget=forms.TextInput(
                attrs=attributes | {"autocapitalize": "off", "spellcheck": "false"}
            ),
        )


class CountedTries(forms.Form):
    """A form that may be tried so often; what is counted is forgotten when it succeeds."""

    purpose: Purpose

    def counted(self, request: HttpRequest, email: str) -> bool:
        """Count a try; the form says so if there were too many."""
        self._counted = email, client_of(request)
        if not (admitted := admit_attempt(**self._what())):
            self.add_error(None, forms.ValidationError(_too_many(), code="too_many"))
        return admitted

    def forget(self) -> None:
        """They were the tries of somebody who may."""
        forget_attempts(**self._what())

    def _what(self) -> dict[str, Any]:
        email, client = self._counted
        return {"email": email, "client": client, "purpose": self.purpose}


class SignInForm(AuthenticationForm):
    """E-mail address and password."""

    username = forms.EmailField(
        max_length=LONGEST_ADDRESS,
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
        client = client_of(cast("HttpRequest", self.request))
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
        max_length=LONGEST_ADDRESS,
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"}),
    )
    password = NewPasswordField()

    def clean_password(self) -> Any:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class NewPasswordForm(forms.Form):
    """Another password for somebody who is known."""

    password = NewPasswordField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> Any:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password


class NameForm(forms.Form):
    """How others see a person."""

    name = forms.CharField(label=_("Your name"), max_length=200)


class EmailForm(CountedTries):
    """An address: to have a code mailed to it, or to sign in with from now on."""

    purpose = Purpose.CODE_BY_MAIL
    email = forms.EmailField(
        max_length=LONGEST_ADDRESS,
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "autofocus": True}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class CodeForm(CountedTries):
    """A code from an app, from the recovery codes, or from an e-mail."""

    purpose = Purpose.SECOND_STEP
    code = CodeField()

    def __init__(self, *args: Any, purpose: Purpose = Purpose.SECOND_STEP, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose

    def refuse(self) -> None:
        self.add_error(
            "code", _("This code is not right, or no longer. Please look again, and try once more.")
        )


class ConfirmForm(CountedTries):
    """The password once more."""

    purpose = Purpose.CONFIRMATION
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "dir": "ltr", "autofocus": True}
        ),
    )

    def confirms(self, request: HttpRequest) -> bool:
        """Whether it is the password of the person who is signed in."""
        person = person_of(request)
        if not self.counted(request, person.email):
            return False
        if not person.check_password(self.cleaned_data["password"]):
            self.add_error("password", _("This is not your password. Please try again."))
            return False
        self.forget()
        return True


class CredentialForm(forms.Form):
    """What a browser answers when a passkey was used."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        found = self.cleaned_data["credential"]
        if not isinstance(found, dict):
            raise forms.ValidationError(_("The passkey gave no answer."))
        return found


class PasskeyForm(CredentialForm):
    """A new passkey, and what its owner calls it."""

    name = forms.CharField(
        label=_("A name for it"),
        help_text=_("By which you will know it again, such as “my telephone”."),
        max_length=60,
    )
    field_order = ("name", "credential")
