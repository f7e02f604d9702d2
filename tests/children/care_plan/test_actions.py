"""Drafting, writing and agreeing versions of the care plan."""

from datetime import date

import pytest
from django.apps import apps

from audit.models import Event
from children.actions.care_plan import (
    change_permanence,
    change_section,
    draft_version,
    permanence_version,
)
from children.enums import PlanSection
from children.models import CarePlanSection, CarePlanVersion
from core.errors import ConflictError, DomainError, StateError
from reviews.actions.care_plan import agree_care_plan, discard_care_plan, draft_care_plan
from reviews.models import CarePlanConsidered, Deadline
from tests.factories.reviews import ReviewFactory

ON = date(2026, 4, 21)
HELD = date(2026, 4, 14)


def start(world) -> CarePlanVersion:
    return draft_care_plan(child=world.child, by=world.iro, on=ON)


def write(world, plan, text="Well, eye test due.", section="health", version=1):
    return change_section(plan=plan, section=section, by=world.iro, version=version, text=text)


def agree(world, plan, **more):
    plan.refresh_from_db()
    facts = {"by": world.iro, "on": ON, "version": draft_version(plan), "agreed_on": ON} | more
    return agree_care_plan(plan=plan, **facts)


def agreed(world, **more) -> CarePlanVersion:
    plan = start(world)
    write(world, plan)
    return agree(world, plan, **more)


def last_event(verb: str) -> Event:
    return Event.objects.filter(verb=verb).order_by("-pk")[0]


def test_the_first_draft_has_every_section_of_the_law_and_is_empty(world):
    plan = start(world)

    assert (plan.number, plan.status, plan.prepared_on, plan.permanence) == (1, "draft", ON, "not_yet")
    assert dict(plan.sections.values_list("section", "text")) == dict.fromkeys(
        [
            "permanence",
            "if_it_fails",
            "health",
            "education",
            "emotional",
            "identity",
            "family",
            "social_presentation",
            "self_care",
            "placement",
            "wishes_child",
            "wishes_others",
            "protection",
        ],
        "",
    )


def test_starting_twice_gives_the_one_draft(world):
    first, again = start(world), start(world)

    assert first.pk == again.pk
    assert Event.objects.filter(verb="care_plan.drafted").count() == 1


def test_the_next_draft_is_a_copy_of_the_current_version(world):
    plan = start(world)
    write(world, plan)
    change_permanence(
        plan=plan,
        by=world.iro,
        version=2,
        permanence="long_term_fostering",
        permanence_by=date(2026, 6, 3),
        text="With Mo and Pat.",
    )
    agree(world, plan)

    second = start(world)

    texts = dict(second.sections.exclude(text="").values_list("section", "text"))
    assert texts == {"health": "Well, eye test due.", "permanence": "With Mo and Pat."}
    assert (second.number, second.permanence, second.permanence_by) == (
        2,
        "long_term_fostering",
        date(2026, 6, 3),
    )
    assert last_event("care_plan.drafted").detail == {"number": 2, "copied_from": 1}


def test_a_section_is_written_with_its_version_and_without_words_in_the_audit(world):
    plan = start(world)
    row = write(world, plan)

    assert (row.text, row.version, row.saved_by) == ("Well, eye test due.", 2, world.iro)
    assert last_event("care_plan.changed").detail == {"number": 1, "part": "health", "fields": ["text"]}


def test_the_same_text_again_writes_nothing(world):
    plan = start(world)
    write(world, plan)
    write(world, plan, version=2)

    assert Event.objects.filter(verb="care_plan.changed").count() == 1


def test_a_section_changed_by_somebody_else_is_a_conflict_of_that_section_only(world):
    plan = start(world)
    change_section(plan=plan, section="health", by=world.manager, version=1, text="Theirs")

    write(world, plan, section="education", text="Year 5")
    with pytest.raises(ConflictError) as caught:
        write(world, plan, text="Mine")

    assert (caught.value.by, caught.value.version, caught.value.current) == (
        "Marnie Holloway",
        2,
        {"text": "Theirs"},
    )
    assert CarePlanSection.objects.get(plan=plan, section="health").text == "Theirs"


