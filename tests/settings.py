"""The product's own settings, writing into a folder of the tests, on the database asked for.

pytest-django reads settings before any conftest, so the choice of database is made here.
"""

import os
import sys
import tempfile

os.environ["SHIDRA_DATA"] = tempfile.mkdtemp(prefix="shidra-tests-")
os.environ["SHIDRA_SECRET_KEY"] = "only-for-tests"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs beside Django
os.environ.pop("DATABASE_URL", None)

if "--db=postgres" in sys.argv:
    from tests.postgres import start_postgres

    os.environ["DATABASE_URL"] = start_postgres()

from shidra.config.settings import *  # noqa: F403
from shidra.config.settings import ALLOWED_HOSTS

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# Argon2 is slow on purpose; signing in is tested with it once, in test_sign_in.py.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
