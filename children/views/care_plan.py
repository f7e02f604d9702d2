"""The care plan: the version that stands, earlier ones, what changed, and writing the next."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from children.access import get_child_or_404
from children.actions.care_plan import change_permanence, change_section, permanence_version
from children.enums import Permanence, PlanSection, PlanStatus
from children.models import Allocation, CarePlanSection, CarePlanVersion, Child
from children.plan_compare import compare, what_happened
from children.plan_forms import PermanenceForm, SectionForm
from children.plan_notes import notes_for
from children.plan_selectors import PARTS, SECTION_NAMES, plans_of, sections_of, with_texts
from children.plan_words import HINTS
from core.components import Empty, Task
from core.dates import clock as clock_time
from core.dates import plain
from core.pages import BackLink
from core.views import AutosaveFormPage, PageView

LOOKERS = (Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN)
ORDER = list(PlanSection.values)
STATUS = {
    PlanStatus.CURRENT: "in force",
    PlanStatus.SUPERSEDED: "replaced",
    PlanStatus.DRAFT: "being written",
}


class PlanPage(PermissionMixin):
    """What every page of a child's care plan shares: the child by its door, the versions, the look in the audit."""

    permission: Any = LOOKERS
    nav = "caseload"
    asked: Permission | None = None
    """What the child's door asks besides seeing the child."""

    @cached_property
    def child(self) -> Child:
        """The child, by its door."""
        return get_child_or_404(self.actor, self.kwargs["uuid"], self.asked)

    @cached_property
    def versions(self) -> list[CarePlanVersion]:
        """All versions, newest first."""
        return plans_of(self.child)

    def numbered(self, number: int) -> CarePlanVersion:
        """One version; Http404 where the child has none of that number. A draft is for those who write it."""
        glass = self.child.pk in self.actor.opened
        writes = self.actor.may(Permission.EDIT_CARE_PLAN) and not glass
        found = next(
            (
                plan
                for plan in self.versions
                if plan.number == number and (writes or plan.status != PlanStatus.DRAFT)
            ),
            None,
        )
        if found is None:
            raise Http404
        return found

    def of_status(self, status: PlanStatus) -> CarePlanVersion | None:
        """The version of this status; there is one at most of the current and of the draft."""
        return next((plan for plan in self.versions if plan.status == status), None)

    def url(self, name: str, *more: Any) -> str:
        """An address of this child's plan."""
        return reverse(name, args=[self.child.uuid, *more])

    def looked(self) -> None:
        """The look, in the audit."""
        record(
            Verb.CARE_PLAN_VIEWED,
            by=self.actor.person,
            authority_id=self.child.authority_id,
            objects=self.versions,
            child_ids=[self.child.pk],
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One look."""
        self.looked()
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"Care plan, child {self.child.number}"

    def get_caption(self) -> str:
        """Which child."""
        return " · ".join(part for part in (self.child.name, self.child.number) if part)

    def get_back(self) -> BackLink:
        """To the plan; its own page leads to the child."""
        return BackLink("Back to the care plan", self.url("care-plan"))


class CurrentPlan(PlanPage, PageView):
    """The version that stands, or one before it (`number` in the address)."""

    template_name = "children/care_plan.html"

    @cached_property
    def plan(self) -> CarePlanVersion | None:
        """The version to show; None while none was agreed."""
        if "number" in self.kwargs:
            return self.numbered(self.kwargs["number"])
        return self.of_status(PlanStatus.CURRENT)

    def get_title(self) -> str:
        return f"Care plan, version {self.plan.number}" if self.plan else "Care plan"

    def get_back(self) -> BackLink:
        if "number" in self.kwargs:
            return super().get_back()
        return BackLink(f"Back to {self.child.shown_as}", reverse("child", args=[self.child.uuid]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft, plan = self.of_status(PlanStatus.DRAFT), self.plan
        notes = notes_for([one.pk for one in self.versions])
        shown = with_texts(plan)[plan.number] if plan else None
        officer = (
            Allocation.objects.filter(child=self.child, end_date__isnull=True).select_related("iro").first()
        )
        is_own = officer is not None and officer.iro_id == self.actor.person.pk
        may_edit = self.actor.may(Permission.EDIT_CARE_PLAN) and is_own
        return super().get_context_data(**kwargs) | {
            "plan": plan,
            "standing": self.standing(plan),
            "note": notes.get(plan.pk, "") if plan else "",
            "permanence": shown.permanence if shown else "",
            "no_permanence": bool(plan and plan.permanence == Permanence.NOT_YET),
            "sections": sections_of(shown) if shown else [],
            "officer": officer.iro.name if officer else "",
            "changes_url": self.url("care-plan-compare", plan.number) if plan and plan.number > 1 else "",
            "changes": f"What changed since version {plan.number - 1}" if plan else "",
            "versions": [
                (
                    self.url("care-plan-version", one.number),
                    f"Version {one.number}",
                    self.said(one),
                    notes.get(one.pk, ""),
                )
                for one in self.versions
                if one.status != PlanStatus.DRAFT
            ],
            "empty": Empty(
                "There is no care plan here yet.",
                "Write it down as the social worker gives it to you, then say when it was agreed."
                if may_edit
                else "The child’s reviewing officer writes it down here.",
            ),
            "may_edit": may_edit,
            "draft": draft,
            "draft_url": self.url("care-plan-draft"),
            "start_url": self.url("care-plan-start"),
            "start_text": "Start a new version" if self.versions else "Write down the care plan",
        }

    @staticmethod
    def said(plan: CarePlanVersion) -> str:
        """When it was agreed and whether it stands."""
        return f"agreed {plain(plan.agreed_on)}, {STATUS[PlanStatus(plan.status)]}"

    @staticmethod
    def standing(plan: CarePlanVersion | None) -> str:
        """The line under the heading."""
        if plan is None:
            return ""
        if plan.status == PlanStatus.DRAFT:
            return "This version is being written. It does not count until it is agreed."
        by = f" Recorded by {plan.agreed_by.name}." if plan.agreed_by else ""
        replaced = "" if plan.status == PlanStatus.CURRENT else " A later version has replaced it."
        return f"Agreed on {plain(plan.agreed_on)}.{by}{replaced}"


class ComparePlans(PlanPage, PageView):
    """What changed in a version since the one before it, part by part, with the words that came and went."""

    template_name = "children/care_plan_compare.html"

    @cached_property
    def pair(self) -> tuple[CarePlanVersion, CarePlanVersion]:
        """The earlier and the later version. `since` in the address chooses another earlier one."""
        number = self.kwargs["number"]
        since = self.request.GET.get("since", "")
        earlier = int(since) if since.isascii() and since.isdigit() and len(since) < 5 else number - 1
        if earlier >= number:
            raise Http404
        return self.numbered(earlier), self.numbered(number)

    def get_title(self) -> str:
        earlier, later = self.pair
        return f"Care plan: what changed from version {earlier.number} to {later.number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier, later = self.pair
        plans = with_texts(earlier, later)
        changes = compare(plans[earlier.number].as_texts, plans[later.number].as_texts, PARTS)
        return super().get_context_data(**kwargs) | {
            "earlier": earlier,
            "later": later,
            "changed": [change for change in changes if change.what],
            "same": [change.part for change in changes if not change.what],
            "note": notes_for([later.pk]).get(later.pk, ""),
            "others": [
                (
                    f"{self.url('care-plan-compare', later.number)}?since={one.number}",
                    f"Since version {one.number}",
                )
                for one in self.versions
                if one.number < later.number and one.number != earlier.number
            ],
        }


class DraftPage(PlanPage):
    """What every page of the draft shares: only for who may write care plans, only while there is a draft."""

    permission = Permission.EDIT_CARE_PLAN
    asked = Permission.EDIT_CARE_PLAN

    @cached_property
    def draft(self) -> CarePlanVersion | None:
        """The draft; None where it was agreed, or never begun."""
        return self.of_status(PlanStatus.DRAFT)

    @cached_property
    def current(self) -> CarePlanVersion | None:
        """The version that stands."""
        return self.of_status(PlanStatus.CURRENT)

    def get_back(self) -> BackLink:
        return BackLink("Back to all parts of the plan", self.url("care-plan-draft"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """On to the plan, where there is no draft any more."""
        if self.draft is None:
            return HttpResponseRedirect(self.url("care-plan"))
        return super().get(request, *args, **kwargs)


class DraftPlan(DraftPage, PageView):
    """The parts of the draft: what is written, what is empty, what differs from the version that stands."""

    template_name = "children/care_plan_draft.html"

    def get_title(self) -> str:
        return f"Care plan, version {self.draft.number}"

    def get_back(self) -> BackLink:
        return BackLink("Back to the care plan", self.url("care-plan"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = with_texts(*[plan for plan in (self.current, self.draft) if plan])
        draft = plans[self.draft.number]
        before = plans[self.current.number] if self.current else None
        tasks = []
        for code, name, text in sections_of(draft):
            is_permanence = code == PlanSection.PERMANENCE
            written = bool(text.strip()) or (is_permanence and draft.version.permanence != Permanence.NOT_YET)
            hint = draft.permanence if is_permanence else ""
            if before is not None:
                changed = what_happened(before.texts.get(code, ""), text) or (
                    is_permanence and what_happened(before.permanence, draft.permanence)
                )
                if changed:
                    hint = " · ".join(
                        part for part in (hint, f"{changed} since version {before.version.number}") if part
                    )
            url = self.url("care-plan-section", code)
            tasks.append(Task(f"part-{code}", name, url, "done" if written else "todo", hint))
        return super().get_context_data(**kwargs) | {
            "draft": self.draft,
            "tasks": tasks,
            "copied": f"It began as a copy of version {before.version.number}." if before else "",
            "agree_url": self.url("care-plan-agree"),
            "discard_url": self.url("care-plan-discard"),
            "changes_url": (
                f"{self.url('care-plan-compare', self.draft.number)}?since={self.current.number}"
                if self.current
                else ""
            ),
            "changes": f"What changed since version {self.current.number}" if self.current else "",
        }


class EditPart(DraftPage, AutosaveFormPage):
    """One part of the draft a page; the plan for permanence has its kind and its day besides the words."""

    template_name = "children/care_plan_section.html"

    @cached_property
    def section(self) -> PlanSection:
        """Which part; Http404 for an unknown one."""
        if self.kwargs["section"] not in PlanSection.values:
            raise Http404
        return PlanSection(self.kwargs["section"])

    @cached_property
    def row(self) -> CarePlanSection | None:
        """The text as it is saved."""
        return (
            CarePlanSection.objects.filter(plan=self.draft, section=self.section)
            .select_related("saved_by")
            .first()
        )

    @property
    def is_permanence(self) -> bool:
        """Whether this is the plan for permanence."""
        return self.section is PlanSection.PERMANENCE

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """On to the plan, where there is no draft to write in: the page says so before anything is lost."""
        if self.draft is None and not self.versions:
            return HttpResponseRedirect(self.url("care-plan"))
        return super().post(request, *args, **kwargs)

    @property
    def target(self) -> CarePlanVersion:
        """The draft; where it was agreed meanwhile, that version, so that the action says so and the words stay."""
        return self.draft or self.versions[0]

    def get_form_class(self) -> type[PermanenceForm | SectionForm]:
        return PermanenceForm if self.is_permanence else SectionForm

    def get_title(self) -> str:
        return SECTION_NAMES[self.section]

    def get_tab_title(self) -> str:
        return f"{SECTION_NAMES[self.section]}: care plan, child {self.child.number}"

    def get_caption(self) -> str:
        return f"{super().get_caption()} · care plan, version {self.target.number}"

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        initial: dict[str, Any] = {"text": row.text if row else "", "version": row.version if row else 1}
        if self.is_permanence:
            initial |= {
                "permanence": self.target.permanence,
                "permanence_by": self.target.permanence_by,
                "version": permanence_version(self.target, row),
            }
        return initial

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"hint": HINTS[self.section], "cancel_url": ""}
        if not self.is_permanence:
            kwargs["label"] = "What the plan says"
        return kwargs

    def save_draft(self, form: Any) -> int:
        data = form.cleaned_data
        by, version = self.actor.person, data["version"]
        if self.is_permanence:
            return change_permanence(
                plan=self.target,
                by=by,
                version=version,
                permanence=data["permanence"] or Permanence.NOT_YET,
                permanence_by=data["permanence_by"],
                text=data["text"],
            )
        row = change_section(
            plan=self.target, section=self.section, by=by, version=version, text=data["text"]
        )
        return row.version

    def act(self, form: Any) -> str:
        self.save_draft(form)
        following = ORDER[ORDER.index(self.section) + 1 :]
        return self.url("care-plan-section", following[0]) if following else self.url("care-plan-draft")

    def get_later_url(self) -> str:
        return self.url("care-plan-draft")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = with_texts(self.current)[self.current.number] if self.current else None
        row = self.row
        return super().get_context_data(**kwargs) | {
            "saved_at": clock_time(row.saved_at) if row and row.saved_at else "",
            "before": f"Version {self.current.number}, {plain(self.current.agreed_on)}"
            if self.current
            else "",
            "before_kind": current.permanence if current and self.is_permanence else "",
            "before_text": current.texts.get(self.section, "") if current else "",
        }
