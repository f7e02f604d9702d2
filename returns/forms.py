"""What an administrator fills in for an import or an export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.forms import PortalForm

FIRST_YEAR, LAST_YEAR = 2016, 2099


class ManyFilesInput(forms.FileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; gives them as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each file on its own. An empty one is taken here: the check of the files tells what is wrong with it."""
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(given)


class ImportForm(PortalForm):
    """The files of one collection."""

    files = ManyFilesField(
        label="Choose the CSV files of one year",
        help_text="All of them at once: header, episodes, reviews, uasc. Any names. Other tables are left alone.",
        widget=ManyFilesInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Choose the CSV files of one year"},
    )

    submit_text = "Check and import"
    nothing_done = "Nothing was imported."


class ExportForm(PortalForm):
    """Which collection."""

    year = forms.IntegerField(
        label="Which collection?",
        help_text="The year it ends in: 2026 for 1 April 2025 to 31 March 2026.",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": "Enter the year the collection ends in, like 2026"},
    )

    submit_text = "Make the files"
    nothing_done = "Nothing was made."