def test_a_section_that_has_no_row_gets_one(world):
    plan = start(world)
    CarePlanSection.objects.filter(plan=plan).delete()

    assert write(world, plan).text == "Well, eye test due."
    assert permanence_version(plan, None) == 2


def test_the_plan_for_permanence_is_one_page_of_two_rows(world):
    plan = start(world)
    version = change_permanence(
        plan=plan,
        by=world.iro,
        version=2,
        permanence="adoption",
        permanence_by=date(2026, 9, 1),
        text="Match sought.",
    )

    with pytest.raises(ConflictError) as caught:
        change_permanence(
            plan=plan, by=world.manager, version=2, permanence="not_yet", permanence_by=None, text=""
        )

    plan.refresh_from_db()
    assert version == 4
    assert (plan.permanence, plan.permanence_by) == ("adoption", date(2026, 9, 1))
    assert caught.value.current == {
        "permanence": "adoption",
        "permanence_by": date(2026, 9, 1),
        "text": "Match sought.",
    }
    assert (caught.value.by, caught.value.version) == ("Jas Okoro", 4)


def test_no_plan_for_permanence_has_no_day(world):
    plan = start(world)
    change_permanence(
        plan=plan, by=world.iro, version=2, permanence="not_yet", permanence_by=date(2026, 9, 1), text="Soon"
    )

    plan.refresh_from_db()
    assert plan.permanence_by is None


def test_agreeing_makes_it_current_and_locks_it(world):
    plan = agreed(world)

    assert (plan.status, plan.agreed_on, plan.agreed_by) == ("current", ON, world.iro)
    with pytest.raises(StateError):
        write(world, plan, text="After", version=2)
    with pytest.raises(StateError):
        change_permanence(
            plan=plan, by=world.iro, version=9, permanence="adoption", permanence_by=None, text=""
        )
    with pytest.raises(StateError):
        agree(world, plan)
    assert last_event("care_plan.agreed").detail == {
        "number": 1,
        "agreed_on": "2026-04-21",
        "significant": False,
        "replaces": None,
    }


def test_agreeing_meets_the_duty_to_have_a_plan(world):
    start(world)
    before = Deadline.objects.get(child=world.child, kind="care_plan").met_date
    agreed(world)

    assert before is None
    assert Deadline.objects.get(child=world.child, kind="care_plan").met_date == ON


def test_a_later_version_replaces_the_one_before(world):
    first = agreed(world)
    second = start(world)
    write(world, second, text="Glasses now.")
    agree(world, second, what_changed="Eye test done.")

    first.refresh_from_db()
    assert (first.status, second.number) == ("superseded", 2)
    assert CarePlanVersion.objects.get(child=world.child, status="current").pk == second.pk


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"agreed_on": date(2026, 4, 22)}, "in_future", "agreed_on"),
        ({"agreed_on": date(2026, 4, 20)}, "too_early", "agreed_on"),
        ({"what_changed": " "}, "required", "what_changed"),
        ({"significant_change": True}, "not_considered", "not_considered_reason"),
        ({"significant_change": True, "reason": "  "}, "not_considered", "not_considered_reason"),
    ],
)
def test_what_stops_agreeing(world, more, code, field):
    agreed(world)
    second = start(world)
    write(world, second, text="New")

    with pytest.raises(DomainError) as caught:
        agree(world, second, **({"what_changed": "This"} | more))

    assert (caught.value.code, caught.value.field) == (code, field)
    second.refresh_from_db()
    assert second.status == "draft"


def test_an_empty_plan_cannot_be_agreed(world):
    with pytest.raises(DomainError) as caught:
        agree(world, start(world))

    assert caught.value.code == "empty"


def test_what_was_written_meanwhile_must_be_read_first(world):
    plan = start(world)
    write(world, plan)
    version = draft_version(plan)
    change_section(plan=plan, section="education", by=world.manager, version=1, text="Year 5")

    with pytest.raises(StateError) as caught:
        agree(world, plan, version=version)

    assert caught.value.code == "changed"


