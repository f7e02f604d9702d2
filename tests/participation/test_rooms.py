"""What participation brings to the child's page and to a review's record."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from children.panels import Visit
from children.selectors import child_record
from participation import rooms
from participation.access import may_read, reads_as_iro, visible_views
from participation.actions import TakingPart, Words, record_participation, record_views, save_views_page
from participation.models import ChildView
from participation.selectors import latest_of, words_of
from participation.wording import caption
from reviews import completion, parts
from reviews.completion import Step
from tests.factories.accounts import MembershipFactory
from tests.factories.participation import ChildViewFactory, ParticipationFactory

ON = date(2026, 4, 21)
WALK = date(2026, 4, 16)
WORDS = {
    "exact_words": "Yes.",
    "heard_date": WALK,
    "how": "walk",
    "heard_by": "Jas Okoro",
    "sharing": "everyone",
}
PART = {"at_review": "all", "ways": ["spoke"], "spoken_alone": "yes", "spoken_alone_date": WALK}


def panel(world, person) -> str:
    actor = world.actor(person)
    filled = rooms.voice_panel(Visit(child_record(actor, world.child.uuid), actor, ON))
    return render_to_string(filled.template, {"panel": filled.content})


def complete(world):
    save_views_page(
        review=world.review,
        by=world.iro,
        on=ON,
        version=0,
        words=Words(**WORDS),
        part=TakingPart(**PART),
        complete=True,
    )
    world.review.refresh_from_db()


# -- who reads ------------------------------------------------------------------------------------------------------

#  sharing     exact words  own IRO  who heard it  manager
READERS = [
    ("everyone", "Yes.", True, True, True),
    ("named", "Yes.", True, True, False),
    ("iro_only", "Yes.", True, True, True),
    ("", "Yes.", True, True, False),
    ("", "", True, True, True),
]


@pytest.mark.parametrize(("sharing", "words", "own", "who_heard", "manager"), READERS)
def test_who_may_read(world, sharing, words, own, who_heard, manager):
    ParticipationFactory(review=world.review, complete=True)
    hearer = MembershipFactory(authority=world.authority, manager=True).person
    view = ChildViewFactory(
        review=world.review,
        child=world.child,
        exact_words=words,
        understood="Tired",
        sharing=sharing,
        heard_by_person=hearer,
    )

    found = []
    for person in (world.iro, hearer, world.manager):
        actor = world.actor(person)
        found.append(may_read(actor, view, as_iro=reads_as_iro(actor, world.child)))

    assert found == [own, who_heard, manager]


def test_what_is_still_being_written_is_for_who_writes_and_who_heard_it(world):
    hearer = MembershipFactory(authority=world.authority, manager=True).person
    ChildViewFactory(review=world.review, child=world.child, sharing="everyone", heard_by_person=hearer)

    found = [words_of(world.child, world.actor(one))[0] for one in (world.iro, hearer, world.manager)]
    assert [one.readable for one in found] == [True, True, False]
    assert found[2].withheld == "The child's reviewing officer is still writing this down."

    type(world.review).objects.filter(pk=world.review.pk).update(state="completed")
    assert words_of(world.child, world.actor(world.manager))[0].readable


def test_words_that_may_not_be_read_are_withheld_with_all_that_would_give_them_away(world):
    ParticipationFactory(review=world.review, complete=True)
    ChildViewFactory(
        review=world.review,
        child=world.child,
        exact_words="Secret",
        understood="U",
        observed="O",
        sharing="named",
    )

    heard = words_of(world.child, world.actor(world.manager))[0]
    assert (heard.words, heard.understood, heard.observed, heard.limit) == ("", "", "", "")
    assert heard.withheld == "The child wants only the people they named to read this."
    assert words_of(world.child, world.actor(world.iro))[0].words == "Secret"
    page = panel(world, world.manager)
    assert "Secret" not in page
    assert "Ash wants only the people they named to read this." in page


def test_who_leads_and_reviews_reads_as_the_own_reviewing_officer(world):
    MembershipFactory(authority=world.authority, person=world.iro, manager=True)

    assert reads_as_iro(world.actor(world.iro), world.child)
    assert not reads_as_iro(world.actor(world.manager), world.child)


def test_who_leads_and_reviews_others_reads_as_a_manager(world):
    colleague = MembershipFactory(authority=world.authority).person
    MembershipFactory(authority=world.authority, person=colleague, manager=True)

    assert not reads_as_iro(world.actor(colleague), world.child)


def test_visible_views_follow_the_child(world):
    ChildViewFactory(review=world.review, child=world.child)
    platform = MembershipFactory(platform=True).person

    counts = [
        visible_views(world.actor(one)).count()
        for one in (world.iro, world.manager, world.colleague, platform)
    ]
    assert counts == [1, 1, 0, 0]


# -- the child's page -----------------------------------------------------------------------------------------------


def test_panel_with_words(world):
    record_views(review=world.review, by=world.iro, on=ON, **(WORDS | {"exact_words": "I want\nto stay"}))
    record_views(review=world.review, by=world.iro, on=ON, understood="Only a note", heard_date=ON)

    page = panel(world, world.iro)
    assert "In Ash’s own words" in page
    assert "“I want\nto stay”" in page
    assert "Said to Jas Okoro, alone, on a walk or doing something, 16 April 2026." in page
    assert "All of Ash’s words (2)" in page
    assert "Only the people" not in page


def test_panel_says_who_else_may_read(world):
    record_views(
        review=world.review,
        by=world.iro,
        on=ON,
        **(WORDS | {"sharing": "named", "sharing_names": "Mo and Pat"}),
    )

    assert "Only the people Ash names: Mo and Pat" in panel(world, world.iro)


def test_panel_without_words(world):
    assert "Ash has not told us anything yet. Nobody has asked yet." in panel(world, world.iro)

    type(world.review).objects.filter(pk=world.review.pk).update(child_asked_date=date(2026, 4, 3))
    assert "Ash has not told us anything yet. Last asked 3 April 2026." in panel(world, world.iro)


def test_panel_with_an_adults_note_only(world):
    record_views(
        review=world.review, by=world.iro, on=ON, observed="Held the dog tight", heard_date=ON, how="observed"
    )

    assert "No exact words. Held the dog tight" in panel(world, world.iro)
    page = panel(world, world.manager)
    assert "Held the dog tight" not in page
    assert "Ash’s reviewing officer is still writing this down." in page


@pytest.mark.parametrize("rows", [1, 40])
def test_the_panel_takes_one_statement_for_the_reviewing_officer(world, rows, django_assert_num_queries):
    ChildViewFactory.create_batch(rows, review=world.review, child=world.child)
    actor = world.actor(world.iro)
    child = child_record(actor, world.child.uuid).child

    with django_assert_num_queries(1):
        latest = latest_of(child, actor)

    assert latest.count == rows


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"how": "talking", "heard_by": "Jas"}, "Said to Jas, alone, 16 April 2026"),
        (
            {"how": "talking", "heard_by": "Jas", "with_whom": "Pat"},
            "Said to Jas, with Pat there, 16 April 2026",
        ),
        (
            {"how": "play", "heard_by": "Jas", "where": "the garden"},
            "Shown to Jas, alone, playing or drawing, the garden, 16 April 2026",
        ),
        ({"how": "writing", "heard_by": "Jas"}, "Written or sent to Jas, 16 April 2026"),
        ({"how": "interpreter", "heard_by": "Jas"}, "Said to Jas, with an interpreter, 16 April 2026"),
        ({"how": "at_review"}, "Said at the review, to the reviewing officer, 16 April 2026"),
        ({"how": ""}, "Told to the reviewing officer, 16 April 2026"),
    ],
)
def test_captions(facts, said):
    assert caption(ChildView(heard_date=WALK, **facts)) == said


# -- the record of the review ----------------------------------------------------------------------------------------


def status(code: str, review) -> tuple[str, str]:
    part = next(one for one in parts.parts() if one.code == code)
    found = part.status(review)
    return found.progress, found.hint


def test_parts_stand_in_section_two_with_links_to_their_questions(world):
    mine = [one for one in parts.parts() if one.code in ("views", "alone")]

    assert [(one.section, one.title) for one in mine] == [
        (2, "{child}’s views and how they took part"),
        (2, "Time alone with {child}"),
    ]
    assert [one.url(world.review) for one in mine] == [
        f"/reviews/{world.review.uuid}/views/",
        f"/reviews/{world.review.uuid}/views/#id_spoken_alone_0",
    ]


def test_the_status_of_the_views(world):
    assert status("views", world.review) == ("not_started", "")

    view = record_views(review=world.review, by=world.iro, on=ON, understood="Tired")
    world.review.refresh_from_db()
    assert status("views", world.review) == ("in_progress", "No exact words yet, 4 questions left")

    record_views(review=world.review, by=world.iro, on=ON, view=view, version=1, **WORDS)
    record_participation(review=world.review, by=world.iro, on=ON, **(PART | {"ways": []}))
    world.review.refresh_from_db()
    assert status("views", world.review) == ("in_progress", "Exact words saved, 1 question left")

    record_participation(review=world.review, by=world.iro, on=ON, version=1, **PART)
    world.review.refresh_from_db()
    assert status("views", world.review) == ("in_progress", "Exact words saved, to be marked as complete")


def test_the_status_when_complete(world):
    complete(world)

    assert status("views", world.review) == ("done", "PN1 for the national return")
    assert status("alone", world.review) == ("done", "16 April 2026, before the review")


def test_the_status_of_time_alone(world):
    assert status("alone", world.review) == ("not_started", "")

    record_participation(review=world.review, by=world.iro, on=ON, spoken_alone="no")
    assert status("alone", world.review) == ("in_progress", "Not this time; say why")

    record_participation(
        review=world.review,
        by=world.iro,
        on=ON,
        version=1,
        spoken_alone="no",
        not_alone_reason="Did not want to",
    )
    assert status("alone", world.review) == ("done", "Not this time; the reason is recorded")


def said(review, step) -> list[tuple[str, str, str]]:
    found = [
        one for one in completion.problems(review, step, on=ON) if one.url.startswith(rooms.views_url(review))
    ]
    return [(one.code, f"{one.thing} {one.message}", one.url.partition("#")[2]) for one in found]


@pytest.mark.parametrize("step", [Step.ISSUE_DECISIONS, Step.COMPLETE_RECORD])
def test_what_stops_the_decisions_and_the_record(world, step):
    assert said(world.review, step) == [
        ("views_unfinished", "Ash’s views are not finished", "id_exact_words"),
        (
            "alone_unsaid",
            "Whether you spoke with Ash alone before the review is not answered",
            "id_spoken_alone_0",
        ),
    ]

    complete(world)
    assert said(world.review, step) == []


def test_concluding_is_not_stopped(world):
    assert said(world.review, Step.CONCLUDE) == []


def test_an_imported_review_has_no_record_to_finish(world):
    world.review.source = "import"

    assert said(world.review, Step.COMPLETE_RECORD) == []


def test_a_code_that_the_days_no_longer_give_is_told(world):
    complete(world)
    type(world.child).objects.filter(pk=world.child.pk).update(date_of_birth=date(2023, 1, 1))
    world.review.refresh_from_db()

    assert said(world.review, Step.COMPLETE_RECORD) == [
        (
            "code_stale",
            "The participation code no longer follows from the day of the review: save the page again",
            "id_at_review_0",
        )
    ]
