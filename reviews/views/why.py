"""Why this date? Can I trust it, and what would move it?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core.pages import BackLink
from core.views import PageView
from reviews.access import get_deadline_or_404
from reviews.clock_settings import calendar_for
from reviews.enums import DutyKind
from reviews.selectors.why import why


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
        child = self.deadline.child
        parts = [child.name, child.number, DutyKind(self.deadline.kind).label.lower()]
        return " · ".join(part for part in parts if part)

    def get_back(self) -> BackLink:
        """To the child."""
        return BackLink(
            f"Back to {self.deadline.child.shown_as}", reverse("child", args=[self.deadline.child.uuid])
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The working, from the row."""
        context = super().get_context_data(**kwargs)
        context["why"] = why(self.deadline, calendar_for(self.actor.authority))
        context["met"] = self.deadline.met_date
        return context
