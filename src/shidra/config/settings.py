"""All settings, read from the environment once, failing loudly.

`SHIDRA_DATA` names the folder for everything that is written, `DATABASE_URL` the database.
"""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from platformdirs import user_data_path

env = environ.Env()

DATA = Path(env.str("SHIDRA_DATA", default=str(user_data_path("shidra")))).expanduser().resolve()
try:
    DATA.mkdir(parents=True, exist_ok=True)
except OSError as trouble:
    raise ImproperlyConfigured(
        f"SHIDRA_DATA: the folder {DATA} cannot be made: {trouble.strerror}."
    ) from None


# The second store: published periods as files for engines.
LAKE = DATA / "lake"
# What an engine in process may use before it works on disk.
ENGINE_MEMORY = env.str("SHIDRA_ENGINE_MEMORY", default="512MB")
# Another engine for the same questions, such as `spark://HOST:7077`; empty is the one in process.
SPARK = env.str("SHIDRA_SPARK", default="")


def _secret_key() -> str:
    """The key of this installation: from the environment, else made once and kept for its owner only."""
    if given := env.str("SHIDRA_SECRET_KEY", default=""):
        return str(given)
    path = DATA / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept_key(path)
    except OSError as trouble:
        raise ImproperlyConfigured(
            f"SHIDRA_DATA: nothing can be written to the folder {DATA}: {trouble.strerror}."
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key


def _kept_key(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"The secret key {path} cannot be read.") from None
    if not key:
        raise ImproperlyConfigured(f"{path} is empty: remove it, and a new key is made.")
    return key


SECRET_KEY = _secret_key()
# Keys of before: what they have sealed and signed is still read, and nothing new is.
SECRET_KEY_FALLBACKS = env.list("SHIDRA_FORMER_KEYS", default=[])
DEBUG = env.bool("SHIDRA_DEBUG", default=False)
ALLOWED_HOSTS = env.list("SHIDRA_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
_HTTPS = env.bool("SHIDRA_HTTPS", default=False)
CSRF_TRUSTED_ORIGINS = env.list("SHIDRA_ORIGINS", default=[])

INSTALLED_APPS = [
    "shidra.config",
    "shidra.desk",
    "shidra.beginning",
    "shidra.workshops",
    "shidra.mapping",
    "shidra.records",
    "shidra.submissions",
    "shidra.exchange",
    "shidra.structure",
    "shidra.gaps",
    "shidra.equity",
    "shidra.funding",
    "shidra.disparities",
    "shidra.agenda",
    "shidra.releases",
    "shidra.measurement",
    "shidra.invitations",
    "shidra.backbone",
    "shidra.network",
    "shidra.roadmap",
    "shidra.protection",
    "shidra.initiatives",
    "shidra.notifications",
    "shidra.accounts",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "shidra.audit",
    "shidra.ui",
    "django_htmx",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shidra.config.methods.RefusesOtherMethods",
    "shidra.config.freshness.AlwaysFresh",
    "shidra.config.reading_language.RemembersLanguage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "shidra.config.sound_addresses.RefusesUnsoundAddresses",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shidra.config.last_seen.RemembersWhenSeen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "shidra.config.urls"
WSGI_APPLICATION = "shidra.config.wsgi.application"

# Forms are drawn from our own templates first: an option says its language too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shidra.config.navigation.page_frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]


def _database() -> dict[str, object]:
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{DATA / 'shidra.sqlite3'}"
    # Said without the address itself, which may hold a password.
    if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            "DATABASE_URL is not understood: it begins with sqlite:/// and the path of a file, "
            "or with postgres:// and the address of a database."
        )
    try:
        database: dict[str, object] = environ.Env.db_url_config(url)
    except ValueError:
        raise ImproperlyConfigured("DATABASE_URL is not an address that can be read.") from None
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["ENGINE"] = "shidra.config.sqlite"
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;"
            ),
        }
    else:
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
        database["OPTIONS"] = {
            "connect_timeout": 10,
            "tcp_user_timeout": 10_000,
            "options": "-c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000",
            **database.get("OPTIONS", {}),  # type: ignore[dict-item]
        }
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "desk:start"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# A link by which somebody chooses a new password, and what else is signed with a day on it.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

# Second factors. No page of allauth is mounted: `shidra.accounts` has its own.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "shidra.accounts.models.safekeeping.Safekeeping"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # the clock of a telephone may be half a minute off
# So many proxies in front tell, in X-Forwarded-For, where a request comes from.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("SHIDRA_PROXIES", default=int(_HTTPS))


def _mailers() -> dict[str, dict[str, object]]:
    """The mail server, if there is one; without it nothing is offered that needs mail."""
    if not (address := env.str("SHIDRA_MAIL_URL", default="")):
        return {}
    try:
        found = environ.Env.email_url_config(address)
    except (ValueError, ImproperlyConfigured):
        # Said without the address itself, which may hold a password.
        raise ImproperlyConfigured(
            "SHIDRA_MAIL_URL is not understood: smtp+tls://USER:PASSWORD@HOST:587, or smtp+ssl://, "
            "or smtp:// for a server of your own."
        ) from None
    options = {
        "host": found["EMAIL_HOST"],
        "port": found["EMAIL_PORT"] or 25,
        "username": found["EMAIL_HOST_USER"],
        "password": found["EMAIL_HOST_PASSWORD"],
        "use_tls": found.get("EMAIL_USE_TLS", False),
        "use_ssl": found.get("EMAIL_USE_SSL", False),
        "timeout": 10,
    }
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": options}}


MAILERS = _mailers()
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("SHIDRA_MAIL_FROM", default="shidra@localhost")

LANGUAGE_CODE = "he"
LANGUAGES = [("he", _("Hebrew")), ("ar", _("Arabic")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jerusalem"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# Nothing inline, nothing from elsewhere: the browser itself refuses what slips in.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
if _HTTPS:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A workbook above this is refused before it is opened.
# So many invitations one person may mail within a day.
SHIDRA_INVITATION_MAILS = env.int("SHIDRA_INVITATION_MAILS", default=100)
SHIDRA_UPLOAD_BYTES = env.int("SHIDRA_UPLOAD_BYTES", default=20 * 1024 * 1024)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
