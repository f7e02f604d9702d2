"""When, where and who came: the sittings of a review, its adjourning and its conclusion."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from accounts.working_days import calendar_for
from core import clock
from core.dates import long
from core.views import ActPage
from reviews import completion
from reviews.actions import recording, sittings
from reviews.enums import ReviewState
from reviews.forms.sittings import (
    AddSittingForm,
    AdjournForm,
    AttendanceForm,
    CallOffForm,
    ConcludeForm,
    CorrectSittingForm,
    HoldSittingForm,
)
from reviews.models import Sitting
from reviews.record_parts import sitting_words
from reviews.selectors.journey import whole
from reviews.states import Act, may
from reviews.timescales import adjournment_limit
from reviews.views.journey import OwnReviewPage, ReviewForm, review_url
from reviews.views.reading import ReviewPage


class Sittings(ReviewPage):
    """The sittings, each with what can be done to it, and who came. Managers may look."""

    template_name = "reviews/sittings.html"
    title = "When, where and who came"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows with their links."""
        review, found = self.review, whole(self.review)
        own = self.is_own

        def actions(sitting: Sitting) -> list[dict[str, str]]:
            links: list[tuple[str, str, Act]] = []
            if sitting.held:
                links = [("Correct", "review-sitting-correct", Act.CORRECT_SITTING)]
            elif not sitting.called_off_reason:
                act = Act.RESUME if review.state == ReviewState.ADJOURNED else Act.HOLD_SITTING
                links = [
                    ("Record it as held", "review-sitting-held", act),
                    ("Call it off", "review-sitting-call-off", Act.CALL_OFF_SITTING),
                ]
            return [
                {"text": text, "url": review_url(review, name, sitting=sitting.uuid)}
                for text, name, act in links
                if own and may(review, act)
            ]

        def state(sitting: Sitting) -> str:
            if sitting.held:
                return "Held"
            return f"Called off: {sitting.called_off_reason}" if sitting.called_off_reason else "Planned"

        rows = [
            {"words": sitting_words(one), "state": state(one), "note": one.note, "actions": actions(one)}
            for one in found.sittings
        ]
        people = [
            {"name": one.name, "role": one.role, "came": one.get_attendance_display(), "note": one.note}
            for one in found.invited
        ]
        left_out = [
            {"name": one.name, "role": one.role, "why": one.not_invited_reason}
            for one in found.people
            if one.not_invited_reason
        ]
        links = [
            ("Add a sitting", "review-sitting-add", Act.ADD_SITTING),
            ("Move to another day", "review-rearrange", Act.REARRANGE),
            ("Cancel the review", "review-cancel", Act.CANCEL),
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "people": people,
            "left_out": left_out,
            "links": [
                {"text": text, "url": review_url(review, name)}
                for text, name, act in links
                if own and may(review, act)
            ],
            "attendance_url": review_url(review, "review-attendance")
            if own and may(review, Act.RECORD) and found.held
            else "",
            "people_url": f"{review_url(review, 'review-people')}?from=sittings"
            if own and may(review, Act.INVITE)
            else "",
        }


class AddSitting(ReviewForm):
    """Plan one more sitting."""

    form_class = AddSittingForm
    act_asked = Act.ADD_SITTING
    title = "Add a sitting"
    success_message = "The sitting is added"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The child."""
        return super().get_form_kwargs() | {"child": self.child}

    def act(self, form: AddSittingForm) -> str:
        """Add it."""
        sittings.add_sitting(review=self.review, by=self.actor.person, on=clock.today(), **form.cleaned_data)
        return review_url(self.review, "review-sittings")


class OneSitting(ReviewForm):
    """A form about one sitting of this review."""

    def prepare(self) -> None:
        """One of this review's sittings."""
        super().prepare()
        found = Sitting.objects.filter(review=self.review, uuid=self.kwargs["sitting"]).first()
        if found is None:
            raise Http404
        found.review = self.review
        self.sitting = found

    def get_success_url(self) -> str:
        """Back to the sittings."""
        return review_url(self.review, "review-sittings")


