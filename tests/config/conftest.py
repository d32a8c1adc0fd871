"""Installations, each test's own; what is slow to set up is set up once and copied."""

import shutil

import pytest

from tests.config.installation import Installation


@pytest.fixture
def installation(tmp_path):
    """An empty folder."""
    return Installation(tmp_path / "data")


@pytest.fixture(scope="session")
def _ready_once(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("ready") / "data")
    process = installation.run("open", "nothing")
    assert "no initiative" in process.complained.lower()
    return installation


@pytest.fixture
def ready(_ready_once, installation):
    """An installation whose database is set up and empty."""
    shutil.copytree(_ready_once.data, installation.data)
    return installation


@pytest.fixture(scope="session")
def _demo_once(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("demo") / "data")
    process = installation.run("demo", "--no-serve")
    assert process.returncode == 0, process.complained
    return installation, process


@pytest.fixture
def demo(_demo_once, installation):
    """An installation in which the demo has run, and what it said."""
    prepared, process = _demo_once
    shutil.copytree(prepared.data, installation.data)
    process.told = process.said.replace(str(prepared.data), str(installation.data))
    return installation, process
