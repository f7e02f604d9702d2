"""Why this date? The rule, what was counted from what, each day that was skipped; and why there is no date."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import BankHolidayCorrection, LocalAuthority, Membership
from audit.models import Event
from children.models import Child, LegalStatus
from reviews.actions.duties import recompute_children, record_duty_done
from reviews.enums import DutyKind
from reviews.models import CaseloadEntry, Deadline
from reviews.naming import days_in_words, duty_name, took_part
from reviews.selectors.no_date import in_short, needs_a_fact
from reviews.timescales import Fault
from tests.factories.accounts import MembershipFactory
from tests.factories.reviews import ReviewFactory
from tests.reviews.pages.test_child import held, words

pytestmark = pytest.mark.django_db
Make = Callable[..., Child]
SignIn = Callable[[Membership], Client]


def why(client: Client, deadline: Deadline) -> str:
    """The page's HTML."""
    answer = client.get(f"/duties/{deadline.uuid}/why/")
    assert answer.status_code == 200
    return answer.content.decode()


def steps(html: str) -> list[str]:
    """The numbered steps, in words."""
    found = re.findall(
        r"<li><p><strong>.*?</li>", html.split('class="p-steps')[1].split("</ol>")[0], re.DOTALL
    )
    return [words(one).strip() for one in found]


def cells(html: str, css: str) -> list[str]:
    """The calendar's squares of one kind: number and note."""
    return [words(cell).strip() for cell in re.findall(rf'<td class="{css}">(.*?)</td>', html)]


def test_working_days_forward(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2), name="Rowan", number="100117")
    child.periods.update(source="import")
    ReviewFactory(period=child.periods.get(), scheduled_date=date(2026, 4, 30))
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="review"))

    assert "Rowan · 100117 · first review" in html
    assert '<p class="p-big">Due by Tuesday 5 May 2026</p>' in html
    assert steps(html) == [
        "Counted from Thursday 2 April 2026, the day Rowan became looked after. From the 903 files. "
        "The day itself is not counted.",
        "20 working days on. Skipped on the way: 5 weekends, Good Friday (3 April), Easter Monday (6 April) "
        "and May Day (4 May).",
        "Last day: Tuesday 5 May 2026. A review held on this day is in time. On Wednesday 6 May 2026 it is late.",
        "Plan for Thursday 30 April 2026, as booked. That leaves 2 working days if it has to move.",
    ]
    assert cells(html, "is-from") == ["2 start"]
    assert cells(html, "is-hol") == ["3 Good Fri", "6 Easter", "4 May Day"]
    assert cells(html, "is-due") == ["5 20: due"]
    assert cells(html, "is-count")[:2] == ["7 1", "8 2"]
    assert cells(html, "is-count")[-1] == "1 19"
    assert "11</td>" not in html.split("May 2026</caption>")[1]  # the weeks after the last day are left out
    assert "Regulation 33(1), Care Planning, Placement and Case Review" in html
    assert "Moving or cancelling the meeting does not change it." in html
    assert "Held on Thu 30 Apr 2026: due by Thu 30 Jul 2026." in words(html)
    assert 'href="/how-dates-are-worked-out/"' in html


def test_a_meeting_after_the_last_day_is_said(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2))
    ReviewFactory(period=child.periods.get(), scheduled_date=date(2026, 5, 7))
    recompute_children([child.pk])

    assert "Plan for Thursday 7 May 2026, as booked. That is after the last day." in words(
        why(signed_in(iro), child.deadlines.get(kind="review"))
    )


def test_working_days_backward(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2), name="Rowan")
    ReviewFactory(period=child.periods.get(), scheduled_date=date(2026, 4, 30))
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="consult_child"))

    assert "ask the child who should come and where, for review 1" in html
    assert "Due by Tuesday 31 March 2026" in html
    assert steps(html)[1] == (
        "20 working days back. Skipped on the way: 4 weekends, Good Friday (3 April) and Easter Monday (6 April)."
    )
    assert cells(html, "is-from") == ["30 review"]
    assert cells(html, "is-due") == ["31 20: due"]
    assert html.split("March 2026</caption>")[1].split("</table>")[0].count("<tr>") == 2  # head and one week
    assert "The review is moved to another day" in html
    assert "Known well, but its text was not before us." in html


