"""Forms to book a review, move it, cancel it, and say who is invited."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from children.models import Child, Relationship
from core.dates import short
from core.formfields import GovDateField, GovTimeField, WordsField
from core.forms import Look, PortalForm, VersionedForm
from reviews.enums import Place
from reviews.models import Deadline
from reviews.selectors.journey import asked_as_a_rule, late_words


def place_choices(child: Child) -> list[tuple[str, str]]:
    """Where a sitting may be, in words about this child."""
    words = dict(Place.choices) | {Place.HOME.value: f"Where {child.shown_as} lives"}
    return list(words.items())


class SittingFields(PortalForm):
    """When and where a sitting is. Needs `child`."""

    date = GovDateField(
        label="When is the review?", name="Date of the review", help_text="For example, 30 4 2026"
    )
    time = GovTimeField(label="What time?", required=False, help_text="For example, 2pm or 8.30am")
    place = forms.ChoiceField(
        label="Where?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where the review will be"},
    )
    place_detail = forms.CharField(label="Where is that?", max_length=200)

    reveals = {"place": {"other": ["place_detail"]}}
    looks = {"place_detail": Look(width=30)}

    def __init__(self, *args: Any, child: Child, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child = child
        self.fields["place"].choices = place_choices(child)


class BookReviewForm(SittingFields):
    """Book a review. Needs `child`, `people` (who is around the child) and `due` (what stands due, or None)."""

    late_reason = WordsField(
        label="If it will be late, why?",
        required=False,
        rows=2,
        max_length=300,
        help_text="Your manager sees this. The due date stays the same.",
    )
    child_asked_how = WordsField(
        label="How was the child asked who should come and where?", required=False, rows=3
    )
    not_asked_yet = forms.BooleanField(label="Not asked yet", required=False)
    invited = forms.MultipleChoiceField(
        label="Who is invited?", required=False, widget=forms.CheckboxSelectMultiple
    )
    left_out_reason = WordsField(label="If anyone is left out, why?", required=False, rows=2, max_length=300)
    extra = forms.BooleanField(label="This is a review beyond the timetable", required=False)
    extra_reason = WordsField(
        label="Why is it held?",
        rows=2,
        max_length=300,
        help_text="For example because you asked for it, or the care plan is to change.",
    )
    already_held = forms.BooleanField(
        label="It was held already; I am recording it afterwards", required=False
    )

    submit_text = "Book the review"
    nothing_done = "Nothing was booked. What you typed is still here."
    reveals = {**SittingFields.reveals, "extra": {"on": ["extra_reason"]}}
    looks = {
        **SittingFields.looks,
        "late_reason": Look(count=False),
        "left_out_reason": Look(count=False),
        "extra_reason": Look(count=False),
    }
    field_order = (
        "date", "time", "late_reason", "place", "place_detail", "child_asked_how", "not_asked_yet", "invited",
        "left_out_reason", "extra", "extra_reason", "already_held",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        child: Child,
        people: list[Relationship],
        due: Deadline | None,
        days_left: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, child=child, **kwargs)
        self.people = people
        self.due = due
        name = child.shown_as
        if due is not None:
            self.fields[
                "date"
            ].help_text = f"Due by {short(due.due_date)}, {days_left}. For example, 30 4 2026"
        self.fields["child_asked_how"].label = f"How was {name} asked who should come and where?"
        self.fields["not_asked_yet"].label = f"{name} has not been asked yet"
        self.fields["left_out_reason"].help_text = "Brothers, sisters, relatives and friends need no reason."
        if people:
            self.fields["invited"].choices = [
                (str(person.pk), f"{person.name}, {person.get_kind_display().lower()}") for person in people
            ]
            self.fields["invited"].help_text = f"{name} is always invited. Untick anyone who is left out."
            self.initial.setdefault(
                "invited",
                [str(one.pk) for one in people if asked_as_a_rule(one) and not one.not_invited_reason],
            )
            reasons = dict.fromkeys(one.not_invited_reason for one in people if one.not_invited_reason)
            self.initial.setdefault("left_out_reason", "\n".join(reasons))
        else:
            del self.fields["invited"], self.fields["left_out_reason"]

    def clean_child_asked_how(self) -> str:
        """Either how the child was asked, or that they were not yet."""
        how = self.cleaned_data["child_asked_how"].strip()
        if not how and "not_asked_yet" not in self.data:
            raise ValidationError(
                f"Say how {self.child.shown_as} was asked who should come", code="child_asked"
            )
        return how

    def clean(self) -> dict[str, Any]:
        """A reason for a late day, and for whoever is asked as a rule and left out."""
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("date")
        if self.due is not None and day and day > self.due.due_date and not cleaned.get("late_reason"):
            self.add_error("date", ValidationError(late_words(self.due.due_date), code="late_without_reason"))
        if self.people:
            chosen = set(cleaned.get("invited", []))
            out = [person for person in self.people if str(person.pk) not in chosen]
            reason = (cleaned.get("left_out_reason") or "").strip()
            if any(asked_as_a_rule(person) for person in out) and not reason:
                who = next(person for person in out if asked_as_a_rule(person))
                self.add_error(
                    "left_out_reason", ValidationError(f"Say why {who.name} is left out", code="left_out")
                )
            cleaned["left_out"] = {person.pk: reason if asked_as_a_rule(person) else "" for person in out}
        return cleaned


class RearrangeForm(SittingFields):
    """Move the sitting that is still to come."""

    reason = WordsField(label="Why is it moved?", rows=2, max_length=300)
    late_reason = WordsField(
        label="If it will be late, why?",
        required=False,
        rows=2,
        max_length=300,
        help_text="Your manager sees this. The due date stays the same.",
    )

    submit_text = "Move the review"
    nothing_done = "Nothing was moved. What you typed is still here."
    looks = {**SittingFields.looks, "reason": Look(count=False), "late_reason": Look(count=False)}
    field_order = ("date", "time", "late_reason", "place", "place_detail", "reason")


class CancelForm(PortalForm):
    """Cancel a review."""

    reason = WordsField(label="Why is the review cancelled?", rows=3, max_length=300)

    submit_text = "Cancel the review"
    submit_kind = "warning"
    cancel_text = "Keep it"
    nothing_done = "Nothing was cancelled. What you typed is still here."
    looks = {"reason": Look(count=False)}


class PersonFields(PortalForm):
    """Somebody asked to a review."""

    name = forms.CharField(label="Name", max_length=120)
    role = forms.CharField(
        label="Who are they to the child?", max_length=80, help_text="For example, social worker"
    )
    invited = forms.ChoiceField(
        label="Are they invited?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        initial="yes",
    )
    not_invited_reason = WordsField(label="Why are they left out?", rows=2, max_length=300)

    reveals = {"invited": {"no": ["not_invited_reason"]}}
    looks = {"name": Look(width=30), "role": Look(width=30), "not_invited_reason": Look(count=False)}


class AddPersonForm(PersonFields):
    """Ask one more person, or record who is left out."""

    submit_text = "Add this person"
    nothing_done = "Nobody was added. What you typed is still here."


class ChangePersonForm(PersonFields, VersionedForm):
    """Change somebody asked to a review."""
