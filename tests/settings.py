"""The product's own settings, writing into a folder of the tests, on the database asked for.

pytest-django reads settings before any conftest, so the choice of database is made here.
"""

import os
import tempfile

from tests.postgres import ADDRESS, is_asked_for, start_postgres

os.environ["SHIDRA_DATA"] = tempfile.mkdtemp(prefix="shidra-tests-")
os.environ["SHIDRA_SECRET_KEY"] = "only-for-tests"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs beside Django
os.environ.pop("DATABASE_URL", None)

if is_asked_for():
    # One server for all processes of a run: the first starts it, the others are told.
    os.environ["DATABASE_URL"] = os.environ.get(ADDRESS) or start_postgres()
    os.environ[ADDRESS] = os.environ["DATABASE_URL"]

from shidra.config.settings import *  # noqa: F403
from shidra.config.settings import ALLOWED_HOSTS, DATABASES

if not is_asked_for():
    # Said, since each process would else be given a file whose name it cannot open.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# Argon2 is slow on purpose; signing in is tested with it once, in test_sign_in.py.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
