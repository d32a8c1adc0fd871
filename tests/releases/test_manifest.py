"""A file is read only while it is what was published."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from shidra.initiatives.permissions import full_access
from shidra.releases.actions import finish_files
from shidra.releases.analysis import manifest
from shidra.releases.analysis.backends import engine
from shidra.releases.analysis.engine import grant_of
from shidra.releases.analysis.manifest import FileChanged

pytestmark = pytest.mark.django_db
TOTALS = [("M5", "2016", 100_000_000, 400_000_000)]


@pytest.fixture
def path(publish) -> Path:
    """The file of the one release, read once as it should be."""
    (file,) = publish().release.files.all()
    assert totals() == TOTALS
    return settings.LAKE / file.path


def totals():
    return engine("duckdb").ask("totals", grant_of(full_access("together")))


def change_a_byte(path):
    """As a careless person would: in place, with the same size."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    _later(path)


def cut_short(path):
    path.write_bytes(path.read_bytes()[:-1])


def lengthen(path):
    path.write_bytes(path.read_bytes() + b"x")


def replace_by_another(path):
    """By a file of the same size, under the same name and of the same day."""
    before, other = path.stat(), path.with_name("other")
    other.write_bytes(bytes(before.st_size))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def take_away(path):
    path.unlink()


def _later(path):
    """A clock may be too coarse to tell two writes of one test apart."""
    known = path.stat()
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns + 1_000_000_000))


HARM = [change_a_byte, cut_short, lengthen, replace_by_another, take_away]


@pytest.mark.parametrize("harm", HARM)
def test_it_refuses_a_file_that_is_not_what_was_published(path, harm):
    harm(path)
    with pytest.raises(FileChanged, match=r"release-1-.* is not the file that was published"):
        totals()


@pytest.mark.parametrize("harm", HARM)
def test_publishing_again_writes_such_a_file_anew(path, publish, harm):
    harm(path)
    again = publish()
    assert not again.is_new
    assert totals() == TOTALS
    assert not path.exists()


def test_a_file_is_hashed_once_while_it_stays_as_it_is(path, monkeypatch):
    def hashed(_path):
        raise AssertionError("hashed again")

    monkeypatch.setattr(manifest, "fingerprint", hashed)
    assert totals() == TOTALS
    _later(path)
    with pytest.raises(AssertionError, match="hashed again"):
        totals()


def test_what_is_known_of_files_is_let_go_of_when_it_is_too_much(path, monkeypatch):
    monkeypatch.setattr(manifest, "MOST_KNOWN", 1)
    _later(path)
    assert totals() == TOTALS
    assert len(manifest._known) == 1


def test_whole_files_stay_where_they_are(together, path):
    assert finish_files(together) == 0
    assert path.exists()