def test_an_authoritys_own_holiday_is_named(
    in_scope: LocalAuthority, looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    BankHolidayCorrection.objects.create(authority=in_scope, on=date(2026, 4, 15), name="Jubilee")
    child = looked_after(date(2026, 4, 2))

    html = why(signed_in(iro), child.deadlines.get(kind="review"))

    assert "Due by Wednesday 6 May 2026" in html
    assert "Jubilee (15 April)" in steps(html)[1]
    assert "15 Holiday" in cells(html, "is-hol")


def test_nothing_skipped(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 13))
    review = held(child, 1, date(2026, 4, 20))
    review.source = "portal"
    review.scheduled_date = review.held_date
    review.save()
    deadline = child.deadlines.filter(kind="iro_named").get()

    html = why(signed_in(iro), deadline)

    assert "5 working days on. Skipped on the way: 1 weekend." in words(html)


def test_calendar_months(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 3, 20), name="Elm")
    held(child, 1, date(2026, 4, 11))
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="review", met_date=None))

    assert "Due by Saturday 11 July 2026" in html
    assert steps(html) == [
        "Counted from Saturday 11 April 2026, the day the first review was held. The day itself is not counted.",
        "3 calendar months on. A date counted in months does not move for a weekend or a bank holiday.",
        "Last day: Saturday 11 July 2026. A review held on this day is in time. On Sunday 12 July 2026 it is late.",
        "Plan for Friday 10 July 2026, the last working day before.",
    ]
    assert "The days, one by one" not in html
    assert "6 calendar months after the day this review is held." in words(html)


def test_weeks(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 3, 2))
    child.placements.update(temporary_approval=True)
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="temporary_approval"))

    assert "16 weeks on." in words(html)
    assert "After it the approval no longer holds, unless it was made longer." in words(html)


def test_two_clocks(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2025, 9, 1), name="Birch", date_of_birth=date(2024, 9, 1))
    child.legal_statuses.update(end_date=date(2026, 2, 10))
    LegalStatus.objects.create(
        child=child,
        authority=child.authority,
        period=child.periods.get(),
        code="E1",
        start_date=date(2026, 2, 10),
    )
    held(child, 1, date(2025, 9, 25))
    held(child, 2, date(2025, 12, 20))
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="review", met_date=None))
    said = words(html)

    assert "Due by Sunday 10 May 2026" in html
    assert "Two clocks run Sunday 10 May 2026 The earlier one, so it counts." in said
    assert "Regulation 36(1)(a), Adoption Agencies Regulations 2005" in said
    assert "Saturday 20 June 2026 Counted from Saturday 20 December 2025" in said
    assert "Regulation 33(2), Care Planning" in said


def test_not_too_early_after_an_adoption_placement_ended(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2025, 9, 1), date_of_birth=date(2022, 9, 1))
    child.legal_statuses.update(code="E1")
    child.placements.update(type="A5", end_date=date(2026, 4, 1), end_reason="CREQB")
    child.placements.create(
        authority=child.authority, period=child.periods.get(), type="U6", start_date=date(2026, 4, 1)
    )
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="review", met_date=None))

    assert steps(html)[2] == "Not before Wednesday 29 April 2026. The review should not be held earlier."
    assert "We are not certain of this rule. Your authority can set it, and ought to check it." in html


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2025, 2, 12), "Held on Wednesday 12 February 2025, in time."),
        (date(2025, 2, 13), "Held on Thursday 13 February 2025, 1 working day late."),
        (date(2025, 2, 20), "Held on Thursday 20 February 2025, 6 working days late."),
    ],
)
def test_met(looked_after: Make, iro: Membership, signed_in: SignIn, on: date, said: str) -> None:
    child = looked_after(date(2025, 1, 15))
    held(child, 1, on)
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="review", met_date__isnull=False))

    assert said in words(html)
    assert "What would change this date" not in html
    assert "What the next date will be" not in html


