"""Writing the record: preparation, the right people, each matter considered, the reviewing officer's view."""

from functools import cached_property
from typing import Any

from django.http import Http404

from core import clock
from core.dates import clock as clock_time
from core.dates import short
from reviews.actions import recording
from reviews.enums import DutyKind, Matter, Progress
from reviews.forms.recording import (
    IroViewForm,
    LimitedMatterForm,
    MatterForm,
    PreparationForm,
    RightPeopleForm,
)
from reviews.models import Consideration, Deadline
from reviews.problems import MATTER_NAMES, matter_of
from reviews.record_parts import TITLES
from reviews.selectors.journey import whole
from reviews.selectors.matters import facts_for, last_said, prompts_for
from reviews.states import Act
from reviews.views.journey import ReviewAutosave, ReviewForm, review_url

PREPARATION_DUTIES = {
    DutyKind.CONSULT_CHILD: "child_asked_date",
    DutyKind.SOCIAL_WORKER_TALK: "social_worker_talk_date",
    DutyKind.REPORTS: "reports_received_date",
}


class Preparation(ReviewForm):
    """What was done before the review."""

    form_class = PreparationForm
    act_asked = Act.PREPARE
    title = "Preparation"
    success_message = "The preparation is saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The child, and by when each step is due."""
        duties = Deadline.objects.filter(
            review=self.review, kind__in=PREPARATION_DUTIES, met_date__isnull=True
        )
        by_when = {
            PREPARATION_DUTIES[DutyKind(one.kind)]: f"Due by {short(one.due_date)}. For example, 30 4 2026"
            for one in duties
        }
        return super().get_form_kwargs() | {"child": self.child, "by_when": by_when}

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        names = [name for name in PreparationForm.base_fields if name != "version"]
        return {"version": self.review.version} | {name: getattr(self.review, name) for name in names}

    def act(self, form: PreparationForm) -> None:
        """Save it."""
        recording.record_preparation(
            review=self.review, by=self.actor.person, on=clock.today(), **form.cleaned_data
        )


class RightPeople(ReviewForm):
    """Were the right people and papers there?"""

    form_class = RightPeopleForm
    act_asked = Act.RECORD
    template_name = "reviews/right_people.html"
    title = "Were the right people and papers there?"

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        review = self.review
        return {
            "version": review.version, "right_people": review.right_people,
            "right_people_note": review.right_people_note,
        }  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom the authority wants to be there."""
        return super().get_context_data(**kwargs) | {"needed": self.actor.authority.settings.people_needed}

    def act(self, form: RightPeopleForm) -> None:
        """Save it."""
        data = form.cleaned_data
        recording.record_right_people(
            review=self.review, version=data["version"], by=self.actor.person, answer=data["right_people"],
            note=data["right_people_note"] or "",
        )  # fmt: skip


class MatterPage(ReviewAutosave):
    """One matter of Schedule 7, with what the last review said beside it."""

    act_asked = Act.RECORD
    template_name = "reviews/matter.html"

    @cached_property
    def matter(self) -> Matter:
        """Which one."""
        found = matter_of(self.kwargs["matter"])
        if found is None or found == Matter.WISHES:
            raise Http404
        return found

    @cached_property
    def written(self) -> Consideration | None:
        """What is written, or nothing yet."""
        return Consideration.objects.filter(review=self.review, matter=self.matter).first()

    def prepare(self) -> None:
        """The review and the matter."""
        super().prepare()
        assert self.matter  # noqa: S101 - asks

    def get_form_class(self) -> type[MatterForm]:
        """Some matters may not apply."""
        return LimitedMatterForm if self.matter in recording.MAY_NOT_APPLY else MatterForm

    def get_title(self) -> str:
        """The matter, in words about this child."""
        title = TITLES.get(self.matter, MATTER_NAMES[self.matter])
        return title.format(child=self.child.shown_as, last=whole(self.review).last_name)

    def get_tab_title(self) -> str:
        """Tabs hold no names."""
        return f"{MATTER_NAMES[self.matter]}, child {self.child.number}"

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        written = self.written
        if written is None:
            return {"version": 0, "text": ""}
        applies = "no" if written.progress == Progress.NOT_APPLICABLE else "yes"
        return {"version": written.version, "text": written.text, "applies": applies}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the last review said, and what the portal knows."""
        found = whole(self.review)
        written = self.written
        return super().get_context_data(**kwargs) | {
            "last": last_said(found, self.matter),
            "facts": facts_for(self.review, self.matter),
            "prompts": prompts_for(self.matter, self.child),
            "follow_up_url": review_url(self.review, "review-follow-ups")
            if self.matter == Matter.CHANGES and found.earlier
            else "",
            "saved_at": clock_time(written.saved_at) if written and written.saved_at else "",
        }

    def _save(self, form: Any, *, done: bool) -> Consideration:
        data = form.cleaned_data
        applies = data.get("applies") != "no"
        finished = Progress.DONE if applies else Progress.NOT_APPLICABLE
        return recording.record_consideration(
            review=self.review, matter=self.matter, version=data["version"], by=self.actor.person,
            text=data["text"], progress=finished if done else Progress.IN_PROGRESS,
        )  # fmt: skip

    def save_draft(self, form: Any) -> int:
        """An unfinished text. One that was finished stays so while it still has words."""
        finished = self.written is not None and self.written.progress in (
            Progress.DONE,
            Progress.NOT_APPLICABLE,
        )
        return self._save(form, done=finished and bool(form.cleaned_data["text"].strip())).version

    def act(self, form: Any) -> None:
        """Save and mark as completed."""
        self._save(form, done=True)


class IroView(ReviewAutosave):
    """The reviewing officer's own view."""

    form_class = IroViewForm
    act_asked = Act.RECORD
    title = "Your view as reviewing officer"

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        return {"version": self.review.version, "iro_view": self.review.iro_view}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the last review said."""
        last = whole(self.review).last
        said = (
            {"heading": f"Your view at review {last.number}", "text": last.iro_view}
            if last and last.iro_view
            else None
        )
        at = self.review.saved_at if self.review.iro_view else None
        return super().get_context_data(**kwargs) | {
            "last": said,
            "saved_at": clock_time(at),
            "intro": "What you think of the care plan and of any change to it, what is going well, what worries you.",
        }

    def save_draft(self, form: IroViewForm) -> int:
        """An unfinished text."""
        data = form.cleaned_data
        saved = recording.record_iro_view(
            review=self.review, version=data["version"], by=self.actor.person, text=data["iro_view"]
        )
        return saved.version

    def act(self, form: IroViewForm) -> None:
        """Save it."""
        self.save_draft(form)
