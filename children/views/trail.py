"""Who saw this child: for who leads the team and the child's own reviewing officer, to read and to download."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import Person
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.models import Event
from audit.selectors import Trail, events_about
from audit.verbs import Verb
from children.access import get_answered_for_or_404
from children.models import Child
from children.trail import KINDS, lines_of, verbs_of
from children.views.child import back_to_child
from core import clock
from core.components import Empty
from core.forms import Look, PortalForm
from core.pages import BackLink
from core.tables import harmless, to_csv
from core.views import PageView

PAGE = 100
AT_MOST = 20_000
"""Rows of one download."""
DAYS = {"7": "The last 7 days", "30": "The last 30 days", "365": "The last year"}


class TrailFilter(PortalForm):
    """Whose events, of what kind, of which days. Needs `people`."""

    person = forms.ChoiceField(label="Who", required=False)
    kind = forms.ChoiceField(label="What", required=False, choices=[("", "Everything"), *KINDS.items()])
    days = forms.ChoiceField(label="When", required=False, choices=[("", "Ever"), *DAYS.items()])
    form_method = "get"
    submit_text = "Show"
    looks: ClassVar[dict[str, Look]] = {name: Look(plain_label=True) for name in ("person", "kind", "days")}

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Anybody"), *people]


class OfTrail(PermissionMixin, PageView):
    """What page and download share."""

    permission = Permission.SEE_WHO_SAW
    nav = "caseload"
    verb: ClassVar[Verb]

    @cached_property
    def child(self) -> Child:
        """One's own child, or for who leads the team any they may see."""
        return get_answered_for_or_404(self.actor, self.kwargs["uuid"], Permission.SEE_WHO_SAW)

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everyone who has or had a role here."""
        here = Person.objects.filter(memberships__authority=self.actor.authority).distinct()
        return {str(person.uuid): person for person in here.order_by("name", "pk")}

    @cached_property
    def asked(self) -> TrailFilter:
        """The filter of the address."""
        people = [(uuid, person.name) for uuid, person in self.people.items()]
        return TrailFilter(self.request.GET, people=people)

    def trail(self) -> Trail:
        """What is asked for; what the filter cannot make sense of asks for nothing."""
        self.asked.is_valid()
        given = self.asked.cleaned_data
        person, kind, days = (given.get(name, "") for name in ("person", "kind", "days"))
        since = None
        if days:
            first = clock.today() - timedelta(days=int(days))
            since = timezone.make_aware(datetime.combine(first, time.min))
        return Trail(
            actor=self.people[person].pk if person else None,
            verbs=verbs_of(kind) if kind else None,
            since=since,
        )

    def events(self, *, limit: int, offset: int = 0) -> list[Event]:
        """The events asked for, newest first."""
        return events_about(
            self.child.pk,
            authority_id=self.child.authority_id,
            trail=self.trail(),
            limit=limit,
            offset=offset,
        )

    def looked(self) -> None:
        """The look at the looks is one too."""
        record(
            self.verb,
            by=self.actor.person,
            authority_id=self.child.authority_id,
            objects=[self.child],
            child_ids=[self.child.pk],
        )


class WhoSaw(OfTrail):
    """The page."""

    verb = Verb.TRAIL_VIEWED
    template_name = "children/trail.html"
    title = "Who saw this child"

    def get_caption(self) -> str:
        """Which child."""
        return self.child.shown_as

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"Who saw child {self.child.number}"

    def get_back(self) -> BackLink:
        """To the child."""
        return back_to_child(self.child)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of it; one row more is read, to know whether there are older ones."""
        given = self.request.GET.get("page", "1")
        number = max(1, int(given)) if given.isdecimal() and len(given) < 6 else 1
        found = self.events(limit=PAGE + 1, offset=(number - 1) * PAGE)
        self.looked()
        query = self.request.GET.copy()
        query.pop("page", None)
        rest = query.urlencode()
        address = f"?{rest}&page=" if rest else "?page="
        return super().get_context_data(**kwargs) | {
            "filter_form": self.asked,
            "rows": lines_of(found[:PAGE]),
            "newer_url": f"{address}{number - 1}" if number > 1 else "",
            "older_url": f"{address}{number + 1}" if len(found) > PAGE else "",
            "download_url": f"{reverse('child-trail-download', args=[self.child.uuid])}?{rest}",
            "empty": Empty("Nothing here.", "Ask for other people, other days, or everything."),
        }


class WhoSawDownload(OfTrail):
    """The same as a table, its cells made harmless for a spreadsheet."""

    verb = Verb.TRAIL_DOWNLOADED

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file. No name of the child stands in it or in its own name."""
        lines = lines_of(self.events(limit=AT_MOST))
        self.looked()
        rows = [[harmless(cell) for cell in (line.when, line.who, line.what)] for line in lines]
        content = b"\xef\xbb\xbf" + to_csv(("When", "Who", "What"), rows)
        answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="who-saw-{clock.today():%Y-%m-%d}.csv"'
        return answer
