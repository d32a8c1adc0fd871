"""The WSGI application that the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from shidra.config.readiness import refuse_undeclared_routes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shidra.config.settings")

application = get_wsgi_application()
# Another web server than `shidra serve` loads this alone.
refuse_undeclared_routes()
