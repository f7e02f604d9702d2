"""Decisions: written, followed up, sent, answered, carried out; and the list of those still open."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from accounts.working_days import calendar_for
from audit.actions import record
from audit.verbs import Verb
from children.access import own_children
from core import clock
from core.components import Empty, chip
from core.dates import long, plain, short
from core.pages import BackLink
from core.views import PageView
from reviews import completion
from reviews.actions import decisions as actions
from reviews.enums import DecisionState
from reviews.forms.decisions import (
    AddDecisionForm,
    AnswerForm,
    ChangeDecisionForm,
    CloseDecisionForm,
    FollowUpForm,
    IssueForm,
    RemoveDecisionForm,
)
from reviews.models import Decision
from reviews.problems import called
from reviews.selectors.journey import open_decisions, whole
from reviews.states import Act, may
from reviews.timescales import manager_answer
from reviews.views.journey import ReviewForm, caption_of, review_url
from reviews.views.reading import ReviewPage


def asked_words(decision: Decision) -> str:
    """Asked for at 3 reviews, since 12 May 2025; empty for one asked for once."""
    if decision.times_asked < 2:
        return ""
    since = f", since {plain(decision.first_asked_date)}" if decision.first_asked_date else ""
    return f"Asked for at {decision.times_asked} reviews{since}"


class Decisions(ReviewPage):
    """The decisions of a review in a table: what, who, by when, and what is missing."""

    template_name = "reviews/decisions.html"
    title = "Decisions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows with their links. Drafts are their writer's alone until they are sent."""
        review = self.review
        own, may_write = self.is_own, self.is_own and may(review, Act.DECIDE)
        shown = [one for one in whole(review).decisions if own or one.state != DecisionState.DRAFT]
        rows = [
            {
                "number": one.number,
                "what": one.what or "Not written yet",
                "why": one.why,
                "who": one.who or "Not named yet",
                "by": short(one.by_date) or "No date yet",
                "asked": asked_words(one),
                "state": one.get_state_display(),
                "chip": "" if one.what and one.who and one.by_date else chip("todo", "Not finished", ""),
                "url": review_url(review, "review-decision", decision=one.uuid)
                if may_write and one.state == DecisionState.DRAFT
                else "",
                "called": called(one),
            }
            for one in shown
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "add_url": review_url(review, "review-decision-add") if may_write else "",
            "issue_url": review_url(review, "review-issue")
            if own and may(review, Act.ISSUE_DECISIONS)
            else "",
            "empty": Empty("No decision is written yet.", "Write what is to be done, by whom and by when.")
            if own
            else Empty("No decisions have gone out yet.", "The reviewing officer is still writing them."),
        }


class AddDecision(ReviewForm):
    """Write a decision."""

    form_class = AddDecisionForm
    act_asked = Act.DECIDE
    title = "Add a decision"
    success_message = "The decision is added"

    def get_success_url(self) -> str:
        """Back to the decisions."""
        return review_url(self.review, "review-decisions")

    def act(self, form: AddDecisionForm) -> None:
        """Add it."""
        actions.add_decision(review=self.review, by=self.actor.person, **form.cleaned_data)


class OneDecision(ReviewForm):
    """A form about one decision of this review."""

    def prepare(self) -> None:
        """One of this review's decisions."""
        super().prepare()
        found = Decision.objects.filter(review=self.review, uuid=self.kwargs["decision"]).first()
        if found is None:
            raise Http404
        found.review = self.review
        self.decision = found

    def get_success_url(self) -> str:
        """Back to the decisions."""
        return review_url(self.review, "review-decisions")


class ChangeDecision(OneDecision):
    """Change a decision that has not gone out."""

    form_class = ChangeDecisionForm
    act_asked = Act.DECIDE
    template_name = "reviews/decision.html"
    title = "Change the decision"
    success_message = "The decision is saved"

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        names = ("version", "what", "who", "by_date", "why", "matter")
        return {name: getattr(self.decision, name) for name in names}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where it comes from, and the way to take it away."""
        removable = self.decision.carried_from_id is None
        remove_url = review_url(self.review, "review-decision-remove", decision=self.decision.uuid)
        return super().get_context_data(**kwargs) | {
            "asked": asked_words(self.decision),
            "remove_url": remove_url if removable else "",
        }

    def act(self, form: ChangeDecisionForm) -> None:
        """Save it."""
        actions.change_decision(decision=self.decision, by=self.actor.person, **form.cleaned_data)


class RemoveDecision(OneDecision):
    """Take a draft away."""

    form_class = RemoveDecisionForm
    act_asked = Act.DECIDE
    template_name = "reviews/remove_decision.html"
    title = "Remove this decision?"
    success_message = "The decision is removed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which one."""
        return super().get_context_data(**kwargs) | {"what": self.decision.what}

    def act(self, form: RemoveDecisionForm) -> None:
        """Remove it."""
        actions.remove_decision(decision=self.decision, by=self.actor.person)


