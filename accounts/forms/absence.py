"""The form of an absence. Why somebody is away is not asked in words."""

from typing import Any

from django import forms

from accounts.models import AbsenceKind, Person
from core.formfields import GovDateField
from core.forms import PortalForm


class AbsenceForm(PortalForm):
    """From when to when, and who covers."""

    kind = forms.ChoiceField(label="Kind", choices=AbsenceKind.choices, widget=forms.RadioSelect)
    from_date = GovDateField(label="First day away", name="First day")
    to_date = GovDateField(
        label="Last day away", name="Last day", required=False, help_text="Leave empty where none is known"
    )
    cover = forms.ChoiceField(
        label="Who covers?",
        help_text="They are reminded of this person’s duties, see the children and record.",
    )

    submit_text = "Save the absence"

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        """`people`: the other reviewing officers."""
        super().__init__(*args, **kwargs)
        self.people = {str(person.uuid): person for person in people}
        choices = [(uuid, person.name) for uuid, person in self.people.items()]
        self.fields["cover"].choices = [("", "Choose a reviewing officer"), *choices]

    def clean_cover(self) -> Person:
        """The person."""
        return self.people[self.cleaned_data["cover"]]
