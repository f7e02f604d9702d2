"""The administrator records who is away and who covers; and that they are back."""

from typing import Any

from django.urls import reverse

from accounts import actions
from accounts.absence import can_cover
from accounts.access import get_absence_or_404
from accounts.forms.absence import AbsenceForm
from accounts.permissions import Permission
from accounts.views.people import OfPeople, OfPerson
from core import clock
from core.views import ActPage, FormPage


class RecordAbsence(OfPerson, FormPage):
    """Somebody is away."""

    form_class = AbsenceForm
    template_name = "accounts/absence.html"
    title = "Record an absence"
    success_message = "The absence is recorded"

    def get_initial(self) -> dict[str, Any]:
        return {"from_date": clock.today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        people = list(can_cover(self.actor.authority, self.person, clock.today()))
        return super().get_form_kwargs() | {"people": people}

    def act(self, form: AbsenceForm) -> str:
        """Record it."""
        actions.record_absence(
            authority=self.actor.authority, person=self.person, by=self.actor.person, **form.cleaned_data
        )
        return self.person_url


class EndAbsence(OfPeople, ActPage):
    """They are back."""

    permission = Permission.MANAGE_PEOPLE
    success_message = "The absence is ended"

    def get_failure_url(self) -> str:
        return reverse("people")

    def act(self) -> str:
        """End it."""
        absence = get_absence_or_404(self.actor, self.kwargs["uuid"])
        person_url = reverse("person", args=[absence.person.uuid])
        actions.end_absence(absence=absence, by=self.actor.person, on=clock.today())
        return person_url
