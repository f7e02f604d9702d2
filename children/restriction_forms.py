"""Forms of closing a child, of opening one that is closed, and of looking at that afterwards."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from children.enums import GlassOutcome, RestrictionReason
from core.formfields import WordsField
from core.forms import Look, PortalForm


class RestrictForm(PortalForm):
    """Why a child is closed, and who may still look. Needs `people`: (uuid, name) of everyone who can be named."""

    reason = forms.ChoiceField(
        label="Why is this child restricted?",
        choices=RestrictionReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why"},
    )
    named = forms.MultipleChoiceField(
        label="Who may still see the child?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Beside the child’s own reviewing officer. Name at least one person.",
        error_messages={
            "required": "Name at least one person",
            "invalid_choice": "Choose people in the list",
        },
    )
    closed_to_iro = forms.BooleanField(
        label="Close it to the child’s own reviewing officer too",
        required=False,
        help_text="Where the child is of their family. Name somebody who will choose another officer.",
    )
    submit_text = "Restrict this child"
    nothing_done = "Nothing was changed. What you chose is still here."

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = people


class NamePersonForm(PortalForm):
    """One person more. Needs `people`."""

    person = forms.ChoiceField(
        label="Who may see the child from today?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a person", "invalid_choice": "Choose a person in the list"},
    )
    submit_text = "Name this person"

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people


class BreakGlassForm(PortalForm):
    """Which child, by the number of the 903 return, and why."""

    number = forms.CharField(
        label="Number of the child", max_length=20, help_text="As in the 903 return, for example 100117"
    )
    reason = WordsField(
        label="Why must you see this child now?",
        max_length=1000,
        rows=4,
        help_text="A manager reads this. It is kept with the record of your look.",
    )
    submit_text = "Open for 60 minutes"
    nothing_done = "Nothing was opened. What you typed is still here."
    looks: ClassVar[dict[str, Look]] = {"number": Look(width=10)}

    def clean_reason(self) -> str:
        """More than a word: somebody has to judge it."""
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < 15:
            raise forms.ValidationError("Say in a sentence why you must see this child now", code="too_short")
        return reason


class LookAtGlassForm(PortalForm):
    """What a manager found."""

    outcome = forms.ChoiceField(
        label="What did you find?",
        choices=GlassOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found"},
    )
    words = WordsField(label="What follows from it?", required=False, rows=3, max_length=1000)
    submit_text = "Save"
