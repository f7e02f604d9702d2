"""Starting, agreeing and discarding a version of the care plan: due dates and reviews hang on them."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from children.access import get_child_or_404
from children.actions.care_plan import draft_version
from children.enums import PlanStatus
from children.models import CarePlanVersion, Child
from core import clock
from core.pages import BackLink
from core.views import ActPage, FormPage
from reviews.actions.care_plan import agree_care_plan, discard_care_plan, draft_care_plan
from reviews.forms.care_plan import AgreePlanForm, DiscardPlanForm
from reviews.selectors.journey import held_reviews

LAST_REVIEWS = 4
"""How many reviews are offered as the one that considered a change."""


class _OfChild(PermissionMixin):
    """The child, for who may write care plans."""

    permission = Permission.EDIT_CARE_PLAN
    nav = "caseload"

    @cached_property
    def child(self) -> Child:
        """The child, by its door."""
        return get_child_or_404(self.actor, self.kwargs["uuid"], Permission.EDIT_CARE_PLAN)

    def url(self, name: str) -> str:
        """An address of this child's plan."""
        return reverse(name, args=[self.child.uuid])


class StartPlan(_OfChild, ActPage):
    """Start the next version; where one is being written already, go on with it."""

    def act(self) -> str:
        draft_care_plan(child=self.child, by=self.actor.person, on=clock.today())
        return self.url("care-plan-draft")

    def get_failure_url(self) -> str:
        return self.url("care-plan")


class _OfPlan(_OfChild, FormPage):
    """A question about the draft; one look, one audit row."""

    @cached_property
    def plan(self) -> CarePlanVersion:
        """The newest version: the draft, or what became of it. Http404 where there is none."""
        plan = CarePlanVersion.objects.filter(child=self.child).order_by("-number").first()
        if plan is None:
            raise Http404
        return plan

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question, and the look."""
        record(
            Verb.CARE_PLAN_VIEWED,
            by=self.actor.person,
            authority_id=self.child.authority_id,
            objects=[self.plan],
            child_ids=[self.child.pk],
        )
        return super().get(request, *args, **kwargs)

    def get_caption(self) -> str:
        return " · ".join(part for part in (self.child.name, self.child.number) if part)

    def get_back(self) -> BackLink:
        return BackLink("Back to all parts of the plan", self.url("care-plan-draft"))

    def get_initial(self) -> dict[str, Any]:
        return {"version": draft_version(self.plan)}


class DiscardPlan(_OfPlan):
    """Give the draft up, for who is sure."""

    form_class = DiscardPlanForm
    template_name = "reviews/discard_plan.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question; on to the plan, where there is no draft any more."""
        if self.plan.status != PlanStatus.DRAFT:
            return HttpResponseRedirect(self.url("care-plan"))
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return f"Discard the draft of version {self.plan.number}?"

    def get_tab_title(self) -> str:
        return f"Discard the draft of the care plan, child {self.child.number}"

    def get_success_message(self, form: DiscardPlanForm) -> str:
        return f"The draft of version {self.plan.number} is discarded"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = CarePlanVersion.objects.filter(child=self.child, status=PlanStatus.CURRENT)
        return super().get_context_data(**kwargs) | {"current": versions.first()}

    def act(self, form: DiscardPlanForm) -> str:
        discard_care_plan(plan=self.plan, by=self.actor.person, version=form.cleaned_data["version"])
        return self.url("care-plan")


class AgreePlan(_OfPlan):
    """Say that the draft was agreed: from then on it stands, and it cannot be changed."""

    form_class = AgreePlanForm

    def get_title(self) -> str:
        return f"Agree version {self.plan.number} of the care plan"

    def get_tab_title(self) -> str:
        return f"Agree the care plan, child {self.child.number}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "reviews": list(held_reviews(self.child)[:LAST_REVIEWS]),
            "is_first": self.plan.number == 1,
        }

    def get_success_message(self, form: AgreePlanForm) -> str:
        return f"Version {self.plan.number} of the care plan is agreed"

    def act(self, form: AgreePlanForm) -> str:
        data = form.cleaned_data
        agree_care_plan(
            plan=self.plan,
            by=self.actor.person,
            on=clock.today(),
            version=data["version"],
            agreed_on=data["agreed_on"],
            significant_change=data.get("significant") == "yes",
            what_changed=data.get("what_changed", ""),
            review=form.chosen_review(),
            reason=data.get("not_considered_reason") or "",
        )
        return self.url("care-plan")
