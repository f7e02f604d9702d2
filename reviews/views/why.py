"""Why this date? Can I trust it, and what would move it?"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from accounts.working_days import calendar_for
from audit.actions import record
from audit.verbs import Verb
from children.access import get_child_or_404
from core.pages import BackLink
from core.views import PageView
from reviews.access import get_deadline_or_404
from reviews.clock_settings import clock_settings_from
from reviews.models import CaseloadEntry
from reviews.selectors.no_date import no_date
from reviews.selectors.why import name_of, why


class WhyView(PermissionMixin, PageView):
    """The rule, what was counted from what, the days one by one."""

    permission = (Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN)
    template_name = "reviews/why.html"
    title = "Why this date?"
    nav = "caseload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One duty of a child the person may see."""
        self.deadline = get_deadline_or_404(self.actor, kwargs["uuid"])
        record(
            Verb.WHY_VIEWED,
            by=self.actor.person,
            authority_id=self.deadline.authority_id,
            objects=[self.deadline],
            child_ids=[self.deadline.child_id],
        )
        return super().get(request, *args, **kwargs)

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"Why this date? Child {self.deadline.child.number}"

    def get_caption(self) -> str:
        """Which child, which duty."""
        child, duty = self.deadline.child, name_of(self.deadline)
        return " · ".join(
            part for part in (child.name, child.number, f"{duty[:1].lower()}{duty[1:]}") if part
        )

    def get_back(self) -> BackLink:
        """To the child."""
        return BackLink(
            f"Back to {self.deadline.child.shown_as}", reverse("child", args=[self.deadline.child.uuid])
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The working, from the row."""
        context = super().get_context_data(**kwargs)
        known = why(self.deadline, calendar_for(self.actor.authority.pk))
        may = known.can_fill_in and self.actor.may(Permission.EDIT_CHILD)
        url = reverse("care-start", args=[self.deadline.child.uuid]) if may else ""
        return context | {"why": known, "start_url": url}


class WhyNoDateView(PermissionMixin, PageView):
    """Why there is no review date: which fact is missing, and what to do."""

    permission = (Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN)
    template_name = "reviews/why_no_date.html"
    nav = "caseload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A child the person may see, who has no review date."""
        self.child = get_child_or_404(self.actor, kwargs["uuid"])
        entry = CaseloadEntry.objects.filter(child=self.child).select_related("period").first()
        if entry is None or not entry.no_date_reason:
            raise Http404
        settings = clock_settings_from(self.actor.authority.settings)
        self.known = no_date(self.child, entry.period, entry.no_date_reason, settings)
        record(
            Verb.WHY_VIEWED,
            by=self.actor.person,
            authority_id=self.child.authority_id,
            objects=[self.child],
            child_ids=[self.child.pk],
        )
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        """That there is none."""
        return self.known.heading

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"Why no date? Child {self.child.number}"

    def get_caption(self) -> str:
        """Which child."""
        return " · ".join(part for part in (self.child.name, self.child.number) if part)

    def get_back(self) -> BackLink:
        """To the child."""
        return BackLink(f"Back to {self.child.shown_as}", reverse("child", args=[self.child.uuid]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is missing, and where to fill it in."""
        may = self.known.can_fill_in and self.actor.may(Permission.EDIT_CHILD)
        url = reverse("care-start", args=[self.child.uuid]) if may else ""
        return super().get_context_data(**kwargs) | {"known": self.known, "start_url": url}
