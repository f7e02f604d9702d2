"""What is typed into a draft of a care plan."""

from collections.abc import Mapping
from typing import Any

from django import forms

from children.enums import Permanence
from core.formfields import GovDateField, WordsField
from core.forms import Submit, VersionedForm


class SectionForm(VersionedForm):
    """The text of one section."""

    text = WordsField(label="What the plan says", rows=10, required=False)

    submit_text = "Save and go to the next part"
    more_submits = (Submit("later", "Save and come back"),)

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint


class PermanenceForm(VersionedForm):
    """The plan for permanence: of which kind, by when, and in words."""

    permanence = forms.ChoiceField(
        label="What is the plan for permanence?", choices=Permanence.choices, widget=forms.RadioSelect
    )
    permanence_by = GovDateField(
        label="By when?",
        name="The day the plan is in place",
        help_text="The day it should be in place. If it is already, the day it was.",
        required=False,
    )
    text = WordsField(label="In words", rows=6, required=False)

    submit_text = "Save and go to the next part"
    more_submits = (Submit("later", "Save and come back"),)

    def __init__(self, *args: Any, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = hint

    def clean(self) -> Mapping[str, Any]:
        """A plan has a day; while there is none, there is nothing to date."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("permanence")
        undated = cleaned.get("permanence_by") is None and "permanence_by" not in self.errors
        if not self.draft and chosen and chosen != Permanence.NOT_YET and undated:
            self.add_error("permanence_by", "Enter the day the plan should be in place")
        return cleaned
