"""The steps of a copy: begun, changed, read by its sender, confirmed, released, handed over, called back."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.fresh import FreshFactorMixin
from accounts.models import Person
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from core import clock
from core.pages import BackLink
from core.views import FormPage
from reviews import models
from reviews.actions import releasing as actions
from reviews.forms import releases as forms
from reviews.models import Invitation, Review
from reviews.releases_access import get_own_release_or_404, get_release_to_confirm_or_404
from reviews.releasing import needs_second_person
from reviews.selectors.journey import people_around, whole
from reviews.selectors.releases import colleagues, made
from reviews.states import WHAT_TO_DO
from reviews.views.journey import ReviewForm, caption_of, review_url
from reviews.views.releases import beside, looked


class OfCompletedReview(ReviewForm):
    """A step that needs a completed record."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or why there is nothing to copy yet."""
        self.prepare()
        if not self.review.locked:
            self.looked()
            return self.moved_on(WHAT_TO_DO[self.review.state])
        return super().get(request, *args, **kwargs)

    def get_back(self) -> BackLink:
        """To the copies."""
        return BackLink("Back to the copies", review_url(self.review, "copies"))


class StartCopy(OfCompletedReview):
    """For whom the copy is."""

    form_class = forms.StartReleaseForm
    title = "Make a copy for one person"

    @cached_property
    def around(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Who it can be for: what the form sends, the words for it, and what the action gets."""
        child, on = self.child, clock.today()
        found: dict[str, tuple[str, dict[str, Any]]] = {
            "child": (f"{child.shown_as}, the child", {}),
        }
        for person in people_around(child, on=on):
            words = f"{person.name}, {person.get_kind_display().lower()}"
            found[f"around:{person.uuid}"] = (words, {"relationship": person})
        for asked in whole(self.review).people:
            if asked.relationship_id is None:
                words = f"{asked.name}, {asked.role.lower()}"
                found[f"asked:{asked.uuid}"] = (words, {"invitation": asked})
        for one in colleagues(child.authority_id, on=on, permission=Permission.VIEW_ALL_CHILDREN):
            found[f"here:{one.uuid}"] = (f"{one.name}, has a role here", {"person": one})
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """Everybody it can be for."""
        choices = [(key, words) for key, (words, _) in self.around.items()]
        return super().get_form_kwargs() | {"choices": choices}

    def act(self, form: forms.StartReleaseForm) -> str:
        """Begin it."""
        recipient = self.around[form.cleaned_data["recipient"]][1]
        release = actions.start_release(
            review=self.review, by=self.actor.person, kind=form.cleaned_data["kind"], **recipient
        )
        return reverse("copy", args=[release.uuid])


class NoCopy(OfCompletedReview):
    """Somebody who was asked to the review gets no copy."""

    form_class = forms.NoCopyForm
    title = "No copy"
    success_message = "The reason is saved"

    def prepare(self) -> None:
        """Find who it is."""
        assert self.invitation  # noqa: S101 - asks at the door

    @cached_property
    def invitation(self) -> Invitation:
        """Somebody asked to this review."""
        row = self.review.invitations.filter(uuid=self.kwargs["person"]).first()
        if row is None:
            raise Http404
        return row

    def get_title(self) -> str:
        """Who gets none."""
        return f"No copy for {self.invitation.name}"

    def act(self, form: forms.NoCopyForm) -> str:
        """Save why."""
        actions.give_no_copy(
            review=self.review,
            invitation=self.invitation,
            by=self.actor.person,
            on=clock.today(),
            reason=form.cleaned_data["reason"],
        )
        return review_url(self.review, "copies")


class CopyForm(FormPage):
    """A form about one copy."""

    nav = "caseload"

    @cached_property
    def release(self) -> models.Release:
        """The copy, through its door."""
        return get_own_release_or_404(self.actor, self.kwargs["uuid"])

    @property
    def review(self) -> Review:
        """The review whose record it is of."""
        return self.release.review

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; the look is recorded."""
        looked(self.release, request)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answer, of a copy that was found."""
        assert self.release  # noqa: S101 - asks at the door
        return super().post(request, *args, **kwargs)

    def get_caption(self) -> str:
        """Whose copy, of which record."""
        release = self.release
        return caption_of(release.child, f"review {release.review.number}")

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"{self.title}, child {self.release.child.number}"

    def get_back(self) -> BackLink:
        """To the copy."""
        return BackLink(
            f"Back to the copy for {self.release.recipient_name}", reverse("copy", args=[self.release.uuid])
        )

    def get_success_url(self) -> str:
        """To the copy."""
        return reverse("copy", args=[self.release.uuid])


class OfCopy(PermissionMixin, CopyForm):
    """A step of one copy, by the child's own reviewing officer."""

    permission = Permission.RECORD_REVIEW


class Sections(OfCopy):
    """What is in it."""

    form_class = forms.SectionsForm
    title = "What is in this copy"
    success_message = "It is saved. Read the copy again before it goes"

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        return {"sections": self.release.sections}

    def act(self, form: forms.SectionsForm) -> None:
        """Save."""
        actions.change_sections(
            release=self.release, by=self.actor.person, sections=form.cleaned_data["sections"]
        )


class Names(OfCopy):
    """Names of other people in it."""

    form_class = forms.NamesForm
    title = "Names of other people"
    template_name = "reviews/copy_names.html"
    success_message = "It is saved. Read the copy again before it goes"

    @cached_property
    def warned(self) -> list[Any]:
        """The names warned of."""
        return list(made(self.release).warned)

    def get_form_kwargs(self) -> dict[str, Any]:
        """A question for each name."""
        return super().get_form_kwargs() | {"warned": self.warned, "settled": self.release.settled}

    def act(self, form: forms.NamesForm) -> None:
        """Save."""
        actions.settle_names(release=self.release, by=self.actor.person, answers=form.answers())


class Read(OfCopy):
    """Exactly what they get, beside the full text."""

    form_class = forms.PreviewForm
    template_name = "reviews/copy_read.html"
    title = "Read it as they will get it"

    @cached_property
    def colleagues(self) -> dict[str, Person]:
        """Who can be the second person."""
        found = colleagues(self.release.authority_id, on=clock.today(), permission=Permission.CONFIRM_RELEASE)
        senders = {self.actor.person.pk, self.release.created_by_id}
        return {str(one.uuid): one for one in found if one.pk not in senders}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whom to ask, where a second person is needed."""
        asks = needs_second_person(self.release.kind)
        choices = [(key, one.name) for key, one in self.colleagues.items()] if asks else None
        return super().get_form_kwargs() | {"colleagues": choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The two columns."""
        names = reverse("copy-names", args=[self.release.uuid])
        return super().get_context_data(**kwargs) | beside(self.release) | {"names_url": names}

    def act(self, form: forms.PreviewForm) -> None:
        """It is read."""
        confirmer = self.colleagues.get(form.cleaned_data.get("confirmer", ""))
        actions.preview(release=self.release, by=self.actor.person, confirmer=confirmer)


class Confirm(OfCopy):
    """The second person reads it."""

    permission = Permission.CONFIRM_RELEASE
    form_class = forms.ConfirmForm
    template_name = "reviews/copy_read.html"
    title = "Confirm a copy"
    success_message = "Your answer is saved"
    nav = "copies"

    @cached_property
    def release(self) -> models.Release:
        """A copy that waits for this person."""
        return get_release_to_confirm_or_404(self.actor, self.kwargs["uuid"])

    def get_back(self) -> BackLink:
        """To those that wait."""
        return BackLink("Back to the copies to confirm", reverse("copies-to-confirm"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The two columns."""
        return super().get_context_data(**kwargs) | beside(self.release)

    def get_success_url(self) -> str:
        """To those that wait."""
        return reverse("copies-to-confirm")

    def act(self, form: forms.ConfirmForm) -> None:
        """Yes or no."""
        person = self.actor.person
        if form.cleaned_data["answer"] == "yes":
            actions.confirm(release=self.release, by=person)
        else:
            actions.send_back(release=self.release, by=person, reason=form.cleaned_data["reason"])


class LetGo(PermissionMixin, FreshFactorMixin, CopyForm):
    """Let it go."""

    permission = Permission.RECORD_REVIEW
    form_class = forms.ReleaseForm
    template_name = "reviews/copy_read.html"
    title = "Release this copy"
    success_message = "It is released. Get the document and hand it over"

    def look_before(self) -> None:
        """Somebody else's copy answers 404 before anything is asked."""
        assert self.release  # noqa: S101 - asks at the door

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What goes."""
        return super().get_context_data(**kwargs) | beside(self.release)

    def act(self, form: forms.ReleaseForm) -> None:
        """It goes."""
        actions.release_copy(release=self.release, by=self.actor.person, on=clock.today())


class Delivered(OfCopy):
    """They have it."""

    form_class = forms.DeliveredForm
    title = "Record that they have it"
    success_message = "It is recorded"

    def act(self, form: forms.DeliveredForm) -> None:
        """Save."""
        actions.mark_delivered(
            release=self.release, by=self.actor.person, on=clock.today(), **form.cleaned_data
        )


class CallBack(OfCopy):
    """Call it back."""

    form_class = forms.WithdrawForm
    title = "Call this copy back"
    success_message = "It is called back"

    def act(self, form: forms.WithdrawForm) -> None:
        """Save."""
        actions.withdraw(release=self.release, by=self.actor.person, reason=form.cleaned_data["reason"])
