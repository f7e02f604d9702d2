"""Forms of the record: preparation, the right people, each matter considered, the reviewing officer's view."""

from typing import Any

from django import forms

from children.models import Child
from core.formfields import GovDateField, WordsField
from core.forms import Submit, VersionedForm

LATER = Submit("later", "Save and come back")


class PreparationForm(VersionedForm):
    """What was done before the review."""

    child_asked_date = GovDateField(
        label="When was the child asked who should come and where?", required=False
    )
    child_asked_how = WordsField(label="How, and what did the child say?", required=False, rows=3)
    social_worker_talk_date = GovDateField(label="When did you talk with the social worker?", required=False)
    social_worker_talk_note = WordsField(label="What came of that talk?", required=False, rows=3)
    reports_received_date = GovDateField(label="When were the reports here?", required=False)
    reports_note = WordsField(
        label="Which reports came, and what is missing?",
        required=False,
        rows=3,
        help_text="The care plan, the personal education plan, the health plan, the social worker’s report.",
    )

    submit_text = "Save the preparation"

    def __init__(self, *args: Any, child: Child, by_when: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = child.shown_as
        self.fields["child_asked_date"].label = f"When was {name} asked who should come and where?"
        self.fields["child_asked_how"].label = f"How, and what did {name} say?"
        for field, words in by_when.items():
            self.fields[field].help_text = words


class RightPeopleForm(VersionedForm):
    """Were the right people and papers there?"""

    right_people = forms.ChoiceField(
        label="Were the right people and papers there?",
        choices=[("yes", "Yes"), ("no", "No, but the review went ahead")],
        widget=forms.RadioSelect,
    )
    right_people_note = WordsField(label="What was missing, and why did it go ahead?", rows=3)

    reveals = {"right_people": {"no": ["right_people_note"]}}
    submit_text = "Save"


class MatterForm(VersionedForm):
    """What was considered on one matter."""

    text = WordsField(
        label="What was considered?", rows=10, error_messages={"required": "Write what was considered"}
    )

    submit_text = "Save and mark as completed"
    more_submits = (LATER,)


class LimitedMatterForm(MatterForm):
    """A matter that the law limits to some children: it may not apply, with a reason."""

    applies = forms.ChoiceField(
        label="Does this apply?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        initial="yes",
    )
    text = WordsField(
        label="What was considered? If it does not apply, why not?",
        rows=10,
        error_messages={"required": "Write what was considered, or why this does not apply"},
    )

    field_order = ("version", "applies", "text")


class IroViewForm(VersionedForm):
    """The reviewing officer's own view."""

    iro_view = WordsField(label="Your view", rows=10, error_messages={"required": "Write your view"})

    submit_text = "Save your view"
    more_submits = (LATER,)
