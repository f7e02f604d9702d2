"""The pages of the child's voice, by way of the test client."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from audit.models import Event
from core import clock
from participation.actions import record_participation, record_views
from participation.models import ChildView, Participation
from tests.factories.accounts import MembershipFactory
from tests.factories.participation import ChildViewFactory, ParticipationFactory
from tests.factories.reviews import ReviewFactory

ON = date(2026, 4, 21)
WALK = date(2026, 4, 16)
DETAILS = {
    "heard_date-day": "16",
    "heard_date-month": "4",
    "heard_date-year": "2026",
    "how": "walk",
    "heard_by": "Jas Okoro",
    "sharing": "everyone",
}
WHOLE = DETAILS | {
    "version": "0",
    "exact_words": "  I want to see Juno.\r\nSoon 👩‍👧 ",
    "understood": "The visits matter most.",
    "at_review": "part",
    "ways": ["spoke", "told_before"],
    "spoken_alone": "yes",
    "spoken_alone_date-day": "16",
    "spoken_alone_date-month": "4",
    "spoken_alone_date-year": "2026",
}


@pytest.fixture(autouse=True)
def _on_the_day_of_the_review(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: ON)


@pytest.fixture
def url(world):
    return reverse("review-views", args=[world.review.uuid])


@pytest.fixture
def as_iro(client, world):
    client.force_login(world.iro)
    return client


def text(response) -> str:
    return response.content.decode()


def test_an_empty_page_says_so_and_asks_everything(as_iro, url):
    page = text(as_iro.get(url))

    assert "Ash’s exact words" in page
    assert "Nothing is saved yet." in page
    assert "Say whether Ash was at the review." in page
    assert "Ash told an advocate or me before, and we passed it on" in page
    assert "Only me and my manager, because sharing could harm Ash" in page
    assert "<title>Views and how they took part, child 100084" in page


def test_the_look_is_recorded(as_iro, url, world):
    as_iro.get(url)

    event = Event.objects.get(verb="views.viewed")
    assert (event.actor_id, event.object_ids, event.child_ids) == (
        world.iro.pk,
        [world.review.pk],
        [world.child.pk],
    )


def test_save_and_mark_as_complete(as_iro, url, world):
    answer = as_iro.post(url, WHOLE)

    world.review.refresh_from_db()
    view, part = ChildView.objects.get(), Participation.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/reviews/{world.review.uuid}/")
    assert view.exact_words == "  I want to see Juno.\nSoon 👩‍👧 "
    assert (view.heard_by_person, view.heard_date, view.saved_by) == (world.iro, WALK, world.iro)
    assert (part.complete, part.worked_out_code) == (True, "PN1")
    assert (world.review.participation_code, world.review.seen_alone_date) == ("PN1", WALK)


def test_a_saved_page_shows_the_words_the_code_and_why(as_iro, url):
    as_iro.post(url, WHOLE)

    page = text(as_iro.get(url))
    assert "\n  I want to see Juno.\nSoon 👩‍👧 </textarea>" in page
    assert "For the national return: PN1" in page
    assert "Ash was 10 on the day (4 or over)" in page
    assert "Ash was there for part of it" in page
    assert "Ash spoke for themselves" in page


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(as_iro, url):
    answer = as_iro.post(url, WHOLE | {"at_review": "no", "sharing": "", "how": ""})

    page = text(answer)
    assert answer.status_code == 200
    assert "<title>Error: " in page
    assert "  I want to see Juno.\n" in page.replace("\r\n", "\n")
    assert '<a href="#id_how">Choose how Ash was heard.</a>' in page
    assert "You said Ash was not there but spoke at it. Change one answer." in page
    assert "Choose who may read Ash’s exact words. Ask Ash." in page
    assert not ChildView.objects.exists()
    assert not Participation.objects.exists()


def test_save_and_come_back_keeps_what_there_is(as_iro, url):
    answer = as_iro.post(
        url, {"version": "0", "exact_words": "Half a sen", "heard_by": "Jas Okoro", "later": "1"}
    )

    assert answer.status_code == 302
    assert ChildView.objects.get().exact_words == "Half a sen"
    assert not Participation.objects.exists()


def test_autosave_answers_with_the_version_and_leaves_halves_out(as_iro, url):
    typed = {
        "version": "0",
        "exact_words": "Half",
        "heard_by": "Jas Okoro",
        "spoken_alone": "yes",
        "at_review": "all",
    }
    first = as_iro.post(url, typed, headers={"X-Autosave": "1"}).json()
    second = as_iro.post(
        url, typed | {"version": first["version"], "exact_words": "Half and"}, headers={"X-Autosave": "1"}
    ).json()

    assert (first["state"], first["version"]) == ("saved", 2)
    assert (second["state"], second["version"]) == ("saved", 3)
    assert ChildView.objects.get().exact_words == "Half and"
    assert Participation.objects.get().spoken_alone == ""


def test_a_second_editor_sees_both_texts_and_loses_neither(as_iro, url, world):
    as_iro.post(url, WHOLE)
    view = ChildView.objects.get()
    record_views(
        review=world.review,
        by=world.manager,
        on=ON,
        view=view,
        version=view.version,
        exact_words="Theirs",
        heard_by="Kit",
    )

    answer = as_iro.post(url, WHOLE | {"version": "3", "exact_words": "Mine"})

    page = text(answer)
    assert "Marnie Holloway saved this at" in page
    assert "Mine" in page
    assert "Theirs" in page
    assert 'name="version" value="5"' in page
    assert ChildView.objects.get().exact_words == "Theirs"

    as_iro.post(url, WHOLE | {"version": "5", "exact_words": "Mine"})
    assert ChildView.objects.get().exact_words == "Mine"


def test_words_are_never_prefilled_from_last_time_but_stand_beside(as_iro, url, world):
    before = ReviewFactory(
        period=world.period,
        number=3,
        state="concluded",
        held_date=date(2025, 11, 20),
        concluded_date=date(2025, 11, 20),
        participation_code="PN5",
    )
    ChildViewFactory(
        review=before,
        exact_words="When is Juno coming?",
        heard_by="Jas",
        how="talking",
        heard_date=date(2025, 11, 18),
    )
    ParticipationFactory(review=before, at_review="no", ways=["told_before"])

    page = text(as_iro.get(url))
    assert "Review 3, 20 November 2025" in page
    assert (
        "<blockquote>“When is Juno coming?”</blockquote><figcaption>Said to Jas, alone</figcaption>" in page
    )
    assert "<strong>PN5</strong>" in page
    assert 'id="id_exact_words"' in page
    assert "When is Juno coming?</textarea>" not in page


def test_an_imported_code_is_shown_as_imported_and_cannot_be_contradicted(as_iro, url, world):
    type(world.review).objects.filter(pk=world.review.pk).update(
        imported_code="PN5", participation_code="PN5"
    )
    as_iro.post(url, WHOLE)

    page = text(as_iro.get(url))
    assert "For the national return: PN5" in page
    assert "PN5 came with a 903 file and stands as imported. Your answers would give PN1." in page
    assert "contradicted_code" not in page.replace("at_review ways contradicted_code", "")


def test_a_contradiction_without_a_reason_is_asked_for_one(as_iro, url):
    refused = text(as_iro.post(url, WHOLE | {"contradicted_code": "PN2"}))
    assert '<a href="#id_contradicted_reason">Say why the code is wrong.</a>' in refused
    assert '<details class="govuk-details" open>' in refused

    as_iro.post(
        url, WHOLE | {"contradicted_code": "PN2", "contradicted_reason": "The advocate did the talking"}
    )
    page = text(as_iro.get(url))
    assert "For the national return: PN2" in page
    assert "You chose PN2 in its place. The answers give PN1." in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("at_review=all&ways=symbols", "For the national return: PN3"),
        ("at_review=no&ways=spoke", "You said Ash was not there but spoke at it. Change one answer."),
        ("", "Say whether Ash was at the review."),
        ("at_review=nonsense&ways=nonsense&contradicted_code=nonsense", "Say whether Ash was at the review."),
        (
            "at_review=all&ways=spoke&contradicted_code=PN2",
            "You chose PN2 in its place. The answers give PN1.",
        ),
    ],
)
def test_the_live_code_box(as_iro, world, query, said):
    page = text(as_iro.get(reverse("review-views-code", args=[world.review.uuid]) + f"?{query}"))

    assert said in page
    assert "<html" not in page


def test_a_small_child_is_pn0(as_iro, url, world):
    type(world.child).objects.filter(pk=world.child.pk).update(date_of_birth=date(2024, 1, 1))

    page = text(as_iro.get(url))
    assert "For the national return: PN0" in page
    assert "Ash was 2 on the day (under 4)" in page


def test_a_locked_record_is_read(as_iro, url, world):
    as_iro.post(url, WHOLE)
    type(world.review).objects.filter(pk=world.review.pk).update(state="completed")

    page = text(as_iro.get(url))
    refused = text(as_iro.post(url, WHOLE | {"version": "3", "exact_words": "Changed"}))

    assert "The record of this review is completed and locked. Reopen it first, and say why." in page
    assert "I want to see Juno." in page
    assert "<textarea" not in page
    assert "The record of this review is completed and locked." in refused
    assert "Changed" in refused
    assert "Juno" in ChildView.objects.get().exact_words


def test_a_manager_reads_and_cannot_write(as_iro, client, url, world):
    as_iro.post(url, WHOLE)
    client.force_login(world.manager)

    page = text(client.get(url))
    assert "Only the child’s reviewing officer can change this." in page
    assert "I want to see Juno." in page
    assert "Because" in page
    assert client.post(url, WHOLE).status_code == 404


def page_urls(world):
    occasion = ChildViewFactory(review=world.review, child=world.child, exact_words="Second")
    return [
        reverse("child-words", args=[world.child.uuid]),
        reverse("review-views", args=[world.review.uuid]),
        reverse("review-views-code", args=[world.review.uuid]),
        reverse("review-heard-new", args=[world.review.uuid]),
        reverse("review-heard", args=[world.review.uuid, occasion.uuid]),
    ]


def test_the_own_reviewing_officer_opens_every_page(as_iro, world):
    assert [as_iro.get(one).status_code for one in page_urls(world)] == [200, 200, 200, 302, 200]


def test_another_reviewing_officer_finds_no_page(client, world):
    client.force_login(world.colleague)

    assert [client.get(one).status_code for one in page_urls(world)] == [404] * 5


def test_another_authority_finds_no_page(client, world, other_authority):
    for member in (
        MembershipFactory(authority=other_authority),
        MembershipFactory(authority=other_authority, manager=True),
    ):
        client.force_login(member.person)
        assert {client.get(one).status_code for one in page_urls(world)} <= {403, 404}


def test_an_administrator_is_refused(client, world, authority):
    client.force_login(MembershipFactory(authority=authority, admin=True).person)

    assert [client.get(one).status_code for one in page_urls(world)] == [403] * 5


def test_a_further_occasion_is_made_once(as_iro, world):
    new = as_iro.get(reverse("review-heard-new", args=[world.review.uuid])).headers["Location"]
    assert as_iro.get(new).status_code == 200
    assert not ChildView.objects.exists()

    typed = DETAILS | {"version": "0", "exact_words": "And a dog."}
    first, again = as_iro.post(new, typed), as_iro.post(new, typed)

    assert (first.status_code, again.status_code) == (302, 302)
    assert first.headers["Location"] == reverse("review-views", args=[world.review.uuid])
    assert ChildView.objects.get().exact_words == "And a dog."


def test_a_further_occasion_stands_on_the_page_with_a_link(as_iro, url, world):
    as_iro.post(url, WHOLE)
    new = reverse("review-heard", args=[world.review.uuid, uuid.uuid4()])
    as_iro.post(new, DETAILS | {"version": "0", "exact_words": "And a dog."})

    page = text(as_iro.get(url))
    further = ChildView.objects.get(exact_words="And a dog.")
    link = reverse("review-heard", args=[world.review.uuid, further.uuid])
    assert (
        f'<a class="govuk-link" href="{link}">Said to Jas Okoro, alone, on a walk or doing something, 16 April 2026</a>'
        in page
    )
    assert "And a dog." in text(as_iro.get(new))


def test_a_further_occasion_asks_for_what_is_missing_and_autosaves(as_iro, world):
    new = reverse("review-heard", args=[world.review.uuid, uuid.uuid4()])

    refused = text(as_iro.post(new, {"version": "0", "heard_by": "Jas Okoro"}))
    saved = as_iro.post(new, {"version": "0", "understood": "Tired"}, headers={"X-Autosave": "1"}).json()
    later = as_iro.post(new, {"version": str(saved["version"]), "understood": "Tired today", "later": "1"})

    assert "Write what the child said, what you understood or what you observed." in refused.replace(
        "Ash", "the child"
    )
    assert (saved["state"], saved["version"]) == ("saved", 1)
    assert later.status_code == 302
    assert ChildView.objects.get().understood == "Tired today"


def test_an_occasion_of_a_locked_review_leads_to_the_page_to_read(as_iro, world):
    occasion = ChildViewFactory(review=world.review, child=world.child)
    type(world.review).objects.filter(pk=world.review.pk).update(state="completed")

    answer = as_iro.get(reverse("review-heard", args=[world.review.uuid, occasion.uuid]))
    assert answer.headers["Location"] == reverse("review-views", args=[world.review.uuid])


def test_an_occasion_of_another_review_is_not_found_here(as_iro, world):
    other = ReviewFactory(period=world.period, number=5)
    occasion = ChildViewFactory(review=other, child=world.child)

    assert as_iro.get(reverse("review-heard", args=[world.review.uuid, occasion.uuid])).status_code == 404


def test_all_words_newest_first(as_iro, world):
    for day, words in [(3, "First"), (20, "Third"), (10, "Second")]:
        ChildViewFactory(
            review=world.review,
            child=world.child,
            exact_words=words,
            heard_date=date(2026, 4, day),
            sharing="everyone",
        )
    ChildViewFactory(review=world.review, child=world.child, exact_words="")

    page = text(as_iro.get(reverse("child-words", args=[world.child.uuid])))
    places = [page.index(words) for words in ("Third", "Second", "First")]
    assert places == sorted(places)
    assert page.count("<article") == 3


def test_no_words_yet(as_iro, world):
    assert "Ash has not told us anything yet." in text(
        as_iro.get(reverse("child-words", args=[world.child.uuid]))
    )


@pytest.mark.parametrize("rows", [1, 65])
def test_the_words_list_asks_the_database_the_same_however_long(
    as_iro, world, rows, django_assert_max_num_queries
):
    ChildViewFactory.create_batch(rows, review=world.review, child=world.child, sharing="everyone")

    with django_assert_max_num_queries(12):
        as_iro.get(reverse("child-words", args=[world.child.uuid]))


def test_the_page_asks_the_database_the_same_however_many_occasions(
    as_iro, url, world, django_assert_max_num_queries
):
    record_participation(review=world.review, by=world.iro, on=ON, at_review="all", ways=["spoke"])
    ChildViewFactory.create_batch(30, review=world.review, child=world.child)

    with django_assert_max_num_queries(16):
        as_iro.get(url)


def test_time_alone_without_a_day_is_asked_for_it(as_iro, url):
    undated = {name: value for name, value in WHOLE.items() if not name.startswith("spoken_alone_date")}

    page = text(as_iro.post(url, undated))
    assert '<a href="#id_spoken_alone_date-day">Enter the day you spoke with Ash alone.</a>' in page

    later = text(as_iro.post(url, undated | {"later": "1"}))
    assert "Enter the day you spoke with Ash alone." in later.replace("the child", "Ash")
    assert not Participation.objects.exists()


def test_an_imported_code_that_the_answers_give_too_stands_without_more_words(as_iro, url, world):
    type(world.review).objects.filter(pk=world.review.pk).update(
        imported_code="PN1", participation_code="PN1"
    )
    as_iro.post(url, WHOLE)

    page = text(as_iro.get(url))
    assert "PN1 came with a 903 file and stands as imported.</p>" in page


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            {"spoken_alone": "no", "not_alone_reason": "Did not want to"},
            "did not speak with them alone: Did not want to",
        ),
        ({"spoken_alone": "no"}, "Not spoken with alone."),
        ({"at_review": "all"}, "Nobody has said yet whether the reviewing officer spoke with them alone."),
    ],
)
def test_the_page_to_read_says_whether_the_child_was_seen_alone(client, url, world, answers, said):
    record_participation(review=world.review, by=world.iro, on=ON, **answers)
    client.force_login(world.manager)

    assert said in text(client.get(url))
