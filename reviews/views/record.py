"""The full record: completed and locked, opened again, sent to everyone."""

from typing import Any

from core import clock
from reviews import completion
from reviews.actions import record as actions
from reviews.forms.decisions import CompleteForm, DistributionForm, ReopenForm
from reviews.selectors.journey import whole
from reviews.states import Act
from reviews.views.journey import ReviewForm


class Complete(ReviewForm):
    """Finish and lock the record."""

    form_class = CompleteForm
    act_asked = Act.COMPLETE_RECORD
    template_name = "reviews/step.html"
    title = "Complete the full record"
    success_message = "The record is completed and locked"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stops it, and what it does."""
        return super().get_context_data(**kwargs) | {
            "problems": completion.problems(self.review, completion.Step.COMPLETE_RECORD, on=clock.today()),
            "stop_heading": "What is stopping the full record",
            "what_happens": [
                "The record is locked: nothing in it can be changed.",
                "It can be opened again, with a reason that is kept.",
                "It can then be sent to everyone.",
            ],
        }

    def act(self, form: CompleteForm) -> None:
        """Complete it."""
        actions.complete_record(review=self.review, by=self.actor.person, on=clock.today())


class Reopen(ReviewForm):
    """Open a locked record again."""

    form_class = ReopenForm
    act_asked = Act.REOPEN
    title = "Reopen the record"
    success_message = "The record is open. Complete it again when you are done"

    def act(self, form: ReopenForm) -> None:
        """Open it."""
        actions.reopen_record(review=self.review, by=self.actor.person, reason=form.cleaned_data["reason"])


class Distribution(ReviewForm):
    """The record was sent to everyone."""

    form_class = DistributionForm
    act_asked = Act.DISTRIBUTE
    title = "Send the record to everyone"
    success_message = "That the record was sent is recorded"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who was asked to the review, or left out: each gets a copy or a reason."""
        return super().get_form_kwargs() | {
            "people": whole(self.review).people,
            "child_name": self.child.shown_as,
            "completed": self.review.record_completed_date,
        }

    def act(self, form: DistributionForm) -> None:
        """Record it."""
        data = form.cleaned_data
        actions.mark_distributed(
            review=self.review,
            by=self.actor.person,
            on=clock.today(),
            date=data["date"],
            withheld=data["withheld"],
        )
