"""Forms of decisions: written, followed up, answered, carried out; and of the record: completed, reopened, sent."""

from typing import Any

from django import forms

from core.dates import long
from core.formfields import GovDateField, WordsField
from core.forms import Look, PortalForm, VersionedForm
from reviews.enums import ManagerAnswer, Matter, Outcome
from reviews.models import Invitation
from reviews.problems import MATTER_NAMES


class DecisionFields(PortalForm):
    """A decision: what, who, by when, why. It may be saved unfinished; sending asks for all of it."""

    what = forms.CharField(
        label="What is to be done?", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    who = forms.CharField(
        label="Who will do it?",
        required=False,
        max_length=200,
        help_text="One person by name and role, for example Petra Vane, social worker",
    )
    by_date = GovDateField(
        label="By when?", name="Date to be done by", required=False, help_text="For example, 30 6 2026"
    )
    why = WordsField(label="Why?", required=False, rows=2)
    matter = forms.ChoiceField(
        label="Which part of the review is it about?",
        required=False,
        choices=[("", "Choose one"), *((matter.value, MATTER_NAMES[matter]) for matter in Matter)],
    )

    looks = {"what": Look(count=False), "who": Look(width=30)}


class AddDecisionForm(DecisionFields):
    """A new decision."""

    submit_text = "Add this decision"
    nothing_done = "Nothing was added. What you typed is still here."


class ChangeDecisionForm(DecisionFields, VersionedForm):
    """A decision that has not gone out."""

    submit_text = "Save this decision"


class RemoveDecisionForm(PortalForm):
    """Take a draft away."""

    submit_text = "Remove this decision"
    submit_kind = "warning"
    cancel_text = "Keep it"


class FollowUpForm(VersionedForm):
    """What became of an earlier decision."""

    outcome = forms.ChoiceField(
        label="Was it carried out?", choices=Outcome.choices, widget=forms.RadioSelect
    )
    note = WordsField(label="What was done? If it was not carried out, why not?", required=False, rows=4)

    submit_text = "Save"


class IssueForm(PortalForm):
    """Send the decisions."""

    submit_text = "Send the decisions"
    nothing_done = "Nothing was sent."


class AnswerForm(PortalForm):
    """The responsible manager's answer."""

    answer = forms.ChoiceField(
        label="What did the manager answer?",
        choices=[(ManagerAnswer.AGREED, "Agreed"), (ManagerAnswer.CHALLENGED, "Challenged")],
        widget=forms.RadioSelect,
    )
    date = GovDateField(label="When?", name="Date of the answer", help_text="For example, 30 4 2026")
    note = WordsField(label="What did the manager say? If challenged, what and why?", required=False, rows=3)

    submit_text = "Record the answer"


class CloseDecisionForm(VersionedForm):
    """Carried out between reviews."""

    date = GovDateField(label="When was it carried out?", name="Date", help_text="For example, 30 4 2026")
    note = WordsField(label="How do you know?", required=False, rows=2, max_length=300)

    submit_text = "Record that it was carried out"
    looks = {"note": Look(count=False)}


class CompleteForm(PortalForm):
    """Lock the record."""

    submit_text = "Complete and lock the record"
    nothing_done = "The record was not completed."


class ReopenForm(PortalForm):
    """Open a locked record again."""

    reason = WordsField(
        label="Why is the record opened again?", rows=3, help_text="This is kept and shown with the record."
    )

    submit_text = "Reopen the record"
    submit_kind = "warning"
    cancel_text = "Leave it locked"


class DistributionForm(PortalForm):
    """The record was sent to everyone. Needs `people`."""

    date = GovDateField(label="When was the record sent?", name="Date", help_text="For example, 30 4 2026")
    copies = forms.MultipleChoiceField(
        label="Who got a copy?", required=False, widget=forms.CheckboxSelectMultiple
    )
    withheld_reason = WordsField(label="If anyone got none, why?", required=False, rows=2, max_length=300)

    submit_text = "Record that it was sent"
    looks = {"withheld_reason": Look(count=False)}

    def __init__(
        self, *args: Any, people: list[Invitation], child_name: str, completed: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        if completed is not None:
            self.fields[
                "date"
            ].help_text = f"The record was completed on {long(completed)}. For example, 30 4 2026"
        if people:
            self.fields["copies"].choices = [
                (str(one.pk), f"{one.name}, {one.role.lower()}") for one in people
            ]
            self.fields["copies"].help_text = f"{child_name} gets one in a form that suits them."
            self.initial.setdefault("copies", [str(one.pk) for one in people])
        else:
            del self.fields["copies"], self.fields["withheld_reason"]

    def clean(self) -> dict[str, Any]:
        """A reason for whoever gets no copy."""
        cleaned = super().clean() or self.cleaned_data
        chosen = set(cleaned.get("copies", []))
        out = [one for one in self.people if str(one.pk) not in chosen]
        reason = (cleaned.get("withheld_reason") or "").strip()
        if out and not reason:
            said = forms.ValidationError(f"Say why {out[0].name} got no copy", code="withheld")
            self.add_error("withheld_reason", said)
        cleaned["withheld"] = {one.pk: reason for one in out}
        return cleaned
