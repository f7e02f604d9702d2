"""Forms about a child: they check what was typed, the actions save it."""

from typing import Any, ClassVar

from django import forms

from children.enums import RelationshipKind
from core.formfields import GovDateField, WordsField
from core.forms import Look, PortalForm, VersionedForm


class ChildForm(VersionedForm):
    """What a person may say of a child beyond the files."""

    name = forms.CharField(
        label="Name", max_length=120, required=False, help_text="The name the child goes by"
    )
    pronouns = forms.CharField(
        label="How they say who they are", max_length=60, required=False, help_text="For example, they"
    )
    language = forms.CharField(
        label="Language", max_length=60, required=False, help_text="Where it is not English, or is signed"
    )
    interpreter_needed = forms.BooleanField(label="An interpreter is needed", required=False)
    how_to_talk = WordsField(
        label="How to talk with this child",
        required=False,
        rows=5,
        help_text="One point a line. Ask the child: for example, “walking, not across a table”",
    )
    submit_text = "Save"
    looks: ClassVar[dict[str, Look]] = {"pronouns": Look(width=20), "language": Look(width=20)}


class PersonAroundForm(PortalForm):
    """Somebody around the child."""

    kind = forms.ChoiceField(label="Who is this?", choices=[("", "Choose"), *RelationshipKind.choices])
    name = forms.CharField(
        label="Name", max_length=120, help_text="As the child calls them, where you know it"
    )
    detail = forms.CharField(
        label="More", max_length=200, required=False, help_text="For example, the school, or which relative"
    )
    phone = forms.CharField(label="Phone", max_length=30, required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    parental_responsibility = forms.BooleanField(label="Has parental responsibility", required=False)
    not_invited_reason = forms.CharField(
        label="If they are not to be invited to reviews, why?", max_length=300, required=False
    )
    start_date = GovDateField(label="Since when?", name="Start", required=False)
    end_date = GovDateField(
        label="Until when?", name="End", required=False, help_text="Leave empty while it goes on"
    )
    submit_text = "Save"
    looks: ClassVar[dict[str, Look]] = {"phone": Look(width=20)}

    def clean(self) -> dict[str, Any]:
        """The end comes after the start."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end <= start:
            self.add_error(
                "end_date", forms.ValidationError("The end must be after the start", code="end_first")
            )
        return cleaned


class ChangePersonAroundForm(VersionedForm, PersonAroundForm):
    """Somebody around the child, corrected."""
