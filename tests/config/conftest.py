import pytest

from tests.config.installation import Installation


@pytest.fixture
def installation(tmp_path):
    return Installation(tmp_path / "data")
