"""My children: what needs me first?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse

from accounts.absence import covered_by
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from accounts.working_days import calendar_for
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.components import SOON, Count, Empty
from core.dates import long, short
from core.forms import Look, PortalForm
from core.views import PageView
from reviews.selectors.caseload import Asked, CaseloadRow, caseload_rows, matching

PAGED_ABOVE = 100
"""Up to here the whole list stands on one page, so that the browser's own find works."""


class CaseloadFilter(PortalForm):
    """The filter: kept in the address."""

    q = forms.CharField(
        label="Name or number",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    duty = forms.ChoiceField(
        label="Next duty",
        required=False,
        choices=[
            ("", "Any duty"),
            ("review", "Review"),
            ("decisions", "Decisions"),
            ("record", "Full record"),
            ("preparation", "Preparation"),
        ],
    )
    ready = forms.ChoiceField(
        label="Ready for review",
        required=False,
        choices=[
            ("", "Ready or not"),
            ("yes", "Ready"),
            ("views", "Views missing"),
            ("alone", "Not seen alone"),
            ("report", "Report missing"),
        ],
    )
    order = forms.ChoiceField(
        label="Order by",
        required=False,
        choices=[("", "Most urgent first"), ("name", "Name"), ("age", "Age"), ("alone", "Last seen alone")],
    )
    form_method = "get"
    submit_text = "Show"
    looks = {name: Look(plain_label=True) for name in ("q", "duty", "ready", "order")}


@dataclass(frozen=True)
class Group:
    """One of the tables of the page."""

    id: str
    heading: str
    more: str
    rows: list[CaseloadRow]
    dense: bool = False
    all_done: str = ""


class CaseloadView(PermissionMixin, PageView):
    """An IRO's children, what is due first on top."""

    permission = Permission.VIEW_ALLOCATED_CHILDREN
    template_name = "reviews/caseload.html"
    title = "My children"
    nav = "caseload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One statement for the children, one for the calendar, one for the audit."""
        context = super().get_context_data(**kwargs)
        on = clock.today()
        authority = self.actor.authority
        calendar = calendar_for(authority.pk)
        mine = Q(iro=self.actor.person) | Q(iro__in=covered_by(self.actor.person, on))
        everybody = caseload_rows(self.actor, on=on, calendar=calendar, of=mine)
        record(
            Verb.CASELOAD_LISTED,
            by=self.actor.person,
            authority_id=authority.pk,
            object_type="children.child",
            child_ids=[row.child_id for row in everybody],
        )
        form = CaseloadFilter(self.request.GET)
        asked = self.asked(form)
        rows = matching(everybody, asked)
        listed = rows
        if len(rows) > PAGED_ABOVE:
            page = Paginator(rows, PAGED_ABOVE).get_page(self.request.GET.get("page"))
            listed = list(page.object_list)
            query = self.request.GET.copy()
            query.pop("page", None)
            context |= {"list_page": page, "list_query": f"{query.urlencode()}&" if query else ""}
        until = calendar.add_working_days(on, SOON)
        context |= {
            "today": long(on),
            "number": len(everybody),
            "found": len(rows),
            "strip": strip(everybody),
            "filter_form": form,
            "asked": asked,
            "ordered": bool(asked.order),
            "groups": groups(listed, until, whole=not asked),
            "single": Group("all", f"{len(rows)} children", "", listed) if asked.order else None,
            "empty": self.empty(everybody, rows),
        }
        return context

    def asked(self, form: CaseloadFilter) -> Asked:
        """What the filter asks for; what it cannot make sense of asks for nothing."""
        form.is_valid()
        given = form.cleaned_data
        booked = "no" if self.request.GET.get("booked") == "no" else ""
        return Asked(
            words=given.get("q", ""),
            duty=given.get("duty", ""),
            ready=given.get("ready", ""),
            booked=booked,
            order=given.get("order", ""),
        )

    def empty(self, everybody: list[CaseloadRow], rows: list[CaseloadRow]) -> Empty | None:
        """What to say where no row is shown."""
        if not everybody:
            return Empty(
                "You have no children yet.",
                "When your manager names you for a child, the child is listed here.",
            )
        if not rows:
            number = len(everybody)
            return Empty(
                f"None of your {number} children match.", "", reverse("caseload"), f"Show all {number}"
            )
        return None


def strip(rows: list[CaseloadRow]) -> list[Count]:
    """The four counts above the list; each leads to as many rows."""
    late = sum(1 for row in rows if row.days is not None and row.days < 0)
    soon = sum(1 for row in rows if row.days is not None and 0 <= row.days <= SOON)
    ready = sum(1 for row in rows if "ready" in row.ready_words)
    unbooked = sum(1 for row in rows if row.not_booked)
    here = reverse("caseload")
    return [
        Count(late, "overdue", f"{here}#late", "late"),
        Count(soon, f"due in the next {SOON} working days", f"{here}#soon", "soon"),
        Count(ready, "ready to hold" if ready != 1 else "review ready to hold", f"{here}?ready=yes", "good"),
        Count(unbooked, "reviews overdue or due soon, not booked", f"{here}?booked=no", "soon"),
    ]


def groups(rows: list[CaseloadRow], until: date, *, whole: bool) -> list[Group]:
    """Overdue, soon, later, and those without a date. Empty ones are left out of a filtered list."""
    late = [row for row in rows if row.days is not None and row.days < 0]
    soon = [row for row in rows if row.days is not None and 0 <= row.days <= SOON]
    later = [row for row in rows if row.days is not None and row.days > SOON]
    undated = [row for row in rows if row.days is None and not row.settled]
    settled = [row for row in rows if row.settled]
    following = next(iter(soon or later), None)
    done = (
        f"Nothing is overdue. The next duty is due on {following.due}."
        if following
        else "Nothing is overdue."
    )
    tables = [
        Group("late", "Overdue", "These need you first", late, all_done=done if whole else ""),
        Group("undated", "No date can be worked out", "Each needs a fact first", undated),
        Group("soon", f"Due in the next {SOON} working days", f"Up to {short(until)}", soon),
        Group("later", "Later", "Preparation starts 20 working days before each review", later, dense=True),
        Group("settled", "No further review is due", "They turn 18 first", settled, dense=True),
    ]
    return [table for table in tables if table.rows or table.all_done]