def test_a_visit_done_is_done(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2))
    record_duty_done(
        child=child,
        kind=DutyKind.HEALTH_ASSESSMENT,
        done_date=date(2026, 4, 20),
        by=iro.person,
        on=date(2026, 4, 21),
    )

    html = why(signed_in(iro), child.deadlines.get(kind="health_assessment", met_date__isnull=False))

    assert "Done on Monday 20 April 2026, in time." in words(html)


def test_a_managers_silence(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2025, 1, 15))
    on = date(2026, 4, 20)
    ReviewFactory(
        period=child.periods.get(), state="concluded", held_date=on, concluded_date=on, decisions_issued_date=on,
        decisions_issued_at="2026-04-20T12:00:00Z", decisions_issued_by=iro.person,
    )  # fmt: skip
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="manager_answer"))

    assert "No answer by the end of this day is taken as agreement." in words(html)


@pytest.mark.parametrize(
    ("start_known", "given", "reviewed", "link"),
    [(True, False, False, False), (True, True, False, True), (False, False, True, True)],
)
def test_a_start_that_a_person_may_give_can_be_corrected_from_here(
    looked_after: Make,
    iro: Membership,
    signed_in: SignIn,
    start_known: bool,
    given: bool,
    reviewed: bool,
    link: bool,
) -> None:
    child = looked_after(date(2026, 2, 2))
    child.periods.update(start_known=start_known, start_given_by_person=given)
    if reviewed:
        held(child, 1, date(2026, 2, 20))
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="review", met_date=None))

    assert (f'href="/children/{child.uuid}/start/"' in html) is link


def test_short_breaks_are_not_numbered(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2), name="Fern", number="100097")
    child.periods.update(basis="short_breaks")
    child.legal_statuses.update(code="V3")
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="review"))

    assert "Fern · 100097 · review</span>" in html
    assert "Regulation 48(3)" in html


