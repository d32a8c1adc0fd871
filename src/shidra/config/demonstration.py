"""What `shidra demo` prepares: the example, a further workbook if wanted, and its people."""

from pathlib import Path

import shidra.exchange

__all__ = ["EXAMPLE", "prepare_demo", "print_sign_ins"]

EXAMPLE = Path(shidra.exchange.__file__).parent / "ready_together"
EXAMPLE_CODE = "ready-together"
