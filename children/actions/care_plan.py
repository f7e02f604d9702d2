"""Versions of the care plan (CPPCR regs 4 to 6, Schedule 1): a draft is written, then agreed, then never changed.

An act that other duties hang on (starting a draft, agreeing one, giving one up) is called by way of
reviews/actions/care_plan.py, which brings the due dates in step.
"""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Person
from accounts.versions import save_versioned
from audit.actions import record
from audit.verbs import Verb
from children.enums import Permanence, PlanSection, PlanStatus
from children.models import CarePlanSection, CarePlanVersion, Child
from core import clock
from core.dates import long
from core.errors import ConflictError, DomainError, StateError

COPIED = ("permanence", "permanence_by")


def draft(*, child: Child, by: Person, on: date) -> CarePlanVersion:
    """Start the next version of a child's care plan as a copy of the current one; gives the draft there already is.

    It is numbered on from the last version. Every section of the law has a row, so that an empty one can be told.
    """
    with transaction.atomic():
        Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
        versions = list(CarePlanVersion.objects.filter(child=child).order_by("number"))
        standing = next((plan for plan in versions if plan.status == PlanStatus.DRAFT), None)
        if standing is not None:
            return standing
        last = versions[-1] if versions else None
        plan = CarePlanVersion.objects.create(
            authority_id=child.authority_id,
            child=child,
            number=last.number + 1 if last else 1,
            prepared_on=on,
            created_by=by,
            saved_by=by,
            **{name: getattr(last, name) for name in COPIED if last},
        )
        texts = dict(last.sections.values_list("section", "text")) if last else {}
        CarePlanSection.objects.bulk_create(
            CarePlanSection(
                authority_id=child.authority_id,
                plan=plan,
                section=section,
                text=texts.get(section, ""),
                saved_by=by,
                saved_at=clock.now(),
            )
            for section in PlanSection.values
        )
        _tell(Verb.CARE_PLAN_DRAFTED, plan, by=by, copied_from=last.number if last else None)
    return plan


def change_section(
    *, plan: CarePlanVersion, section: PlanSection | str, by: Person, version: int, text: str
) -> CarePlanSection:
    """Write one section of a draft. Raises ConflictError (changed in between) and StateError (agreed already)."""
    with transaction.atomic():
        _locked_draft(plan)
        row = _section(plan, PlanSection(section))
        _save(row, version=version, by=by, text=text)
    return row


def change_permanence(
    *,
    plan: CarePlanVersion,
    by: Person,
    version: int,
    permanence: Permanence | str,
    permanence_by: date | None,
    text: str,
) -> int:
    """Write the plan for permanence of a draft (reg 5(1)(a)): of which kind, by when, and in words.

    `version` is that of the page (`permanence_version`), the answer the one it stands at now. Raises ConflictError and
    StateError as `change_section` does.
    """
    with transaction.atomic():
        locked = _locked_draft(plan)
        row = _section(locked, PlanSection.PERMANENCE)
        if version != permanence_version(locked, row):
            newest = max((locked, row), key=lambda one: str(one.saved_at or ""))
            raise ConflictError(
                {"permanence": locked.permanence, "permanence_by": locked.permanence_by, "text": row.text},
                version=permanence_version(locked, row),
                by=newest.saved_by.name if newest.saved_by else "",
                at=newest.saved_at,
            )
        kept = None if permanence == Permanence.NOT_YET else permanence_by
        _save(locked, version=locked.version, by=by, permanence=permanence, permanence_by=kept)
        _save(row, version=row.version, by=by, text=text)
    return permanence_version(locked, row)


def agree(
    *,
    plan: CarePlanVersion,
    by: Person,
    on: date,
    version: int,
    agreed_on: date,
    significant_change: bool = False,
    what_changed: str = "",
    considered: bool = False,
    not_considered_reason: str = "",
) -> CarePlanVersion:
    """Agree a draft: it becomes the current version, the one before is replaced, and neither can be changed any more.

    A significant change is made only after a review considered it (`considered`), unless that was not practicable: then
    `not_considered_reason` says why (CPPCR reg 32(2)). `version` is that of the whole draft (`draft_version`): what
    somebody wrote in between must be read first. Raises StateError and DomainError with what to do.
    """
    with transaction.atomic():
        locked = _locked_draft(plan)
        if version != draft_version(locked):
            raise StateError(
                "The draft was changed after you opened this page. Read it again, then agree it.", "changed"
            )
        before = CarePlanVersion.objects.filter(child_id=locked.child_id, status=PlanStatus.CURRENT).first()
        _check_agreement(
            locked,
            before,
            on=on,
            agreed_on=agreed_on,
            what_changed=what_changed,
            unexplained=significant_change and not considered and not not_considered_reason.strip(),
        )
        if before is not None:
            save_versioned(before, version=before.version, by=by, status=PlanStatus.SUPERSEDED)
        save_versioned(
            locked,
            version=locked.version,
            by=by,
            status=PlanStatus.CURRENT,
            agreed_on=agreed_on,
            agreed_by=by,
            significant_change=significant_change,
            what_changed=what_changed.strip(),
            not_considered_reason=not_considered_reason.strip()
            if significant_change and not considered
            else "",
        )
        _tell(
            Verb.CARE_PLAN_AGREED,
            locked,
            by=by,
            agreed_on=agreed_on,
            significant=significant_change,
            replaces=before.number if before else None,
        )
    return locked