class FollowUps(ReviewPage):
    """The decisions of earlier reviews, longest asked for first, and what was found of each."""

    template_name = "reviews/follow_ups.html"
    title = "Were earlier decisions carried out?"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows with their links."""
        review, found = self.review, whole(self.review)
        own = self.is_own
        may_write = own and may(review, Act.DECIDE)
        rows = []
        for one in found.earlier:
            said = found.follow_ups.get(one.pk) if own or review.decisions_issued_at else None
            rows.append(
                {
                    "what": one.what,
                    "who": one.who,
                    "by": short(one.by_date),
                    "asked": asked_words(one) or f"Asked for at review {one.review.number}",
                    "found": said.get_outcome_display() if said else "",
                    "note": said.note if said else "",
                    "url": review_url(review, "review-follow-up", decision=one.uuid) if may_write else "",
                    "called": called(one),
                }
            )
        empty = Empty("No decision of an earlier review is open.", "There is nothing to follow up.")
        return super().get_context_data(**kwargs) | {"rows": rows, "empty": empty}


class FollowUp(ReviewForm):
    """What became of one earlier decision."""

    form_class = FollowUpForm
    act_asked = Act.DECIDE
    template_name = "reviews/follow_up.html"
    title = "Was this decision carried out?"
    success_message = "What you found is saved"

    def prepare(self) -> None:
        """An earlier decision of the same child."""
        super().prepare()
        earlier = [one for one in whole(self.review).earlier if one.uuid == self.kwargs["decision"]]
        if not earlier:
            raise Http404
        self.decision = earlier[0]
        self.said = whole(self.review).follow_ups.get(self.decision.pk)

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        if self.said is None:
            return {"version": 0}
        return {"version": self.said.version, "outcome": self.said.outcome, "note": self.said.note}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The decision itself."""
        one = self.decision
        return super().get_context_data(**kwargs) | {
            "what": one.what,
            "who": one.who,
            "by": long(one.by_date),
            "asked": asked_words(one) or f"Asked for at review {one.review.number}",
        }

    def get_success_url(self) -> str:
        """Back to the list."""
        return review_url(self.review, "review-follow-ups")

    def act(self, form: FollowUpForm) -> None:
        """Save it."""
        data = form.cleaned_data
        actions.follow_up(
            review=self.review, decision=self.decision, by=self.actor.person, outcome=data["outcome"],
            note=data["note"], version=data["version"],
        )  # fmt: skip


class Issue(ReviewForm):
    """Send the decisions."""

    form_class = IssueForm
    act_asked = Act.ISSUE_DECISIONS
    template_name = "reviews/step.html"
    title = "Send the decisions"
    success_message = "The decisions have gone out"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stops it, and what it does."""
        today = clock.today()
        until = manager_answer(today, calendar=calendar_for(self.actor.authority.pk)).due
        return super().get_context_data(**kwargs) | {
            "problems": completion.problems(self.review, completion.Step.ISSUE_DECISIONS, on=today),
            "stop_heading": "What is stopping the decisions going out",
            "what_happens": [
                "The decisions are fixed as they are written.",
                "What you found of earlier decisions takes effect.",
                f"The manager has until {long(until)} to answer. Silence is agreement.",
            ],
        }

    def act(self, form: IssueForm) -> None:
        """Send them."""
        actions.issue_decisions(review=self.review, by=self.actor.person, on=clock.today())


class Answer(ReviewForm):
    """The responsible manager's answer."""

    form_class = AnswerForm
    act_asked = Act.ANSWER
    title = "The manager’s answer"
    success_message = "The answer is recorded"

    def act(self, form: AnswerForm) -> None:
        """Record it."""
        actions.answer_decisions(
            review=self.review, by=self.actor.person, on=clock.today(), **form.cleaned_data
        )


class CloseDecision(OneDecision):
    """Carried out between reviews."""

    form_class = CloseDecisionForm
    act_asked = Act.CLOSE_DECISION
    template_name = "reviews/follow_up.html"
    title = "Record that it was carried out"
    success_message = "The decision is carried out"

    def get_initial(self) -> dict[str, Any]:
        """The version."""
        return {"version": self.decision.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The decision itself."""
        one = self.decision
        words = {"what": one.what, "who": one.who, "by": long(one.by_date), "asked": asked_words(one)}
        return super().get_context_data(**kwargs) | words

    def act(self, form: CloseDecisionForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.close_decision(
            decision=self.decision, version=data["version"], by=self.actor.person, on=clock.today(),
            date=data["date"], note=data["note"],
        )  # fmt: skip
        return reverse("decisions")


class OpenDecisions(PermissionMixin, PageView):
    """The open decisions of the reviewing officer's children, longest asked for first."""

    permission = Permission.VIEW_ALLOCATED_CHILDREN
    template_name = "reviews/open_decisions.html"
    title = "Decisions"
    nav = "decisions"

    @cached_property
    def found(self) -> list[Decision]:
        """The decisions, with child and review."""
        return list(open_decisions(own_children(self.actor, on=clock.today())))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One audit row for the list, with the ids shown."""
        record(
            Verb.DECISIONS_LISTED,
            by=self.actor.person,
            authority_id=self.actor.authority.pk,
            object_type="reviews.decision",
            object_ids=[one.pk for one in self.found],
            child_ids=[one.child_id for one in self.found],
        )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows with their links."""
        today = clock.today()
        rows = [
            {
                "child": caption_of(one.child),
                "child_url": reverse("child", args=[one.child.uuid]),
                "what": one.what,
                "who": one.who,
                "by": short(one.by_date),
                "late": bool(one.by_date and one.by_date < today),
                "asked": asked_words(one) or f"Asked for at review {one.review.number}",
                "again": one.times_asked > 1,
                "url": review_url(one.review, "decision-done", decision=one.uuid),
                "called": called(one),
            }
            for one in self.found
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "late": sum(row["late"] for row in rows),
            "again": sum(row["again"] for row in rows),
            "empty": Empty(
                "No decision is open.", "When you send the decisions of a review, they are listed here."
            ),
        }

    def get_back(self) -> BackLink | None:
        """A page of the navigation."""
        return None
