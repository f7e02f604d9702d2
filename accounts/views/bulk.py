"""Inviting many people by a table: look at what would happen, then do it."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import View

from accounts import actions, bulk, selectors
from accounts.forms.people import ManyPeopleForm
from accounts.fresh import FreshFactorMixin
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from core import clock
from core.pages import BackLink
from core.views import FormPage


class InviteMany(PermissionMixin, FreshFactorMixin, FormPage):
    """The file; then every line with what is wrong; then, on a second press, the invitations.

    Between the two presses the table travels in the page, and is read and checked again: nothing of it is kept.
    """

    permission = Permission.MANAGE_PEOPLE
    nav = "people"
    form_class = ManyPeopleForm
    template_name = "accounts/invite_many.html"
    title = "Invite many people"

    def get_back(self) -> BackLink | None:
        return BackLink("Back to people", reverse("people"))

    def act(self, form: ManyPeopleForm) -> str | HttpResponse:
        """Show the lines; or, where that was pressed, invite."""
        content, by = form.cleaned_data["file"], self.actor.person
        text = bulk.decoded(content.read()) if content else form.cleaned_data["text"]
        lines = bulk.read(text, on=clock.today())
        good_only = "good" in self.request.POST
        actions.check_many(authority=self.actor.authority, lines=lines, by=by)
        wrong = [line for line in lines if line.problems]
        if content or (wrong and not good_only):
            return self._shown(text, lines)
        count = actions.invite_many(authority=self.actor.authority, lines=lines, by=by, good_only=good_only)
        messages.success(
            self.request,
            f"{count} {'line is' if count == 1 else 'lines are'} taken. Invitations are on their way",
        )
        return reverse("people")

    def _shown(self, text: str, lines: list[bulk.Line]) -> HttpResponse:
        good = [line for line in lines if not line.problems]
        rows = [
            {
                "number": line.number, "name": line.name, "email": line.email, "role": line.role_name,
                "days": _days(line),
                "share": line.full_time_equivalent, "problems": line.problems,
            }
            for line in lines
        ]  # fmt: skip
        context = {"page": self.get_page(), "text": text, "good": len(good), "wrong": len(lines) - len(good)}
        return self.response_class(
            self.request,
            ["accounts/invite_many_look.html"],
            {**context, "rows": rows},
            using=self.template_engine,
        )


def _days(line: bulk.Line) -> str:
    return selectors.days_in_words(line.from_date, line.to_date) if line.from_date else ""


class InviteManyTemplate(PermissionMixin, View):
    """The table to fill in."""

    permission = Permission.MANAGE_PEOPLE

    def get(self, request: Any) -> HttpResponse:
        """As a file."""
        out = io.StringIO()
        csv.writer(out).writerows(bulk.template())
        answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="people-to-invite.csv"'
        return answer