def test_a_look_is_recorded(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after()
    deadline = child.deadlines.get(kind="review")

    why(signed_in(iro), deadline)

    event = Event.objects.get(verb="deadline.why_viewed")
    assert (event.child_ids, event.object_ids) == ([child.pk], [deadline.pk])


def test_a_strangers_duty_is_not_found(
    in_scope: LocalAuthority, looked_after: Make, iro: Membership, manager: Membership, signed_in: SignIn
) -> None:
    deadline = looked_after(iro=MembershipFactory(authority=in_scope)).deadlines.get(kind="review")
    url = f"/duties/{deadline.uuid}/why/"

    assert signed_in(iro).get(url).status_code == 404
    assert signed_in(MembershipFactory(manager=True)).get(url).status_code == 404
    assert signed_in(manager).get(url).status_code == 200
    assert signed_in(iro).get("/duties/00000000-0000-4000-8000-000000000000/why/").status_code == 404


# -- No date ---------------------------------------------------------------------------------------------------------


def no_date(client: Client, child: Child) -> str:
    """The page's words."""
    answer = client.get(f"/children/{child.uuid}/why-no-date/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_which_fact_is_missing(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2025, 4, 1), name="Moss", number="100093")
    child.periods.update(start_known=False)
    recompute_children([child.pk])

    html = no_date(signed_in(iro), child)
    said = words(html)

    assert "No review date for Moss" in said
    assert (
        "The files tell of Moss being looked after on 1 April 2025, but not since when, and of no review."
        in said
    )
    assert f'href="/children/{child.uuid}/start/">Fill in when care began' in html
    assert "<title>Why no date? Child 100093" in html


def test_eighteen_first(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 15), name="Moss", date_of_birth=date(2008, 4, 30))

    said = words(no_date(signed_in(iro), child))

    assert "No further review is due for Moss" in said
    assert "Moss turns 18 on Thursday 30 April 2026." in said
    assert "Fill in" not in said


def test_facts_that_contradict_each_other(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(name="Moss")
    CaseloadEntry.objects.filter(child=child).update(no_date_reason=Fault.SECOND_ADJOURNMENT)

    said = words(no_date(signed_in(iro), child))

    assert "A review is recorded as adjourned twice. While that stands no date can be trusted" in said
    assert "It has to be corrected in the case system" in said


def test_there_is_no_such_page_where_there_is_a_date(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after()

    assert signed_in(iro).get(f"/children/{child.uuid}/why-no-date/").status_code == 404
    CaseloadEntry.objects.filter(child=child).delete()
    assert signed_in(iro).get(f"/children/{child.uuid}/why-no-date/").status_code == 404


def test_the_caseload_leads_to_it_and_sets_the_settled_apart(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    unknown = looked_after(date(2025, 4, 1), name="Moss")
    unknown.periods.update(start_known=False)
    recompute_children([unknown.pk])
    looked_after(date(2026, 4, 15), name="Oak", date_of_birth=date(2008, 4, 30))

    html = signed_in(iro).get("/children/").content.decode()

    assert f'href="/children/{unknown.uuid}/why-no-date/">Why no date?' in html
    assert "No date can be worked out (1)" in html
    assert "No further review is due (1)" in html


def test_words_of_reasons() -> None:
    assert in_short("malformed") == "Two facts contradict each other"
    assert needs_a_fact("start_not_known") is True
    assert needs_a_fact("eighteen_first") is False


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("review", 1, "First review"),
        ("review", 4, "Review 4"),
        ("review", None, "Review"),
        ("review_meeting", 4, "Review 4, with a meeting"),
        ("review_meeting", None, "Review with a meeting"),
        ("resume", 4, "Resume review 4"),
        ("resume", None, "Resume the adjourned review"),
        ("decisions", 4, "Decisions of review 4"),
        ("record", 4, "Full record of review 4"),
        ("distribution", 4, "Record of review 4 sent to everyone"),
        ("reports", 4, "Reports before review 4"),
        ("manager_answer", 2, "Manager's answer to the decisions, for review 2"),
        ("visit", None, "Visit by the social worker"),
    ],
)
def test_names_of_duties(kind: str, number: int | None, said: str) -> None:
    assert duty_name(kind, number) == said


def test_words_of_days_and_codes() -> None:
    assert [days_in_words(days) for days in (-2, -1, 0, 1, 2)] == [
        "2 working days late", "1 working day late", "due today", "1 working day left", "2 working days left",
    ]  # fmt: skip
    assert [took_part(code) for code in ("PN0", "PN9", "")] == ["Under 4 then (PN0)", "PN9", ""]


@pytest.mark.parametrize("start", [date(2026, 4, 2) + timedelta(days=n) for n in range(0, 28, 3)])
def test_every_square_of_the_calendar_is_counted_once(
    looked_after: Make, iro: Membership, signed_in: SignIn, start: date
) -> None:
    child = looked_after(date(2026, 1, 2))
    child.periods.update(start_date=start - timedelta(days=90))
    recompute_children([child.pk])

    html = why(signed_in(iro), child.deadlines.get(kind="review", met_date=None))

    numbers = [int(cell.split()[1]) for cell in cells(html, "is-count")]
    assert sorted(numbers) == list(range(1, 20))
    assert cells(html, "is-due")[0].endswith("20: due")


def test_a_very_long_count_has_no_calendar(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2))
    child.deadlines.filter(kind="review").update(counted_from=date(2025, 12, 1))

    assert "The days, one by one" not in why(signed_in(iro), child.deadlines.get(kind="review"))
