"""Facts that a person gives and dates follow from: when care began, where the child lives, what the authority did."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from audit.verbs import Verb
from children.actions import details
from children.models import PeriodOfCare, Placement
from children.views.edit import OfChild
from core import clock
from core.dates import plain
from core.formfields import GovDateField
from core.forms import Look, PortalForm, VersionedForm
from reviews.actions.duties import recompute_children, record_duty_done
from reviews.enums import RECORDABLE_KINDS, DutyKind


class StartForm(VersionedForm):
    """When a period of care began."""

    start = GovDateField(
        label="When did this period of care begin?", name="Start", help_text="For example, 27 3 2022"
    )
    submit_text = "Save the date"


class GiveStart(OfChild):
    """Fill in the start that no file told."""

    form_class = StartForm
    title = "When this period of care began"
    success_message = "The date is saved, and the reviews are counted from it"

    @cached_property
    def period(self) -> PeriodOfCare:
        """The open period of care."""
        period = PeriodOfCare.objects.filter(child=self.child, end_date__isnull=True).first()
        if period is None:
            raise Http404
        return period

    def get_initial(self) -> dict[str, Any]:
        """What a person gave before, if anybody did."""
        given = self.period.start_date if self.period.start_given_by_person else None
        return {"version": self.period.version, "start": given}

    def get_form(self, form_class: type[StartForm] | None = None) -> StartForm:
        """Says from when the files tell."""
        form = super().get_form(form_class)
        told = self.period.first_episode_date or self.period.start_date
        form.fields["start"].help_text = f"On or before {plain(told)}. For example, 27 3 2022"
        return form

    def act(self, form: StartForm) -> str:
        """Save, and count again."""
        data = form.cleaned_data
        with transaction.atomic():
            details.give_start(
                period=self.period, start=data["start"], version=data["version"], by=self.actor.person
            )
            recompute_children([self.child.pk], by=self.actor.person)
        return self.get_success_url()


HOME_FIELDS = (
    "carer_names",
    "address",
    "phone",
    "meant_to_last_to_18",
    "temporary_approval",
    "approval_extended_on",
)


class HomeForm(VersionedForm):
    """Where the child lives, beyond the codes of the files."""

    carer_names = forms.CharField(
        label="Carers", max_length=200, required=False, help_text="As the child calls them"
    )
    address = forms.CharField(label="Address", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    phone = forms.CharField(label="Phone", max_length=30, required=False)
    meant_to_last_to_18 = forms.BooleanField(label="This home is meant to last until 18", required=False)
    temporary_approval = forms.BooleanField(
        label="The carer is a connected person with temporary approval",
        required=False,
        help_text="Regulation 24",
    )
    approval_extended_on = GovDateField(
        label="If the temporary approval was made longer: on which day?", name="Date", required=False
    )
    submit_text = "Save"
    looks: ClassVar[dict[str, Look]] = {"phone": Look(width=20)}

    def clean(self) -> dict[str, Any]:
        """Only a temporary approval can be made longer."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("approval_extended_on") and not cleaned.get("temporary_approval"):
            self.add_error(
                "approval_extended_on",
                forms.ValidationError(
                    "Tick that the approval is temporary, or leave this day empty", code="not_temporary"
                ),
            )
        return cleaned


class EditHome(OfChild):
    """Carers, address, phone."""

    form_class = HomeForm
    title = "Carers, address and phone"
    looks_as = Verb.ADDRESS_VIEWED
    success_message = "The change is saved"

    @cached_property
    def home(self) -> Placement:
        """The placement that stands."""
        home = Placement.objects.filter(child=self.child, end_date__isnull=True).first()
        if home is None:
            raise Http404
        return home

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        return {"version": self.home.version, **{name: getattr(self.home, name) for name in HOME_FIELDS}}

    def act(self, form: HomeForm) -> str:
        """Save, and count again: visits and the end of an approval follow from it."""
        data = form.cleaned_data
        changes = {name: data[name] for name in HOME_FIELDS}
        with transaction.atomic():
            details.change_home(placement=self.home, version=data["version"], by=self.actor.person, **changes)
            recompute_children([self.child.pk], by=self.actor.person)
        return self.get_success_url()


class DutyDoneForm(PortalForm):
    """What the authority did, and when."""

    kind = forms.ChoiceField(
        label="What was done?",
        choices=[(kind.value, DutyKind(kind).label) for kind in RECORDABLE_KINDS],
        widget=forms.RadioSelect,
    )
    done_date = GovDateField(label="When?", name="Date", help_text="For example, 12 1 2026")
    note = forms.CharField(label="A word on it", max_length=300, required=False)
    submit_text = "Save"


class RecordDutyDone(OfChild):
    """A visit, an assessment or a plan that the authority made."""

    form_class = DutyDoneForm
    title = "Record a visit, assessment or plan"
    success_message = "It is recorded, and the next date is counted from it"

    def act(self, form: DutyDoneForm) -> str:
        """Save, and count again."""
        data = form.cleaned_data
        record_duty_done(
            child=self.child,
            kind=DutyKind(data["kind"]),
            done_date=data["done_date"],
            note=data["note"],
            by=self.actor.person,
            on=clock.today(),
        )
        return f"{reverse('child', args=[self.child.uuid])}#duties"
