"""Book a review, move it, cancel it, and who is invited."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from accounts.working_days import calendar_for
from audit.actions import record
from audit.verbs import Verb
from children.access import get_child_or_404, is_iro_of
from children.models import Child
from core import clock
from core.dates import plain, short
from core.pages import BackLink
from core.views import FormPage
from reviews.actions import scheduling
from reviews.enums import ReviewState
from reviews.forms.booking import AddPersonForm, BookReviewForm, CancelForm, ChangePersonForm, RearrangeForm
from reviews.models import Deadline, Invitation
from reviews.selectors.journey import people_around, review_under_way, standing_due, whole
from reviews.states import Act
from reviews.timescales import working_days_left
from reviews.views.journey import ReviewForm, caption_of, review_url

SITTINGS = "sittings"
"""`?from=` of the pages about the people, for who came from the page of the sittings."""


def days_words(days: int) -> str:
    """9 working days left, due today, 3 working days late."""
    if days == 0:
        return "due today"
    unit = "working day" if abs(days) == 1 else "working days"
    return f"{days} {unit} left" if days > 0 else f"{-days} {unit} late"


def due_panel(due: Deadline | None) -> dict[str, str] | None:
    """The box beside the form: what stands due and from what it was counted."""
    if due is None:
        return None
    amount, unit = due.working.get("amount"), due.working.get("unit", "")
    counted = (
        f"{amount} {unit} from {plain(due.counted_from)}"
        if amount
        else f"counted from {plain(due.counted_from)}"
    )
    return {"due": short(due.due_date), "counted": counted, "why_url": reverse("why-date", args=[due.uuid])}


class BookReview(PermissionMixin, FormPage):
    """Book the child's next review."""

    permission = Permission.RECORD_REVIEW
    template_name = "reviews/book.html"
    form_class = BookReviewForm
    title = "Book the review"
    success_message = "The review is booked"
    nav = "caseload"

    @cached_property
    def child(self) -> Child:
        """Only the child's own reviewing officer books."""
        child = get_child_or_404(self.actor, self.kwargs["uuid"], Permission.RECORD_REVIEW)
        if not is_iro_of(self.actor, child):
            raise Http404
        return child

    @cached_property
    def due(self) -> Deadline | None:
        """What stands due."""
        return standing_due(self.child)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; or, while a review is under way, the way to it."""
        child = self.child
        record(
            Verb.CHILD_VIEWED, by=self.actor.person, authority_id=child.authority_id, objects=[child],
            child_ids=[child.pk], page="review-book",
        )  # fmt: skip
        review = review_under_way(child)
        over = review is not None and review.resume_by is not None and review.resume_by < clock.today()
        if review is not None and not (review.state == ReviewState.ADJOURNED and over):
            said = f"Review {review.number} is {review.get_state_display().lower()} already. Go on with it."
            context = {"page": self.get_page(), "said": said, "review_url": review_url(review)}
            return render(request, "reviews/moved_on.html", context)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The child, who is around them, and what stands due."""
        days = ""
        if self.due is not None:
            left = working_days_left(self.due.due_date, clock.today(), calendar_for(self.actor.authority.pk))
            days = days_words(left)
        people = people_around(self.child, on=clock.today())
        return super().get_form_kwargs() | {
            "child": self.child, "people": people, "due": self.due, "days_left": days,
        }  # fmt: skip

    def get_caption(self) -> str:
        """Whose, and which review."""
        due = self.due
        number = due.key.rsplit(":", 1)[-1] if due is not None and ":review:" in due.key else ""
        return caption_of(
            self.child, "first review" if number == "1" else f"review {number}" if number else ""
        )

    def get_tab_title(self) -> str:
        """Tabs hold no names."""
        return f"{self.title}, child {self.child.number}"

    def get_back(self) -> BackLink:
        """To the child."""
        return BackLink(f"Back to {self.child.shown_as}", reverse("child", args=[self.child.uuid]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The box beside the form."""
        return super().get_context_data(**kwargs) | {
            "due": due_panel(self.due),
            "child_name": self.child.shown_as,
        }

    def act(self, form: BookReviewForm) -> str:
        """Book it."""
        today = clock.today()
        data = dict(form.cleaned_data)
        not_asked, data_invited = data.pop("not_asked_yet"), data.pop("invited", None)
        data.pop("left_out_reason", None)
        asked = bool(data["child_asked_how"]) and not not_asked
        review = scheduling.schedule_review(
            child=self.child,
            by=self.actor.person,
            on=today,
            child_asked_date=min(today, data["date"]) if asked else None,
            left_out=data.pop("left_out", {}) if data_invited is not None else {},
            **{key: value for key, value in data.items() if key != "left_out"},
        )
        return review_url(review)


class Rearrange(ReviewForm):
    """Move the sitting that is still to come."""

    form_class = RearrangeForm
    act_asked = Act.REARRANGE
    title = "Move the review"
    template_name = "reviews/book.html"
    success_message = "The review is moved. The due date stays the same"

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        planned = next(iter(whole(self.review).planned), None)
        if planned is None:
            return {}
        return {
            "time": planned.time, "place": planned.place, "place_detail": planned.place_detail,
            "late_reason": self.review.late_reason,
        }  # fmt: skip

    def get_form_kwargs(self) -> dict[str, Any]:
        """The child."""
        return super().get_form_kwargs() | {"child": self.child}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The box beside the form."""
        due = due_panel(standing_due(self.child))
        return super().get_context_data(**kwargs) | {"due": due, "child_name": self.child.shown_as}

    def act(self, form: RearrangeForm) -> None:
        """Move it."""
        scheduling.rearrange_review(
            review=self.review, by=self.actor.person, on=clock.today(), **form.cleaned_data
        )


class Cancel(ReviewForm):
    """Cancel a review no sitting of which was held."""

    form_class = CancelForm
    act_asked = Act.CANCEL
    title = "Cancel the review"
    success_message = "The review is cancelled. The due date stays the same"

    def act(self, form: CancelForm) -> str:
        """Cancel it."""
        scheduling.cancel_review(review=self.review, by=self.actor.person, reason=form.cleaned_data["reason"])
        return reverse("child", args=[self.child.uuid])


class OfPeople(ReviewForm):
    """What both pages about the people share: they know whether somebody came from the page of the sittings."""

    act_asked = Act.INVITE

    def address(self, name: str, **more: object) -> str:
        """The address of such a page, which knows it too."""
        came_from = f"?from={SITTINGS}" if self.request.GET.get("from") == SITTINGS else ""
        return review_url(self.review, name, **more) + came_from


class People(OfPeople):
    """Who is invited, who is left out and why; and one more person."""

    form_class = AddPersonForm
    template_name = "reviews/people.html"
    title = "Who is invited"
    success_message = "The person is added"

    def get_back(self) -> BackLink | None:
        """To the review, or to its sittings for who came from there."""
        if self.request.GET.get("from") == SITTINGS:
            return BackLink("Back to the sittings", review_url(self.review, "review-sittings"))
        return super().get_back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The people, with their links."""
        people = [
            {
                "name": person.name,
                "role": person.role,
                "answer": f"Left out: {person.not_invited_reason}"
                if person.not_invited_reason
                else "Invited",
                "url": self.address("review-person", person=person.uuid),
            }
            for person in whole(self.review).people
        ]
        return super().get_context_data(**kwargs) | {"people": people, "child_name": self.child.shown_as}

    def act(self, form: AddPersonForm) -> str:
        """Add them."""
        data = form.cleaned_data
        scheduling.add_person(
            review=self.review, by=self.actor.person, name=data["name"], role=data["role"],
            not_invited_reason=data["not_invited_reason"] or "",
        )  # fmt: skip
        return self.address("review-people")


class ChangePerson(OfPeople):
    """Correct, leave out or ask after all somebody on the list."""

    form_class = ChangePersonForm
    title = "Change who is invited"
    success_message = "The list is changed"

    def get_back(self) -> BackLink:
        """To the list."""
        return BackLink("Back to who is invited", self.address("review-people"))

    def prepare(self) -> None:
        """One of this review's people."""
        super().prepare()
        found = Invitation.objects.filter(review=self.review, uuid=self.kwargs["person"]).first()
        if found is None:
            raise Http404
        self.person = found

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        person = self.person
        return {
            "version": person.version, "name": person.name, "role": person.role,
            "invited": "no" if person.not_invited_reason else "yes", "not_invited_reason": person.not_invited_reason,
        }  # fmt: skip

    def act(self, form: ChangePersonForm) -> str:
        """Change them."""
        data = form.cleaned_data
        scheduling.change_person(
            invitation=self.person, version=data["version"], by=self.actor.person, name=data["name"],
            role=data["role"], not_invited_reason=data["not_invited_reason"] or "",
        )  # fmt: skip
        return self.address("review-people")
