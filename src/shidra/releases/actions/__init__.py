"""Writes releases, and the files that hold them as well."""

from shidra.releases.actions.certifying import certify_release
from shidra.releases.actions.files import finish_files
from shidra.releases.actions.freezing import (
    ChangedMeanwhile,
    NothingToPublish,
    Published,
    publish_period,
)

__all__ = [
    "ChangedMeanwhile",
    "NothingToPublish",
    "Published",
    "certify_release",
    "finish_files",
    "publish_period",
]
