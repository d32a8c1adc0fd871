"""Writes releases, and the files that hold them as well."""

from shidra.releases.actions.files import finish_files
from shidra.releases.actions.freezing import (
    ChangedMeanwhile,
    NothingToPublish,
    Published,
    publish_period,
)

__all__ = ["ChangedMeanwhile", "NothingToPublish", "Published", "finish_files", "publish_period"]
