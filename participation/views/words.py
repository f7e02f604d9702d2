"""All of a child's words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from children.access import get_child_or_404
from core.components import Empty
from core.pages import BackLink
from core.views import PageView
from participation.presenting import shown
from participation.selectors import words_of


class ChildWords(PermissionMixin, PageView):
    """All of a child's words, newest first, with the limits of sharing kept."""

    permission = (Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN)
    template_name = "participation/child_words.html"
    nav = "caseload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; one look."""
        self.child = get_child_or_404(self.actor, kwargs["uuid"])
        self.heard = words_of(self.child, self.actor)
        record(
            Verb.VIEWS_VIEWED,
            by=self.actor.person,
            authority_id=self.child.authority_id,
            objects=[one.view for one in self.heard],
            child_ids=[self.child.pk],
        )
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return f"All of {self.child.shown_as}’s words"

    def get_tab_title(self) -> str:
        return f"All words, child {self.child.number}"

    def get_caption(self) -> str:
        return " · ".join(part for part in (self.child.name, self.child.number) if part)

    def get_back(self) -> BackLink:
        return BackLink(f"Back to {self.child.shown_as}", reverse("child", args=[self.child.uuid]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.child.shown_as
        rows = [
            shown(one, name)
            | {
                "review": f"For review {one.view.review.number}",
                "url": reverse("review-views", args=[one.view.review.uuid]),
            }
            for one in self.heard
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "label": f"In {name}’s own words",
            "empty": Empty(
                f"{name} has not told us anything yet.",
                "What they say is written down with their next review.",
            ),
        }
