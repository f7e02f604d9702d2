"""Agreeing a version of the care plan."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from core.dates import plain
from core.formfields import GovDateField, WordsField
from core.forms import VersionedForm
from reviews.models import Review

NONE = "none"


class DiscardPlanForm(VersionedForm):
    """Only the question whether one is sure."""

    submit_text = "Discard this draft"
    submit_kind = "warning"
    cancel_text = "Keep it"
    nothing_done = "Nothing was discarded."


class AgreePlanForm(VersionedForm):
    """When it was agreed, what changed, and which review considered it."""

    agreed_on = GovDateField(label="When was it agreed?", name="The day it was agreed")
    what_changed = WordsField(label="What changed, in a sentence or two?", rows=3, max_length=2000)
    significant = forms.ChoiceField(
        label="Is this a significant change?",
        help_text="For example, another home, another plan for permanence, or time with family stopped.",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    review = forms.ChoiceField(label="Which review considered it first?", widget=forms.RadioSelect)
    not_considered_reason = WordsField(
        label="Why could no review consider it first?",
        help_text="The law lets a significant change go ahead without a review only where one was not practicable.",
        rows=3,
        max_length=2000,
    )

    submit_text = "Agree this version"
    nothing_done = "The plan was not agreed. What you typed is still here."
    reveals: ClassVar[Mapping[str, Mapping[str, list[str]]]] = {
        "significant": {"yes": ["review"]},
        "review": {NONE: ["not_considered_reason"]},
    }

    def __init__(self, *args: Any, reviews: Sequence[Review], is_first: bool, **kwargs: Any) -> None:
        """`reviews` are those held; the first version changes nothing, so it is not asked what changed."""
        super().__init__(*args, **kwargs)
        self.reviews = {str(review.uuid): review for review in reviews}
        choices = [
            (uuid, f"Review {review.number}, {plain(review.held_date)}")
            for uuid, review in self.reviews.items()
        ]
        self.fields["review"].choices = [*choices, (NONE, "None: it could not wait for a review")]
        if is_first:
            for name in ("what_changed", "significant", "review", "not_considered_reason"):
                del self.fields[name]
            self.reveals = {}

    def chosen_review(self) -> Review | None:
        """The review that considered the change; None where none did or none was asked for."""
        return self.reviews.get(self.cleaned_data.get("review") or "")