def discard(*, plan: CarePlanVersion, by: Person, version: int) -> None:
    """Give a draft up: the version that stands goes on standing, and the next draft gets this one's number.

    What was written stays in the history of the rows, who discarded it in the audit. `version` is that of the whole
    draft (`draft_version`), so that nobody throws away words they have not seen. Raises StateError.
    """
    with transaction.atomic():
        locked = _locked_draft(plan)
        if version != draft_version(locked):
            raise StateError(
                "The draft was changed after you opened this page. Read it again before you discard it.",
                "changed",
            )
        written = locked.sections.exclude(text="").count()
        _tell(Verb.CARE_PLAN_DISCARDED, locked, by=by, prepared_on=locked.prepared_on, parts_written=written)
        locked.delete()


def permanence_version(plan: CarePlanVersion, section: CarePlanSection | None) -> int:
    """The version of the permanence page, which two rows make up; a section without a row stands at its first."""
    return plan.version + (section.version if section else 1)


def draft_version(plan: CarePlanVersion) -> int:
    """The version of a whole draft: it counts on with each section."""
    return plan.version + sum(plan.sections.order_by().values_list("version", flat=True))


def _locked_draft(plan: CarePlanVersion) -> CarePlanVersion:
    """The draft's row, locked and read afresh. Raises StateError where it was agreed or discarded."""
    rows = CarePlanVersion.objects.select_for_update(of=("self",)).select_related("saved_by")
    row = rows.filter(pk=plan.pk).first()
    if row is None:
        raise StateError("This draft was discarded. Start a new version instead.", "discarded")
    if row.status != PlanStatus.DRAFT:
        raise StateError(
            f"Version {row.number} was agreed on {long(row.agreed_on)} and stands as it is. "
            "Start a new version instead.",
            "agreed",
        )
    return row


def _section(plan: CarePlanVersion, section: PlanSection) -> CarePlanSection:
    row = CarePlanSection.objects.select_related("saved_by").filter(plan=plan, section=section).first()
    if row is None:
        row = CarePlanSection.objects.create(authority_id=plan.authority_id, plan=plan, section=section)
    return row


def _save(row: CarePlanVersion | CarePlanSection, *, version: int, by: Person, **changes: Any) -> None:
    """Write what differs, with its audit row; nothing where nothing does. Raises ConflictError."""
    differing = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    if not differing and version == row.version:
        return
    save_versioned(row, version=version, by=by, **changes)
    plan = row.plan if isinstance(row, CarePlanSection) else row
    part = row.section if isinstance(row, CarePlanSection) else "plan"
    _tell(Verb.CARE_PLAN_CHANGED, plan, by=by, part=part, fields=differing)


def _check_agreement(
    plan: CarePlanVersion,
    before: CarePlanVersion | None,
    *,
    on: date,
    agreed_on: date,
    what_changed: str,
    unexplained: bool,
) -> None:
    if not plan.sections.exclude(text="").exists():
        raise DomainError(
            "Nothing is written in this plan yet. Write at least one part of it, then agree it.", "empty"
        )
    if agreed_on > on:
        raise DomainError(
            "This day has not come yet. Enter the day it was agreed.", "in_future", field="agreed_on"
        )
    if before is not None and agreed_on < before.agreed_on:
        raise DomainError(
            f"Version {before.number} was agreed on {long(before.agreed_on)}. Enter that day or a later one.",
            "too_early",
            field="agreed_on",
        )
    if before is not None and not what_changed.strip():
        raise DomainError("Say in a sentence what changed.", "required", field="what_changed")
    if unexplained:
        raise DomainError(
            "Say why no review could consider this change first.",
            "not_considered",
            field="not_considered_reason",
        )


def _tell(verb: Verb, plan: CarePlanVersion, *, by: Person, **detail: Any) -> None:
    record(
        verb,
        by=by,
        authority_id=plan.authority_id,
        objects=[plan],
        child_ids=[plan.child_id],
        number=plan.number,
        **detail,
    )
