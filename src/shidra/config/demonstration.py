"""What `shidra demo` prepares: the example, a further workbook if wanted, and its people."""

from pathlib import Path

import shidra.exchange
from django.utils.translation import gettext as _

from shidra.audit.models import SYSTEM
from shidra.config.personas import (
    PERSONAS,
    demo_password,
    make_personas,
    password_file,
    refuse_real_people,
    welcome,
)
from shidra.config.readiness import make_ready
from shidra.exchange.actions import load_workbook
from shidra.initiatives.actions import mark_illustrative
from shidra.initiatives.models import Initiative

__all__ = ["EXAMPLE", "prepare_demo", "print_sign_ins"]

EXAMPLE = Path(shidra.exchange.__file__).parent / "ready_together"
EXAMPLE_CODE = "ready-together"