class HoldSitting(OneSitting):
    """Record that a sitting was held, and who came."""

    form_class = HoldSittingForm
    title = "Record the sitting"
    success_message = "The sitting is recorded"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who was invited."""
        return super().get_form_kwargs() | {"people": whole(self.review).invited}

    def prepare(self) -> None:
        """An adjourned review is resumed by its next sitting."""
        super().prepare()
        adjourned = self.review.state == ReviewState.ADJOURNED
        self.act_asked = Act.RESUME if adjourned else Act.HOLD_SITTING

    def get_initial(self) -> dict[str, Any]:
        """The day it was planned for, if it is not still to come."""
        planned = self.sitting.date
        return {"date": planned} if planned <= clock.today() else {}

    def act(self, form: HoldSittingForm) -> None:
        """Record it."""
        data = form.cleaned_data
        sittings.hold_sitting(
            sitting=self.sitting, by=self.actor.person, on=clock.today(), date=data["date"],
            attendance=form.attendance, note=data["note"],
        )  # fmt: skip


class CorrectSitting(OneSitting):
    """Put right a sitting that was held."""

    form_class = CorrectSittingForm
    act_asked = Act.CORRECT_SITTING
    title = "Correct the sitting"
    success_message = "The sitting is corrected"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The child."""
        return super().get_form_kwargs() | {"child": self.child}

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        fields = ("version", "date", "time", "place", "place_detail", "note")
        return {name: getattr(self.sitting, name) for name in fields}

    def act(self, form: CorrectSittingForm) -> None:
        """Correct it."""
        sittings.correct_sitting(
            sitting=self.sitting, by=self.actor.person, on=clock.today(), **form.cleaned_data
        )


class CallOff(OneSitting):
    """A planned sitting will not be held."""

    form_class = CallOffForm
    act_asked = Act.CALL_OFF_SITTING
    title = "Call off the sitting"
    success_message = "The sitting is called off. The due date stays the same"

    def act(self, form: CallOffForm) -> None:
        """Call it off."""
        sittings.call_off_sitting(
            sitting=self.sitting, by=self.actor.person, reason=form.cleaned_data["reason"]
        )


class AttendancePage(ReviewForm):
    """Who came."""

    form_class = AttendanceForm
    act_asked = Act.RECORD
    title = "Who came"
    success_message = "Who came is saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who was invited."""
        return super().get_form_kwargs() | {"people": whole(self.review).invited}

    def get_initial(self) -> dict[str, Any]:
        """One version for all of them."""
        return {"version": sum(person.version for person in whole(self.review).people)}

    def get_success_url(self) -> str:
        """Back to the sittings."""
        return review_url(self.review, "review-sittings")

    def act(self, form: AttendanceForm) -> None:
        """Save who came."""
        version = form.cleaned_data["version"]
        recording.record_attendance(
            review=self.review, version=version, by=self.actor.person, attendance=form.attendance
        )


class Adjourn(ReviewForm):
    """Adjourn once, where there is not enough to decide on."""

    form_class = AdjournForm
    act_asked = Act.ADJOURN
    template_name = "reviews/adjourn.html"
    title = "Adjourn the review"
    success_message = "The review is adjourned"

    @cached_property
    def until(self) -> Any:
        """The last day allowed."""
        held = whole(self.review).held
        if not held:
            return None
        return adjournment_limit(
            max(one.date for one in held), calendar=calendar_for(self.actor.authority.pk)
        ).due

    def get_form_kwargs(self) -> dict[str, Any]:
        """The child and the last day."""
        return super().get_form_kwargs() | {"child": self.child, "until": self.until}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last day in words."""
        return super().get_context_data(**kwargs) | {"until": long(self.until)}

    def act(self, form: AdjournForm) -> None:
        """Adjourn it."""
        sittings.adjourn_review(
            review=self.review, by=self.actor.person, on=clock.today(), **form.cleaned_data
        )


class Lapse(OwnReviewPage, ActPage):
    """Close an adjourned review that was not resumed in time."""

    success_message = "The review is closed. The due date that stood still stands: book a review"

    def act(self) -> str:
        """Close it, then book again."""
        sittings.lapse_review(review=self.review, by=self.actor.person, on=clock.today())
        return reverse("review-book", args=[self.child.uuid])

    def get_failure_url(self) -> str:
        """To the review."""
        return review_url(self.review)


class Conclude(ReviewForm):
    """Say that the last sitting was held."""

    form_class = ConcludeForm
    act_asked = Act.CONCLUDE
    template_name = "reviews/step.html"
    title = "Conclude the review"
    success_message = (
        "The review is concluded. Decisions, record and copies are counted from the last sitting"
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stops it."""
        problems = completion.problems(self.review, completion.Step.CONCLUDE, on=clock.today())
        return super().get_context_data(**kwargs) | {
            "problems": problems,
            "stop_heading": "What is stopping the review being concluded",
            "what_happens": [
                "The review counts, and the next one is worked out from it.",
                "The decisions, the full record and the copies get their dates from the last sitting.",
            ],
        }

    def act(self, form: ConcludeForm) -> None:
        """Conclude it."""
        data = form.cleaned_data
        sittings.conclude_review(
            review=self.review, by=self.actor.person, on=clock.today(), full=data["full"] == "yes",
            by_meeting=data["by_meeting"] == "yes",
        )  # fmt: skip
