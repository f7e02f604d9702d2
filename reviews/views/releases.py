"""Looking at the copies of a record: all of a review, one beside the full text, those to confirm, the document."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core.dates import long, short
from core.pages import BackLink
from core.views import PageView
from reviews.access import own_reviews
from reviews.documents.copy import pdf_of
from reviews.models import Release
from reviews.release_states import ReleaseAct, ReleaseState, may
from reviews.releases_access import get_own_release_or_404, get_release_or_404, to_confirm
from reviews.releasing import needs_second_person
from reviews.releasing.copies import Section
from reviews.selectors.releases import GONE_OUT, Made, made, releases_of, still_due
from reviews.views.journey import caption_of
from reviews.views.reading import ReviewPage

LOOK = (Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN)


def looked(release: Release, request: HttpRequest) -> None:
    """One audit row for the look at a copy."""
    record(
        Verb.RELEASE_VIEWED,
        by=request.actor.person,
        authority_id=release.authority_id,
        objects=[release],
        child_ids=[release.child_id],
        page=request.resolver_match.url_name,
    )


def state_words(release: Release) -> str:
    """Where a copy stands, with its day."""
    if release.state == ReleaseState.OPENED:
        return f"In their hands since {short(release.delivered_date)}: {release.delivered_how}"
    if release.state == ReleaseState.WITHDRAWN:
        return f"Called back: {release.withdrawn_reason}"
    if release.state == ReleaseState.RELEASED:
        return f"Released on {short(release.released_date)}, to be handed over"
    if release.state == ReleaseState.PREVIEWED and needs_second_person(release.kind):
        return "Waits for a second person"
    if release.sent_back_reason:
        return f"Sent back: {release.sent_back_reason}"
    return release.get_state_display()


def side_by_side(found: Made, sections: list[str]) -> list[dict[str, Any]]:
    """The full text and the copy, block by block; a block whose section the copy has not stands alone."""
    copied = iter(found.copy.blocks)
    rows = []
    for block in found.full:
        copy = next(copied) if block.section in sections else None
        rows.append(
            {
                "heading": block.heading,
                "text": block.text,
                "copy": copy,
                "same": copy is not None and (copy.heading, copy.text) == (block.heading, block.text),
            }
        )
    return rows


def beside(release: Release) -> dict[str, Any]:
    """What the two columns show, and what is to be said of them."""
    found = made(release)
    return {
        "copy": release,
        "rows": side_by_side(found, release.sections),
        "hidden": [
            {"heading": one.heading, "times": one.times, "why": WHY.get(one.why, one.why)}
            for one in found.copy.hidden
        ],
        "unsettled": [
            {"name": one.name, "why": one.source_label, "where": ", ".join(one.where)}
            for one in found.unsettled
        ],
        "left_out": ", ".join(one.label for one in Section if one not in release.sections),
        "state": state_words(release),
    }


WHY = {
    "address": "where the child lives",
    "school": "the child’s school",
    "carers": "who cares for the child",
    "words": "words marked as confidential",
    "name": "a name that you hid",
}


class Copies(ReviewPage):
    """Every copy of one review's record, and who is still due one."""

    template_name = "reviews/copies.html"
    title = "Copies of the record"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and what the child's own reviewing officer can do."""
        review = self.review
        own = self.is_own and review.locked
        rows = [
            {
                "name": one.recipient_name,
                "role": one.recipient_role,
                "state": state_words(one),
                "url": reverse("copy", args=[one.uuid]),
            }
            for one in releases_of(review)
        ]
        due = [
            {
                "name": one.name,
                "role": one.role,
                "none_url": reverse("copy-none", args=[review.uuid, one.uuid]) if own else "",
            }
            for one in still_due(review)
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "due": due if review.distributed_date is None else [],
            "locked": review.locked,
            "sent": long(review.distributed_date),
            "add_url": reverse("copy-add", args=[review.uuid]) if own else "",
            "paper_url": reverse("review-distribution", args=[review.uuid])
            if own and review.distributed_date is None
            else "",
        }


class CopyPage(PermissionMixin, PageView):
    """One copy beside the full text, and what can be done with it."""

    permission = LOOK
    nav = "caseload"
    template_name = "reviews/copy.html"

    @cached_property
    def release(self) -> Release:
        """The copy, through its door."""
        return get_release_or_404(self.actor, self.kwargs["uuid"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look."""
        looked(self.release, request)
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        """Whose copy."""
        return f"Copy for {self.release.recipient_name}"

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"Copy of a record, child {self.release.child.number}"

    def get_caption(self) -> str:
        """Of which record."""
        return caption_of(self.release.child, f"review {self.release.review.number}")

    def get_back(self) -> BackLink:
        """To all copies of this record."""
        return BackLink("Back to the copies", reverse("copies", args=[self.release.review.uuid]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The columns and the next steps."""
        release = self.release
        own = own_reviews(self.actor).filter(pk=release.review_id).exists()
        return super().get_context_data(**kwargs) | beside(release) | {"steps": steps(release) if own else []}


def steps(release: Release) -> list[dict[str, str]]:
    """What its sender can do now, the next one first."""
    waits = release.state == ReleaseState.PREVIEWED and needs_second_person(release.kind)
    listed = (
        ("Record that they have it", "copy-delivered", may(release.state, ReleaseAct.DELIVER)),
        ("Get the document", "copy-document", release.state in GONE_OUT),
        ("Release it", "copy-release", may(release.state, ReleaseAct.RELEASE) and not waits),
        ("Settle names of other people", "copy-names", may(release.state, ReleaseAct.CHANGE)),
        ("Read it as they will get it", "copy-read", may(release.state, ReleaseAct.PREVIEW)),
        ("Change what is in it", "copy-sections", may(release.state, ReleaseAct.CHANGE)),
        ("Call it back", "copy-call-back", may(release.state, ReleaseAct.WITHDRAW)),
    )
    return [{"text": text, "url": reverse(name, args=[release.uuid])} for text, name, can in listed if can]


class ToConfirm(PermissionMixin, PageView):
    """The copies that wait for this person as the second."""

    permission = Permission.CONFIRM_RELEASE
    nav = "copies"
    template_name = "reviews/copies_to_confirm.html"
    title = "Copies to confirm"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list; one audit row for it."""
        found = list(to_confirm(self.actor).select_related("child", "review", "previewed_by").order_by("pk"))
        record(
            Verb.RELEASES_LISTED,
            by=self.actor.person,
            authority_id=self.actor.authority.pk,
            objects=found,
            child_ids=[one.child_id for one in found],
        )
        rows = [
            {
                "name": one.recipient_name,
                "role": one.recipient_role,
                "what": f"Review {one.review.number} of {one.child.shown_as}",
                "sender": one.previewed_by.name,
                "url": reverse("copy-confirm", args=[one.uuid]),
            }
            for one in found
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}


class Document(PermissionMixin, View):
    """The released copy as a PDF, for its sender to hand over."""

    permission = Permission.RECORD_REVIEW
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The document; one audit row for each time."""
        release = get_own_release_or_404(self.actor, self.kwargs["uuid"])
        if release.state not in GONE_OUT:
            raise Http404
        record(
            Verb.RELEASE_DOWNLOADED,
            by=self.actor.person,
            authority_id=release.authority_id,
            objects=[release],
            child_ids=[release.child_id],
        )
        answer = HttpResponse(pdf_of(release), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="copy-{release.uuid}.pdf"'
        return answer
