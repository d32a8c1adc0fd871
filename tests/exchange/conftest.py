"""An initiative whose map has gone through a workbook."""

import pytest

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import load_workbook
from shidra.initiatives.models import Initiative
from tests.exchange.workbooks import as_folder, sound


@pytest.fixture
def a_folder_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path / "data"


@pytest.fixture
def brook(db, a_folder_of_its_own, tmp_path) -> Initiative:
    tables = sound()
    for factor in tables["factors"]:
        factor |= {
            "name_ar": f"عامل {factor['code']}",
            "description_he": "תיאור, עם פסיק\nושורה שנייה",
            "description_en": "A <description> & “more”",
            "track": "children",
            "stage": "2",
            "state": "3",
            "reviewed_on": "2026-01-31",
        }
    tables["links"][0] |= {"effect": "0.125", "lag_months": "18", "status": "contested"}
    load_workbook(path=as_folder(tables, tmp_path / "book"), by=SYSTEM)
    return Initiative.objects.get(code="brook")
