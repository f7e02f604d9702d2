"""Forms of a review's sittings: planned, held, called off; adjourning, concluding."""

from typing import Any

from django import forms

from children.models import Child
from core.dates import long
from core.formfields import GovDateField, WordsField
from core.forms import Look, PortalForm, VersionedForm
from reviews.enums import Attendance
from reviews.forms.booking import SittingFields
from reviews.models import Invitation

CAME = [(value, label) for value, label in Attendance.choices if value not in ("", Attendance.NOT_INVITED)]


class AddSittingForm(SittingFields):
    """Plan one more sitting, or add one that was held."""

    already_held = forms.BooleanField(
        label="It was held already; I am recording it afterwards", required=False
    )

    submit_text = "Add the sitting"
    nothing_done = "Nothing was added. What you typed is still here."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].label = "When is the sitting?"
        self.fields["date"].name = "Date of the sitting"


class AttendanceFields(PortalForm):
    """Who came: one question a person, each with its own answers. Needs `people`."""

    def __init__(self, *args: Any, people: list[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            name = f"came_{person.pk}"
            self.fields[name] = forms.ChoiceField(
                label=f"{person.name}, {person.role.lower()}",
                choices=CAME,
                required=False,
                widget=forms.RadioSelect,
            )
            self.initial.setdefault(name, person.attendance)

    @property
    def attendance(self) -> dict[int, str]:
        """What was answered, by invitation."""
        return {person.pk: self.cleaned_data[f"came_{person.pk}"] for person in self.people}


class HoldSittingForm(AttendanceFields):
    """Record that a sitting was held, and who came."""

    date = GovDateField(
        label="When was it held?", name="Date of the sitting", help_text="For example, 30 4 2026"
    )
    note = WordsField(label="Anything to note about this sitting", required=False, rows=2)

    submit_text = "Record the sitting"


class AttendanceForm(AttendanceFields, VersionedForm):
    """Who came, with a version for all people together."""

    submit_text = "Save who came"


class CorrectSittingForm(SittingFields, VersionedForm):
    """Put right a sitting that was held."""

    note = WordsField(label="Anything to note about this sitting", required=False, rows=2)

    submit_text = "Save the correction"

    def __init__(self, *args: Any, child: Child, **kwargs: Any) -> None:
        super().__init__(*args, child=child, **kwargs)
        self.fields["date"].label = "When was it held?"
        self.fields["date"].name = "Date of the sitting"


class CallOffForm(PortalForm):
    """A planned sitting will not be held."""

    reason = WordsField(label="Why is this sitting called off?", rows=3, max_length=300)

    submit_text = "Call off the sitting"
    submit_kind = "warning"
    looks = {"reason": Look(count=False)}


class AdjournForm(SittingFields):
    """Adjourn a review. Needs `until`, the last day allowed."""

    reason = WordsField(label="What is missing for the review to decide?", rows=3)
    effect = WordsField(label="What does the wait mean for the child?", rows=3)
    wishes = WordsField(label="What does the child wish?", rows=3)

    submit_text = "Adjourn the review"
    submit_kind = "warning"
    nothing_done = "Nothing was adjourned. What you typed is still here."
    field_order = ("reason", "effect", "wishes", "date", "time", "place", "place_detail")

    def __init__(self, *args: Any, child: Child, until: Any, **kwargs: Any) -> None:
        super().__init__(*args, child=child, **kwargs)
        name = child.shown_as
        self.fields["date"].label = "When will it go on?"
        self.fields["date"].name = "Date of the next sitting"
        if until is not None:
            self.fields["date"].help_text = f"Not later than {long(until)}. For example, 30 4 2026"
        self.fields["effect"].label = f"What does the wait mean for {name}?"
        self.fields["wishes"].label = f"What does {name} wish?"
        self.fields["wishes"].help_text = "Or say why that is not known."


class ConcludeForm(PortalForm):
    """Say that the last sitting was held."""

    full = forms.ChoiceField(
        label="Was everything the law asks gone through?",
        choices=[("yes", "Yes"), ("no", "No: it does not count, and the due date stays")],
        widget=forms.RadioSelect,
    )
    by_meeting = forms.ChoiceField(
        label="Was it held as a meeting?",
        choices=[("yes", "Yes"), ("no", "No, it was done without one")],
        widget=forms.RadioSelect,
        help_text="In long-term fostering a review may be done without. There must be a meeting at least once a year.",
        initial="yes",
    )

    submit_text = "Conclude the review"
    nothing_done = "The review was not concluded. What you chose is still here."
