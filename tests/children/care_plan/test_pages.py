"""The pages of the care plan, by way of the test client."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.actor import actor_for
from audit.models import Event
from children import plan_room
from children.actions.care_plan import change_permanence, change_section, draft_version
from children.models import CarePlanVersion
from children.panels import Visit
from children.selectors import child_record
from core import clock
from reviews.actions.care_plan import agree_care_plan, draft_care_plan
from reviews.models import CarePlanConsidered
from tests.factories.accounts import MembershipFactory
from tests.factories.children import CarePlanVersionFactory

ON = date(2026, 4, 21)
AGREED = {"agreed_on-day": "21", "agreed_on-month": "4", "agreed_on-year": "2026"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: ON)


@pytest.fixture
def as_iro(client, world):
    client.force_login(world.iro)
    return client


def text(response) -> str:
    return response.content.decode()


def url(world, name="care-plan", *more):
    return reverse(name, args=[world.child.uuid, *more])


def version_of(world, words, **more) -> CarePlanVersion:
    """An agreed version whose health section says `words`."""
    plan = draft_care_plan(child=world.child, by=world.iro, on=ON)
    row = plan.sections.get(section="health")
    change_section(plan=plan, section="health", by=world.iro, version=row.version, text=words)
    facts = {"what_changed": "Health."} | more
    return agree_care_plan(plan=plan, by=world.iro, on=ON, version=draft_version(plan), agreed_on=ON, **facts)


def draft_of(world) -> CarePlanVersion:
    return draft_care_plan(child=world.child, by=world.iro, on=ON)


def test_without_a_plan_the_page_says_what_to_do(as_iro, world):
    page = text(as_iro.get(url(world)))

    assert "There is no care plan here yet." in page
    assert "Write down the care plan" in page


def test_starting_and_going_on_with_a_draft(as_iro, world):
    first = as_iro.post(url(world, "care-plan-start"))
    again = as_iro.post(url(world, "care-plan-start"))

    assert first.headers["Location"] == again.headers["Location"] == url(world, "care-plan-draft")
    assert CarePlanVersion.objects.count() == 1
    assert "Go on writing version 1" in text(as_iro.get(url(world)))


def test_the_draft_lists_every_part_with_its_state(as_iro, world):
    version_of(world, "Eye test due.")
    plan = draft_of(world)
    change_section(plan=plan, section="health", by=world.iro, version=1, text="Glasses.")

    page = text(as_iro.get(url(world, "care-plan-draft")))
    assert page.count("govuk-task-list__name-and-hint") == 13
    assert page.count("Not yet started") == 12
    assert "It began as a copy of version 1." in page
    assert "Changed since version 1" in page


def test_writing_a_part_leads_to_the_next(as_iro, world):
    draft_of(world)

    answer = as_iro.post(url(world, "care-plan-section", "health"), {"version": "1", "text": "Eye test due."})
    last = as_iro.post(url(world, "care-plan-section", "protection"), {"version": "1", "text": ""})

    assert answer.headers["Location"] == url(world, "care-plan-section", "education")
    assert last.headers["Location"] == url(world, "care-plan-draft")
    assert "Eye test due." in text(as_iro.get(url(world, "care-plan-section", "health")))


def test_a_part_is_saved_while_it_is_typed(as_iro, world):
    draft_of(world)
    page = url(world, "care-plan-section", "health")

    first = as_iro.post(page, {"version": "1", "text": "Eye"}, headers={"X-Autosave": "1"}).json()
    later = as_iro.post(page, {"version": str(first["version"]), "text": "Eye test", "later": "1"})

    assert (first["state"], first["version"]) == ("saved", 2)
    assert later.headers["Location"] == url(world, "care-plan-draft")


def test_a_second_editor_sees_both_texts(as_iro, world):
    plan = draft_of(world)
    page = url(world, "care-plan-section", "health")
    change_section(plan=plan, section="health", by=world.manager, version=1, text="Theirs")

    shown = text(as_iro.post(page, {"version": "1", "text": "Mine"}))

    assert "Marnie Holloway saved this at" in shown
    assert "Mine" in shown
    assert "Theirs" in shown
    assert plan.sections.get(section="health").text == "Theirs"


def test_permanence_needs_a_day_and_keeps_what_was_typed(as_iro, world):
    draft_of(world)
    page = url(world, "care-plan-section", "permanence")
    typed = {"version": "2", "permanence": "adoption", "text": "A match is sought."}

    refused = text(as_iro.post(page, typed))
    assert '<a href="#id_permanence_by-day">Enter the day the plan should be in place</a>' in refused
    assert "A match is sought." in refused

    day = {"permanence_by-day": "1", "permanence_by-month": "9", "permanence_by-year": "2026"}
    answer = as_iro.post(page, typed | day)
    plan = CarePlanVersion.objects.get()
    assert answer.headers["Location"] == url(world, "care-plan-section", "if_it_fails")
    assert (plan.permanence, plan.permanence_by) == ("adoption", date(2026, 9, 1))
    assert "Adoption, by 1 September 2026" in text(as_iro.get(url(world, "care-plan-draft")))


def test_no_plan_yet_needs_no_day(as_iro, world):
    draft_of(world)

    answer = as_iro.post(
        url(world, "care-plan-section", "permanence"),
        {"version": "2", "permanence": "not_yet", "text": "Soon."},
    )
    assert answer.status_code == 302


def test_beside_a_part_stands_what_the_plan_in_force_says(as_iro, world):
    version_of(world, "Eye test due.")
    draft_of(world)

    page = text(as_iro.get(url(world, "care-plan-section", "health")))
    assert "Version 1, 21 April 2026" in page
    assert page.count("Eye test due.") == 2


def test_the_first_version_is_agreed_with_its_day_alone(as_iro, world):
    plan = draft_of(world)
    change_section(plan=plan, section="health", by=world.iro, version=1, text="Well.")

    page = text(as_iro.get(url(world, "care-plan-agree")))
    answer = as_iro.post(url(world, "care-plan-agree"), AGREED | {"version": str(draft_version(plan))})

    assert "significant" not in page
    assert answer.headers["Location"] == url(world)
    assert CarePlanVersion.objects.get().status == "current"
    assert "Agreed on 21 April 2026. Recorded by Jas Okoro." in text(as_iro.get(url(world)))


def test_a_significant_change_asks_for_the_review(as_iro, world):
    version_of(world, "One")
    plan = draft_of(world)
    typed = AGREED | {
        "version": str(draft_version(plan)),
        "what_changed": "Moves home.",
        "significant": "yes",
    }

    refused = text(as_iro.post(url(world, "care-plan-agree"), typed))
    no_reason = text(as_iro.post(url(world, "care-plan-agree"), typed | {"review": "none"}))
    as_iro.post(url(world, "care-plan-agree"), typed | {"review": str(world.review.uuid)})

    assert "Choose an answer to “Which review considered it first?”" in refused
    assert "Moves home." in refused
    assert "Answer “Why could no review consider it first?”" in no_reason
    assert CarePlanConsidered.objects.get().review == world.review
    page = text(as_iro.get(url(world)))
    assert "Considered at review 4, 14 April 2026." in page
    assert "Moves home." in page


def test_what_was_written_meanwhile_stops_the_agreement(as_iro, world):
    plan = draft_of(world)
    old = draft_version(plan)
    change_section(plan=plan, section="health", by=world.manager, version=1, text="Well.")

    page = text(as_iro.post(url(world, "care-plan-agree"), AGREED | {"version": str(old)}))
    assert "The draft was changed after you opened this page. Read it again, then agree it." in page
    assert CarePlanVersion.objects.get().status == "draft"


def test_a_plan_that_was_agreed_meanwhile_cannot_be_written(as_iro, world):
    version_of(world, "One")

    page = text(
        as_iro.post(url(world, "care-plan-section", "health"), {"version": "2", "text": "Typed for long"})
    )
    assert "Version 1 was agreed on Tuesday 21 April 2026 and stands as it is." in page
    assert "Typed for long" in page
    assert as_iro.get(url(world, "care-plan-section", "health")).headers["Location"] == url(world)
    assert as_iro.get(url(world, "care-plan-draft")).headers["Location"] == url(world)


def test_a_section_posted_where_there_was_never_a_plan_leads_to_the_plan(as_iro, world):
    answer = as_iro.post(url(world, "care-plan-section", "health"), {"version": "1", "text": "x"})

    assert answer.headers["Location"] == url(world)
    assert as_iro.get(url(world, "care-plan-agree")).status_code == 404


def test_the_plan_shows_every_section_and_says_which_are_empty(as_iro, world):
    version_of(world, "Eye test\ndue.")

    page = text(as_iro.get(url(world)))
    assert page.count("Nothing is written here yet.") == 12
    assert "Eye test\ndue." in page
    assert "No plan for permanence yet" in page
    assert "Jas Okoro" in page
    assert "<title>Care plan, child 100084" in page


def test_what_changed_is_said_in_words_as_well(as_iro, world):
    version_of(world, "Eye test due.")
    version_of(world, "Eye test done.")

    page = text(as_iro.get(url(world, "care-plan-compare", 2)))
    assert "Care plan: what changed from version 1 to 2" in page
    assert (
        '<del class="p-del"><span class="govuk-visually-hidden"> [taken out:] </span>due.'
        '<span class="govuk-visually-hidden"> [end] </span></del>'
    ) in page
    assert (
        '<ins class="p-ins"><span class="govuk-visually-hidden"> [added:] </span>done.'
        '<span class="govuk-visually-hidden"> [end] </span></ins>'
    ) in page
    assert "Self-care skills" in page


def test_any_two_versions_can_be_compared(as_iro, world):
    for words in ("One", "Two", "Three"):
        version_of(world, words)

    page = text(as_iro.get(url(world, "care-plan-compare", 3) + "?since=1"))
    assert "what changed from version 1 to 3" in page
    assert "Since version 2" in page


@pytest.mark.parametrize(("number", "query"), [(1, ""), (7, ""), (2, "?since=2"), (2, "?since=9")])
def test_versions_that_are_not_there_cannot_be_compared(as_iro, world, number, query):
    version_of(world, "One")
    version_of(world, "Two")

    assert as_iro.get(url(world, "care-plan-compare", number) + query).status_code == 404


def test_versions_that_differ_in_nothing(as_iro, world):
    version_of(world, "One")
    version_of(world, "One")

    assert "Nothing is different." in text(as_iro.get(url(world, "care-plan-compare", 2) + "?since=nonsense"))


def test_an_earlier_version_says_that_it_was_replaced(as_iro, world):
    version_of(world, "One")
    version_of(world, "Two")
    draft_of(world)

    assert "A later version has replaced it." in text(as_iro.get(url(world, "care-plan-version", 1)))
    assert "It does not count until it is agreed." in text(as_iro.get(url(world, "care-plan-version", 3)))
    assert as_iro.get(url(world, "care-plan-version", 9)).status_code == 404


def test_the_look_is_recorded(as_iro, world):
    plan = version_of(world, "One")
    as_iro.get(url(world))

    event = Event.objects.get(verb="care_plan.viewed")
    assert (event.actor_id, event.object_ids, event.child_ids) == (world.iro.pk, [plan.pk], [world.child.pk])


READ = [("care-plan",), ("care-plan-version", 1), ("care-plan-compare", 2)]
WRITE = [
    ("care-plan-draft",),
    ("care-plan-section", "health"),
    ("care-plan-section", "permanence"),
    ("care-plan-agree",),
]


def statuses(client, world, pages) -> list[int]:
    return [client.get(url(world, *page)).status_code for page in pages]


@pytest.fixture
def full(world):
    version_of(world, "One")
    version_of(world, "Two")
    return draft_of(world)


def test_the_own_reviewing_officer_opens_every_page(as_iro, world, full):
    assert statuses(as_iro, world, READ + WRITE) == [200] * 7


def test_a_manager_reads_and_does_not_write(client, world, full):
    client.force_login(world.manager)

    assert statuses(client, world, READ) == [200] * 3
    assert statuses(client, world, WRITE) == [403] * 4
    assert client.post(url(world, "care-plan-start")).status_code == 403
    assert "Version 3 is being written." in text(client.get(url(world)))
    assert statuses(client, world, [("care-plan-version", 3), ("care-plan-compare", 3)]) == [404] * 2


def test_another_reviewing_officer_finds_nothing(client, world, full):
    client.force_login(world.colleague)

    assert statuses(client, world, READ + WRITE) == [404] * 7
    assert client.post(url(world, "care-plan-start")).status_code == 404


def test_another_authority_finds_nothing(client, world, full, other_authority):
    client.force_login(MembershipFactory(authority=other_authority).person)

    assert statuses(client, world, READ + WRITE) == [404] * 7
    assert client.post(url(world, "care-plan-start")).status_code == 404


def test_an_unknown_part_is_not_found(as_iro, world, full):
    assert as_iro.get(url(world, "care-plan-section", "horoscope")).status_code == 404


@pytest.mark.parametrize("versions", [1, 30])
def test_the_plan_asks_the_database_the_same_however_many_versions(
    as_iro, world, versions, django_assert_max_num_queries
):
    for number in range(1, versions):
        CarePlanVersionFactory(
            child=world.child, number=number, status="superseded", agreed_on=ON, agreed_by=world.iro
        )
    version_of(world, "Now")

    with django_assert_max_num_queries(14):
        as_iro.get(url(world))


def room(world, django_assert_num_queries) -> str:
    actor = actor_for(world.iro, on=ON)
    visit = Visit(child_record(actor, world.child.uuid), actor, ON)
    with django_assert_num_queries(1):
        filled = plan_room.care_plan(visit)
    return render_to_string(filled.template, {"panel": filled.content})


def test_the_room_on_the_childs_page(world, django_assert_num_queries):
    assert "There is no care plan here yet." in room(world, django_assert_num_queries)

    version_of(world, "Eye test due. " * 40)
    plan = draft_of(world)
    change_permanence(
        plan=plan,
        by=world.iro,
        version=2,
        permanence="long_term_fostering",
        permanence_by=date(2026, 6, 3),
        text="With Mo and Pat.",
    )
    plan.refresh_from_db()
    first = room(world, django_assert_num_queries)
    agree_care_plan(
        plan=plan, by=world.iro, on=ON, version=draft_version(plan), agreed_on=ON, what_changed="Permanence."
    )
    second = room(world, django_assert_num_queries)

    assert "No plan for permanence yet" in first
    assert "Version 2 is being written." in first
    assert "…" in first
    assert "Long-term fostering, by 3 June 2026. With Mo and Pat." in second
    assert "Version 2, 21 April 2026." in second
    assert "What changed since version 1" in second
    assert second.count("Nothing is written yet.") == 3


def test_a_draft_is_discarded_by_who_is_sure(as_iro, world):
    version_of(world, "Well.")
    draft = draft_of(world)
    assert f'href="{url(world, "care-plan-discard")}">Discard this draft</a>' in text(
        as_iro.get(url(world, "care-plan-draft"))
    )

    asked = text(as_iro.get(url(world, "care-plan-discard")))
    unsure = as_iro.post(url(world, "care-plan-discard"), {})
    still = CarePlanVersion.objects.filter(pk=draft.pk).exists()
    done = as_iro.post(url(world, "care-plan-discard"), {"version": draft_version(draft)}, follow=True)

    assert "Discard the draft of version 2?" in asked
    assert "Version 1, agreed on 21 April 2026, goes on standing as it is." in asked
    assert f'href="{url(world, "care-plan-draft")}">Keep it</a>' in asked
    assert (unsure.status_code, still) == (200, True)
    assert done.redirect_chain == [(url(world), 302)]
    assert "The draft of version 2 is discarded" in text(done)
    assert not CarePlanVersion.objects.filter(pk=draft.pk).exists()
    assert as_iro.get(url(world, "care-plan-discard"))["Location"] == url(world)


def test_a_first_draft_discarded_leaves_no_plan(as_iro, world):
    draft = draft_of(world)

    asked = text(as_iro.get(url(world, "care-plan-discard")))
    as_iro.post(url(world, "care-plan-discard"), {"version": draft_version(draft)})

    assert "Until a plan is agreed, there is none here for this child." in asked
    assert as_iro.get(url(world, "care-plan-discard")).status_code == 404


def test_what_was_written_meanwhile_is_not_discarded_unread(as_iro, world):
    draft = draft_of(world)
    seen = draft_version(draft)
    change_section(plan=draft, section="health", by=world.colleague, version=1, text="Glasses.")

    refused = text(as_iro.post(url(world, "care-plan-discard"), {"version": seen}))

    assert "The draft was changed after you opened this page." in refused
    assert CarePlanVersion.objects.get().status == "draft"