def test_a_significant_change_points_to_the_review_that_considered_it(world):
    agreed(world)
    second = start(world)
    write(world, second, text="New", version=1)
    agree(
        world,
        second,
        significant_change=True,
        what_changed="Moves home.",
        review=world.review,
        reason="unused",
    )

    second.refresh_from_db()
    assert second.significant_change
    assert second.not_considered_reason == ""
    assert CarePlanConsidered.objects.get(plan=second).review == world.review


def test_or_says_why_no_review_could(world):
    agreed(world)
    second = start(world)
    write(world, second, text="New")
    agree(
        world, second, significant_change=True, what_changed="Moves home.", reason="Carer fell ill overnight."
    )

    second.refresh_from_db()
    assert second.not_considered_reason == "Carer fell ill overnight."
    assert not CarePlanConsidered.objects.exists()


def test_the_review_is_one_of_this_child_and_was_held_before(world):
    agreed(world)
    second = start(world)
    write(world, second, text="New")
    elsewhere = ReviewFactory(
        authority=world.authority, period__child__authority=world.authority, concluded=True
    )
    to_come = ReviewFactory(period=world.review.period, number=5, state="scheduled")

    codes = []
    for review, day in [(elsewhere, ON), (to_come, ON), (world.review, date(2026, 4, 13))]:
        with pytest.raises(DomainError) as caught:
            agree(
                world,
                second,
                agreed_on=day,
                significant_change=True,
                what_changed="Moves home.",
                review=review,
            )
        codes.append(caught.value.code)

    assert codes == ["not_held", "not_held", "too_late"]


def test_unknown_sections_are_refused(world):
    with pytest.raises(ValueError, match="horoscope"):
        write(world, start(world), section="horoscope")
    assert "horoscope" not in PlanSection.values


def discard(world, plan, **more):
    discard_care_plan(**{"plan": plan, "by": world.iro, "version": draft_version(plan)} | more)


def history(table: str, **where) -> list[str]:
    """What the triggers kept of a row: the label of each event, in order."""
    rows = apps.get_model("children", table).objects.filter(**where).order_by("pgh_id")
    return list(rows.values_list("pgh_label", flat=True))


def test_a_discarded_draft_is_gone_and_its_history_stays(world):
    first = agreed(world)
    plan = start(world)
    write(world, plan, "A word too many.", version=plan.sections.get(section="health").version)

    discard(world, plan)

    assert list(CarePlanVersion.objects.values_list("number", "status")) == [(1, "current")]
    assert not CarePlanSection.objects.exclude(plan=first).exists()
    event = last_event("care_plan.discarded")
    assert (event.actor_id, event.object_ids, event.child_ids) == (world.iro.pk, [plan.pk], [world.child.pk])
    assert event.detail == {"number": 2, "prepared_on": "2026-04-21", "parts_written": 1}
    assert history("CarePlanVersionEvent", pgh_obj_id=plan.pk)[-1] == "delete"
    assert "A word too many." in apps.get_model("children", "CarePlanSectionEvent").objects.filter(
        plan_id=plan.pk, pgh_label="delete"
    ).values_list("text", flat=True)


def test_the_next_draft_takes_the_number_of_a_discarded_one(world):
    discard(world, start(world))

    assert start(world).number == 1


def test_a_draft_that_was_changed_is_not_discarded_unread(world):
    plan = start(world)
    seen = draft_version(plan)
    write(world, plan)

    with pytest.raises(StateError, match="was changed after you opened"):
        discard(world, plan, version=seen)

    assert CarePlanVersion.objects.get().status == "draft"
    assert not Event.objects.filter(verb="care_plan.discarded").exists()


def test_an_agreed_version_is_not_discarded(world):
    plan = agreed(world)

    with pytest.raises(StateError, match="was agreed on"):
        discard(world, plan)


def test_nobody_writes_in_a_discarded_draft(world):
    plan = start(world)
    discard(world, plan)

    for act in (lambda: write(world, plan), lambda: discard(world, plan, version=1)):
        with pytest.raises(StateError, match="This draft was discarded"):
            act()
