"""What a person hands in to load a workbook."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

__all__ = ["MapForm", "WorkbookForm"]


class WorkbookForm(forms.Form):
    """One file: the .xlsx, or the folder of .csv packed as .zip."""

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("An .xlsx file, or a folder of .csv files packed as .zip."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.zip"}),
        error_messages={
            "empty": _("The file is empty."),
            "required": _("Choose a file first."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        most = settings.SHIDRA_UPLOAD_BYTES
        if file.size is None or file.size > most:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB."),
                params={"most": most // 1024 // 1024},
            )
        return file


class MapForm(WorkbookForm):
    """One file: a map of Kumu, of a program for graphs, or our own tables."""

    file = forms.FileField(
        label=_("File of the map"),
        help_text=_("From Kumu (.json or .xlsx), GraphML, GEXF, or the tables of our workbook."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.xlsx,.graphml,.xml,.gexf"}),
        error_messages={
            "empty": _("The file is empty."),
            "required": _("Choose a file first."),
        },
    )
