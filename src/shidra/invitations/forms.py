"""What people type to invite somebody, and to join."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.accounts.models import LONGEST_ADDRESS, User
from shidra.initiatives.models import Membership
from shidra.invitations.permissions import Offer
from shidra.network.models import Organisation

__all__ = ["InvitationForm", "JoinForm"]

WHAT_ROLES_DO = _(
    "Backbone keeps everything. A data lead keeps places, measures and results. Partner editors "
    "and funders change what is their organisation's. Community members take part for their "
    "group. Auditors see everything and change nothing."
)
ADDRESS_TAKEN = _("Somebody with this address has an account already: sign in, and join with it.")


class InvitationForm(forms.Form):
    """A role, a place to belong to, and the language of the first page."""

    role = forms.ChoiceField(label=_("Role"), help_text=WHAT_ROLES_DO)
    belongs_to = forms.ChoiceField(
        label=_("Belongs to"),
        help_text=_("An organisation, or the group for which a resident speaks."),
        required=False,
    )
    new_organisation = forms.CharField(
        label=_("Or to a new organisation"),
        help_text=_("Its name, when it is not in the list yet."),
        max_length=200,
        required=False,
    )
    sector = forms.ChoiceField(label=_("Sector of the new organisation"), required=False)
    is_administrator = forms.BooleanField(label=_("May invite others to it"), required=False)
    language = forms.ChoiceField(label=_("Language of the invitation"))
    meant_for = forms.CharField(
        label=_("For whom"),
        help_text=_("A name or an e-mail address, so that you know later whose link this was."),
        max_length=200,
        required=False,
    )
    send_to = forms.EmailField(
        max_length=LONGEST_ADDRESS,
        label=_("Send it by mail to"),
        help_text=_(
            "Then the letter goes at once. You still see the link, and can send it otherwise."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, offer: Offer, has_mail: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        if not has_mail:
            del self.fields["send_to"]
        language = get_language() or settings.LANGUAGE_CODE
        self._choose("role", [(role, Membership.Role(role).label) for role in offer.roles])
        self._choose("language", list(settings.LANGUAGES))
        self._choose("sector", list(Organisation.Sector.choices))
        self.initial.setdefault("role", Membership.Role.PARTNER_EDITOR)
        self.initial.setdefault("sector", Organisation.Sector.NGO)
        if not offer.may_leave_open:
            del self.fields["new_organisation"], self.fields["sector"]
        self.initial.setdefault("language", language)
        organisations = [
            (f"organisation:{each.pk}", each.name.shown(language)) for each in offer.organisations
        ]
        groups = [(f"group:{each.pk}", each.name.shown(language)) for each in offer.groups]
        choices: list[Any] = [("", _("To nothing in particular"))] if offer.may_leave_open else []
        if organisations:
            choices.append((_("Organisations"), organisations))
        if groups:
            choices.append((_("Groups of residents"), groups))
        self._choose("belongs_to", choices)
        if len(organisations) + len(groups) == 1 and not offer.may_leave_open:
            self.initial["belongs_to"] = [*organisations, *groups][0][0]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, _colon, pk = str(cleaned.get("belongs_to") or "").partition(":")
        wanted = {"organisation": self.offer.organisations, "group": self.offer.groups}
        cleaned["organisation"] = cleaned["group"] = None
        for each in wanted.get(kind, ()):
            if str(each.pk) == pk:
                cleaned[kind] = each
        if kind and cleaned.get("new_organisation"):
            self.add_error(
                "new_organisation",
                _("Please choose from the list, or name a new organisation; not both."),
            )
        if not kind and not self.offer.may_leave_open:
            self.add_error("belongs_to", _("Please choose what the person will belong to."))
        if cleaned.get("is_administrator") and not (kind or cleaned.get("new_organisation")):
            self.add_error(
                "is_administrator",
                _("Whoever invites others needs an organisation or a group to invite to."),
            )
        return cleaned

    @property
    def mailed_to(self) -> str:
        """The address to which the letter goes; empty for none."""
        return str(self.cleaned_data.get("send_to", ""))

    @property
    def invitation(self) -> dict[str, Any]:
        """What was typed, as the invitation takes it; for whom it is, if mailed, needs no saying twice."""
        typed = self.cleaned_data | {"meant_for": self.cleaned_data["meant_for"] or self.mailed_to}
        found = {
            name: typed[name]
            for name in (
                "role",
                "organisation",
                "group",
                "is_administrator",
                "language",
                "meant_for",
            )
        }
        if typed.get("new_organisation"):
            found["founded"] = (typed["new_organisation"], typed["sector"] or "ngo")
        return found


class JoinForm(forms.Form):
    """A new account, made on the way in."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As partners will see it."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        max_length=LONGEST_ADDRESS,
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 8 characters, not a common word and not only digits."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(ADDRESS_TAKEN)
        return email

    def refuse_address(self) -> None:
        """Somebody else took the address while this form was read."""
        self.add_error("email", ADDRESS_TAKEN)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            person = User(name=cleaned.get("name", ""), email=cleaned.get("email", ""))
            try:
                password_validation.validate_password(password, person)
            except ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
