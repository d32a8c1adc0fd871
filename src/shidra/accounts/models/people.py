"""People who sign in. What they may do stands in their memberships, initiative by initiative."""

from enum import StrEnum
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.audit.models import Actor

__all__ = ["LONGEST_ADDRESS", "Purpose", "SignInAttempt", "User"]

LONGEST_ADDRESS = 254


class Users(BaseUserManager["User"]):
    """Makes people who sign in with their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. `is_demo` marks the personas of the demo."""

    email = models.EmailField(_("e-mail address"), unique=True, max_length=LONGEST_ADDRESS)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    @property
    def actor(self) -> Actor:
        """How the audit trail names this person."""
        return Actor(label=str(self), id=str(self.pk))


class Purpose(StrEnum):
    """What somebody tries, each counted on its own."""

    PASSWORD = "password"  # noqa: S105 - what is tried, not one
    SECOND_STEP = "second step"
    # To have a code mailed, and to type one.
    CODE_BY_MAIL = "code by mail"
    MAILED_CODE = "mailed code"
    CONFIRMATION = "confirmation"
    # The code of a workshop, tried by somebody who has not joined, and sending to one.
    WORKSHOP_CODE = "workshop code"
    WORKSHOP_SENDING = "workshop sending"


class SignInAttempt(models.Model):
    """A try to sign in that has not succeeded; too many in a short time are turned away."""

    purpose = models.CharField(max_length=20, default=Purpose.PASSWORD)
    email = models.CharField(max_length=LONGEST_ADDRESS)
    # The network address that it came from.
    client = models.CharField(max_length=45, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["email", "client", "at"], name="attempts_of_a_pair"),
            models.Index(fields=["client", "at"], name="attempts_of_a_client"),
            models.Index(fields=["at"], name="attempts_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.email} from {self.client} at {self.at:%H:%M}"
