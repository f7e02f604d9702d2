"""How collections join to each other and to what people entered: every case with the rows that must stand."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from children.models import (
    Allocation,
    Child,
    CollectionYearFacts,
    Episode,
    LegalStatus,
    PeriodOfCare,
    Placement,
)
from returns.actions import export_collection
from returns.report import Report
from reviews.models import Deadline, Review
from tests.factories import accounts, children, reviews
from tests.returns.collections import ASH, facts, files, take, taken

pytestmark = pytest.mark.django_db
REST = "ZZ1 1ZZ,ZZ2 2ZZ,SC00001"


def row(start: str, rne: str = "S", ls: str = "C2", place: str = "U6", end: str = "", rec: str = "", why: str = "",
        there: str = "ZZ2 2ZZ", cin: str = "N1", child: str = "501") -> str:  # fmt: skip
    return f"{child},{start},{rne},{ls},{cin},{place},PR1,{end},{rec},{why},ZZ1 1ZZ,{there},SC00001"


def year(number: int, *episodes: str, **more: str) -> dict[str, bytes]:
    return files(episodes="\n".join(episodes), **more)


def spans(authority: LocalAuthority, model: type, *names: str) -> list[tuple]:
    with in_authority(authority):
        return list(model.objects.order_by("start_date").values_list("start_date", "end_date", *names))


def remarks(report: Report) -> list[tuple[str, str, str, str]]:
    return [(item.kind, item.what, item.held, item.told) for item in report.remarks]


D = date
OF_2025 = (
    row("01/05/2024", place="U6", end="01/12/2024", rec="X1", why="CARPL"),
    row("01/12/2024", "P", place="U4"),
)
OF_2026 = (
    row("01/12/2024", "P", place="U4", end="01/08/2025", rec="X1"),
    row("01/08/2025", "L", "E1", place="U4"),
)


def both(authority: LocalAuthority, *years: int) -> list[Report]:
    content = {2025: year(2025, *OF_2025), 2026: year(2026, *OF_2026)}
    return [taken(authority, content[number], year=number) for number in years]


def test_one_placement_and_one_status_over_several_episodes(authority: LocalAuthority) -> None:
    both(authority, 2025, 2026)

    assert spans(authority, PeriodOfCare, "start_known", "basis") == [
        (D(2024, 5, 1), None, True, "accommodated")
    ]
    assert spans(authority, Placement, "type", "end_reason") == [
        (D(2024, 5, 1), D(2024, 12, 1), "U6", "CARPL"),
        (D(2024, 12, 1), None, "U4", ""),
    ]
    assert spans(authority, LegalStatus, "code") == [
        (D(2024, 5, 1), D(2025, 8, 1), "C2"),
        (D(2025, 8, 1), None, "E1"),
    ]
    assert spans(authority, Episode, "new_episode_reason", "end_reason", "collection_year") == [
        (D(2024, 5, 1), D(2024, 12, 1), "S", "X1", 2025),
        (D(2024, 12, 1), D(2025, 8, 1), "P", "X1", 2026),
        (D(2025, 8, 1), None, "L", "", 2026),
    ]


def test_the_older_file_fills_in_the_start_and_reopens_nothing(
    authority: LocalAuthority, other_authority: LocalAuthority
) -> None:
    [first] = both(authority, 2026)
    assert spans(authority, PeriodOfCare, "start_known") == [(D(2024, 12, 1), None, False)]
    [second] = both(authority, 2025)
    both(other_authority, 2025, 2026)

    assert (second.counts["episodes"]["made"], second.counts["episodes"]["unchanged"]) == (1, 1)
    assert spans(authority, PeriodOfCare, "start_known") == [(D(2024, 5, 1), None, True)]
    assert facts(authority) == facts(other_authority)
    assert first.taken


def test_the_year_that_was_stands_as_it_stood(authority: LocalAuthority) -> None:
    both(authority, 2025, 2026)

    made = export_collection(authority=authority, year=2025, by=None).files()

    assert made["episodes.csv"].decode().splitlines()[1:] == list(OF_2025)


def test_a_newer_collection_wins_whatever_the_order(
    authority: LocalAuthority, other_authority: LocalAuthority
) -> None:
    newer = year(2026, row("01/12/2024", "P", place="K2", there="ZZ9 9ZZ"))
    older = year(2025, *OF_2025)
    taken(authority, older, year=2025)
    report = taken(authority, newer, year=2026)
    taken(other_authority, newer, year=2026)
    again = taken(other_authority, older, year=2025)

    assert spans(authority, Placement, "type", "postcode")[1] == (D(2024, 12, 1), None, "K2", "ZZ9 9ZZ")
    assert report.counts["episodes"]["changed"] == 1
    assert facts(authority) == facts(other_authority)
    assert remarks(again) == [("older", "episode of 01/12/2024", "", "")]


def test_a_newer_word_on_a_placement_holds_for_all_its_episodes(
    authority: LocalAuthority, other_authority: LocalAuthority
) -> None:
    """Only the second episode of the home is in the newer file; the home is one fact."""
    older = year(2025, row("01/05/2024", end="01/12/2024", rec="X1"), row("01/12/2024", "L", "E1"))
    newer = year(2026, row("01/12/2024", "L", "E1", there="ZZ9 9ZZ"))
    taken(authority, older, year=2025)
    taken(authority, newer, year=2026)
    taken(other_authority, newer, year=2026)
    taken(other_authority, older, year=2025)

    assert spans(authority, Placement, "postcode") == [(D(2024, 5, 1), None, "ZZ9 9ZZ")]
    assert facts(authority)["placements"] == facts(other_authority)["placements"]
    assert taken(authority, older, year=2025).total("changed") == 0


def test_a_newer_word_on_a_legal_status_holds_before_the_move_too(authority: LocalAuthority) -> None:
    taken(authority, year(2025, *OF_2025), year=2025)
    taken(authority, year(2026, row("01/12/2024", "P", "C1", place="U4")), year=2026)

    assert spans(authority, LegalStatus, "code") == [(D(2024, 5, 1), None, "C1")]


def test_what_the_newer_file_lacks_is_told_and_stays(authority: LocalAuthority) -> None:
    header = f"{ASH}\n502,M,14/06/2012,WBRI,UN2,,"
    first = files(
        header=header,
        episodes="\n".join(
            [
                row("01/05/2025", end="01/06/2025", rec="E4A"),
                row("02/07/2025"),
                row("01/05/2025", child="502"),
            ]
        ),
        reviews="501,14/06/2014,20/05/2025,PN1\n501,14/06/2014,20/07/2025,PN1",
        uasc="502,M,14/06/2012,",
    )
    taken(authority, first, year=2026)
    before = facts(authority)
    second = files(episodes=row("02/07/2025"), reviews="501,14/06/2014,20/07/2025,PN1", uasc="")

    report = taken(authority, second, year=2026)

    assert [(item.kind, item.child, item.what) for item in report.remarks] == [
        ("gone", "501", "review of 20/05/2025"),
        ("gone", "501", "episode of 01/05/2025"),
        ("gone", "502", "the child"),
    ]
    assert facts(authority) == before
    assert report.total("changed") == 0


def test_a_file_that_was_not_handed_in_takes_nothing_away(authority: LocalAuthority) -> None:
    whole = files(
        episodes=row("02/07/2025"),
        reviews="501,14/06/2014,20/07/2025,PN1",
        uasc="501,F,14/06/2014,14/06/2032",
    )
    taken(authority, whole, year=2026)
    before = facts(authority)

    report = taken(authority, files(episodes=row("02/07/2025"), reviews=None, uasc=None), year=2026)
    later = taken(authority, files(episodes=row("02/07/2025"), reviews=None, uasc=None), year=2027)

    assert report.remarks == later.remarks == []
    assert {**facts(authority), "episodes": []} == {**before, "episodes": []}


def test_a_first_day_put_right(authority: LocalAuthority) -> None:
    """The second episode began a day later than first told: it moves, and the first ends with it."""
    taken(authority, year(2025, *OF_2025), year=2025)
    with in_authority(authority):
        home = Placement.objects.get(type="U4")
        home.carer_names = "Rowan"
        home.save()

    report = taken(authority, year(2026, row("02/12/2024", "P", place="U4")), year=2026)

    assert remarks(report) == [("moved", "episode of 01/12/2024, DECOM", "01/12/2024", "02/12/2024")]
    assert spans(authority, Episode, "end_reason") == [
        (D(2024, 5, 1), D(2024, 12, 2), "X1"),
        (D(2024, 12, 2), None, ""),
    ]
    assert spans(authority, Placement, "carer_names")[1] == (D(2024, 12, 2), None, "Rowan")
    assert taken(authority, year(2026, row("02/12/2024", "P", place="U4")), year=2026).total("changed") == 0


def test_moves_in_both_directions_at_once(authority: LocalAuthority) -> None:
    """The database refuses passing overlaps: dates are drawn in before they are set."""
    first = year(
        2026,
        row("01/05/2025", end="01/06/2025", rec="X1", why="CARPL"),
        row("01/06/2025", "P", place="K2", end="01/07/2025", rec="X1", why="CARPL"),
        row("01/07/2025", "P", place="U4"),
    )
    second = year(
        2026,
        row("01/05/2025", end="20/06/2025", rec="X1", why="CARPL"),
        row("20/06/2025", "P", place="K2", end="25/06/2025", rec="X1", why="CARPL"),
        row("25/06/2025", "P", place="U4"),
    )
    taken(authority, first, year=2026)

    taken(authority, second, year=2026)

    assert spans(authority, Placement, "type") == [
        (D(2025, 5, 1), D(2025, 6, 20), "U6"),
        (D(2025, 6, 20), D(2025, 6, 25), "K2"),
        (D(2025, 6, 25), None, "U4"),
    ]


def test_what_a_newer_chain_leaves_no_day_for_is_replaced(authority: LocalAuthority) -> None:
    """The file at hand says that care ended and began anew: the move it told of before is no more."""
    first = [row("01/05/2025", end="01/06/2025", rec="X1"), row("01/06/2025", "B", "E1", "K2")]
    taken(authority, year(2026, *first), year=2026)

    second = [row("01/05/2025", end="01/06/2025", rec="E4A"), row("02/07/2025")]
    report = taken(authority, year(2026, *second), year=2026)

    assert remarks(report) == [("replaced", "episode of 01/06/2025", "02/07/2025", "01/06/2025")]
    assert spans(authority, Placement, "type") == [
        (D(2025, 5, 1), D(2025, 6, 1), "U6"),
        (D(2025, 7, 2), None, "U6"),
    ]


def test_what_the_newer_file_contradicts_is_replaced_and_told(
    authority: LocalAuthority, other_authority: LocalAuthority
) -> None:
    """2025 told of a move; 2026 says that the first episode went on: there was none."""
    older = year(2025, *OF_2025)
    newer = year(2026, row("01/05/2024"))
    taken(authority, older, year=2025)
    report = taken(authority, newer, year=2026)
    taken(other_authority, newer, year=2026)
    again = taken(other_authority, older, year=2025)

    assert remarks(report) == [("replaced", "episode of 01/12/2024", "01/05/2024", "01/12/2024")]
    assert ("older", "episode of 01/12/2024", "01/05/2024", "01/12/2024") in remarks(again)
    assert spans(authority, Episode) == [(D(2024, 5, 1), None)]
    assert spans(authority, Placement) == [(D(2024, 5, 1), None)]
    assert facts(authority) == facts(other_authority)


def test_an_open_episode_ends_where_the_newer_file_begins_another(
    authority: LocalAuthority, other_authority: LocalAuthority
) -> None:
    older = year(2024, row("01/05/2023"))
    newer = year(2026, row("01/08/2024", "P", place="K2"))
    header = ASH.replace(",F,", ",2,")
    older["header.csv"] = files(header=header)["header.csv"]
    taken(authority, older, year=2024)
    report = taken(authority, newer, year=2026)
    taken(other_authority, newer, year=2026)
    taken(other_authority, older, year=2024)

    assert ("cut", "episode of 01/05/2023, DEC", "", "01/08/2024") in remarks(report)
    assert spans(authority, Episode, "end_reason") == [
        (D(2023, 5, 1), D(2024, 8, 1), "X1"),
        (D(2024, 8, 1), None, ""),
    ]
    assert len(spans(authority, PeriodOfCare)) == 1
    assert facts(authority) == facts(other_authority)


@pytest.mark.parametrize("order", [(2025, 2026), (2026, 2025)])
def test_a_start_while_another_episode_is_open_is_refused(
    authority: LocalAuthority, order: tuple[int, int]
) -> None:
    content = {2025: year(2025, row("01/05/2024")), 2026: year(2026, row("01/08/2025", place="K2"))}
    taken(authority, content[order[0]], year=order[0])
    before = facts(authority)

    report = take(authority, content[order[1]], year=order[1])
    good = take(authority, content[order[1]], year=order[1], take_good_rows=True)

    assert not report.taken
    assert [(p.file, p.line, p.column, p.expected) for p in report.refused] == [
        (
            "episodes.csv",
            2,
            "DECOM",
            "The episode that started on 01/05/2024 has no end before another starts on 01/08/2025. "
            "Tell when it ended.",
        )
    ]
    assert good.taken
    assert facts(authority)["episodes"] == before["episodes"]


def test_periods_that_an_older_file_joins(authority: LocalAuthority) -> None:
    """2024 and 2026 tell of two stretches, 2025 of the days between: they are one, and keep what hangs on them."""
    header = files(header=ASH.replace(",F,", ",2,"))["header.csv"]
    of_2024 = year(2024, row("01/05/2023", end="01/02/2024", rec="E4A")) | {"header.csv": header}
    taken(authority, of_2024, year=2024)
    of_2026 = files(episodes=row("01/08/2025", "P", place="K2"), reviews="501,14/06/2014,20/08/2025,PN1")
    taken(authority, of_2026, year=2026)
    assert len(spans(authority, PeriodOfCare)) == 2

    of_2025 = year(2025, row("01/05/2023", end="01/05/2024", rec="X1"), row("01/05/2024", "P", place="R1"))
    report = taken(authority, of_2025, year=2025)

    assert spans(authority, PeriodOfCare, "start_known") == [(D(2023, 5, 1), None, True)]
    assert ("cut", "episode of 01/05/2024, DEC", "", "01/08/2025") in remarks(report)
    with in_authority(authority):
        assert Review.objects.get().period == PeriodOfCare.objects.get()
        assert not Deadline.objects.exclude(period=PeriodOfCare.objects.get()).exists()
    assert taken(authority, of_2026, year=2026).total("changed") == 0


def test_a_period_that_turns_out_to_be_two(authority: LocalAuthority) -> None:
    taken(
        authority,
        files(
            episodes="\n".join([row("01/05/2025", end="01/06/2025", rec="X1"), row("01/06/2025", "L", "C1")]),
            reviews="501,14/06/2014,20/05/2025,PN1\n501,14/06/2014,20/07/2025,PN1",
        ),
        year=2026,
    )

    taken(
        authority,
        files(
            episodes="\n".join(
                [row("01/05/2025", end="01/06/2025", rec="E4A"), row("02/06/2025", "S", "C1")]
            ),
            reviews="501,14/06/2014,20/05/2025,PN1\n501,14/06/2014,20/07/2025,PN1",
        ),
        year=2026,
    )

    assert spans(authority, PeriodOfCare, "end_reason") == [
        (D(2025, 5, 1), D(2025, 6, 1), "E4A"),
        (D(2025, 6, 2), None, ""),
    ]
    with in_authority(authority):
        found = Review.objects.order_by("held_date").values_list("held_date", "number", "period__start_date")
        assert list(found) == [(D(2025, 5, 20), 1, D(2025, 5, 1)), (D(2025, 7, 20), 1, D(2025, 6, 2))]


# -- What people entered ---------------------------------------------------------------------------------------------


def test_what_a_person_put_right_stays_is_told_and_comes_out(authority: LocalAuthority) -> None:
    content = year(2026, row("01/05/2025"))
    taken(authority, content, year=2026)
    with in_authority(authority):
        Child.objects.update(name="Ash", ethnicity="WIRI")
        Placement.objects.update(postcode="ZZ8 8ZZ")
        Episode.objects.update(home_postcode="ZZ7 7ZZ")

    report = taken(authority, content, year=2026)
    later = taken(authority, year(2027, row("01/05/2025", there="ZZ6 6ZZ")), year=2027)

    said = [
        ("kept", "ETHNIC", "WIRI", "WBRI"),
        ("kept", "episode of 01/05/2025, HOME_POST", "ZZ7 7ZZ", "ZZ1 1ZZ"),
        ("kept", "episode of 01/05/2025, PL_POST", "ZZ8 8ZZ", "ZZ2 2ZZ"),
    ]
    assert remarks(report) == said
    assert remarks(later)[2] == ("kept", "episode of 01/05/2025, PL_POST", "ZZ8 8ZZ", "ZZ6 6ZZ")
    assert report.total("changed") == later.total("changed") == 0
    made = export_collection(authority=authority, year=2026, by=None).files()
    assert made["episodes.csv"].decode().splitlines()[1].endswith(",ZZ7 7ZZ,ZZ8 8ZZ,SC00001")
    assert made["header.csv"].decode().splitlines()[1] == ASH.replace("WBRI", "WIRI")
    with in_authority(authority):
        assert Child.objects.get().name == "Ash"


def test_the_file_that_agrees_at_last_ends_the_difference(authority: LocalAuthority) -> None:
    taken(authority, year(2026, row("01/05/2025")), year=2026)
    with in_authority(authority):
        Placement.objects.update(postcode="ZZ8 8ZZ")

    assert taken(authority, year(2026, row("01/05/2025", there="ZZ8 8ZZ")), year=2026).remarks == []
    assert taken(authority, year(2026, row("01/05/2025", there="ZZ5 5ZZ")), year=2026).total("changed") == 1
    assert spans(authority, Placement, "postcode") == [(D(2025, 5, 1), None, "ZZ5 5ZZ")]


def test_a_start_that_a_person_filled_in(authority: LocalAuthority) -> None:
    both(authority, 2026)
    with in_authority(authority):
        PeriodOfCare.objects.update(
            start_date=D(2024, 4, 20),
            start_known=True,
            start_given_by_person=True,
            first_episode_date=D(2024, 12, 1),
        )

    both(authority, 2026)
    assert spans(authority, PeriodOfCare, "first_episode_date") == [(D(2024, 4, 20), None, D(2024, 12, 1))]
    [report] = both(authority, 2025)

    assert spans(authority, PeriodOfCare, "first_episode_date") == [(D(2024, 4, 20), None, D(2024, 5, 1))]
    assert remarks(report)[-1] == ("kept", "start of care", "20/04/2024", "01/05/2024")


def test_a_given_start_that_an_older_file_contradicts_is_refused(authority: LocalAuthority) -> None:
    both(authority, 2026)
    with in_authority(authority):
        PeriodOfCare.objects.update(start_date=D(2024, 4, 20), start_known=True, start_given_by_person=True)
    older = year(2025, row("01/04/2024", end="01/05/2024", rec="E4A"))

    report = take(authority, older, year=2025)

    assert not report.taken
    assert [p.expected for p in report.refused] == [
        "The period of care from 01/04/2024 that is held runs into the one from 20/04/2024. "
        "Put the dates right in the portal or in the file."
    ]


def ended_in_the_portal(authority: LocalAuthority) -> None:
    """A person recorded a move, after the last collection."""
    taken(authority, year(2026, row("01/05/2025")), year=2026)
    with in_authority(authority):
        child, period = Child.objects.get(), PeriodOfCare.objects.get()
        Placement.objects.update(end_date=D(2026, 5, 10))
        Episode.objects.update(end_date=D(2026, 5, 10), end_reason="X1")
        home = children.PlacementFactory(
            period=period, start_date=D(2026, 5, 10), type="K2", postcode="ZZ4 4ZZ"
        )
        children.EpisodeFactory(
            period=period, child=child, start_date=D(2026, 5, 10), new_episode_reason="P", placement=home,
            legal_status=LegalStatus.objects.get(), home_postcode="",
        )  # fmt: skip


def test_what_a_person_recorded_after_the_collection_stays_in_silence(authority: LocalAuthority) -> None:
    ended_in_the_portal(authority)
    before = facts(authority)

    report = taken(authority, year(2026, row("01/05/2025")), year=2026)

    assert report.remarks == []
    assert facts(authority) == before
    made = export_collection(authority=authority, year=2026, by=None).files()
    assert made["episodes.csv"].decode().splitlines()[1:] == [row("01/05/2025")]


def test_the_next_collection_is_laid_beside_what_a_person_recorded(authority: LocalAuthority) -> None:
    """The file has the move two days later, to the same kind of home, with a home postcode nobody had entered."""
    ended_in_the_portal(authority)
    content = year(2027, row("01/05/2025", end="12/05/2026", rec="X1"), row("12/05/2026", "P", place="K2"))

    report = taken(authority, content, year=2027)

    assert remarks(report) == [
        ("kept", "episode of 01/05/2025, DEC", "10/05/2026", "12/05/2026"),
        ("kept", "episode of 10/05/2026, DECOM", "10/05/2026", "12/05/2026"),
        ("kept", "episode of 10/05/2026, PL_POST", "ZZ4 4ZZ", "ZZ2 2ZZ"),
    ]
    assert spans(authority, Episode, "home_postcode", "collection_year") == [
        (D(2025, 5, 1), D(2026, 5, 10), "ZZ1 1ZZ", 2027),
        (D(2026, 5, 10), None, "ZZ1 1ZZ", 2027),
    ]


def test_a_later_move_ends_what_a_person_left_open(authority: LocalAuthority) -> None:
    ended_in_the_portal(authority)
    content = year(
        2027,
        row("01/05/2025", end="10/05/2026", rec="X1"),
        row("10/05/2026", "P", place="K2", end="01/09/2026", rec="X1", why="CLOSE"),
        row("01/09/2026", "P", place="U4"),
    )

    taken(authority, content, year=2027)

    assert spans(authority, Placement, "type", "postcode") == [
        (D(2025, 5, 1), D(2026, 5, 10), "U6", "ZZ2 2ZZ"),
        (D(2026, 5, 10), D(2026, 9, 1), "K2", "ZZ4 4ZZ"),
        (D(2026, 9, 1), None, "U4", "ZZ2 2ZZ"),
    ]


def test_a_persons_open_episode_gives_way_to_a_later_one_of_another_kind(authority: LocalAuthority) -> None:
    ended_in_the_portal(authority)
    content = year(2027, row("01/05/2025", end="10/05/2026", rec="X1"), row("20/05/2026", "P", place="U4"))
    content["episodes.csv"] = content["episodes.csv"].replace(b",10/05/2026,X1", b",20/05/2026,X1")

    report = taken(authority, content, year=2027)

    assert ("cut", "episode of 10/05/2026, DEC", "", "20/05/2026") in remarks(report)
    assert [span[:2] for span in spans(authority, Episode)] == [
        (D(2025, 5, 1), D(2026, 5, 10)),
        (D(2026, 5, 10), D(2026, 5, 20)),
        (D(2026, 5, 20), None),
    ]


def test_a_persons_closed_episode_stands_against_the_file(authority: LocalAuthority) -> None:
    taken(authority, year(2026, row("01/05/2025", end="01/06/2025", rec="E4A")), year=2026)
    with in_authority(authority):
        child = Child.objects.get()
        period = children.PeriodOfCareFactory(child=child, start_date=D(2025, 7, 1), end_date=D(2025, 9, 1))
        children.EpisodeFactory(
            period=period, start_date=D(2025, 7, 1), end_date=D(2025, 9, 1), end_reason="E4A", new_episode_reason="S",
            placement__end_date=D(2025, 9, 1), legal_status__end_date=D(2025, 9, 1),
        )  # fmt: skip
    content = year(2026, row("01/05/2025", end="01/06/2025", rec="E4A"), row("10/07/2025", place="K2"))

    report = taken(authority, content, year=2026)

    assert remarks(report)[-1] == ("kept", "episode of 10/07/2025", "01/07/2025", "10/07/2025")
    assert len(spans(authority, Episode)) == 2


def moved_by_a_person(authority: LocalAuthority) -> None:
    """The files told of a move on 1 June; somebody put it right to 20 May."""
    told = year(2026, row("01/05/2025", end="01/06/2025", rec="X1"), row("01/06/2025", "P", place="K2"))
    taken(authority, told, year=2026)
    with in_authority(authority):
        for model in (Episode, Placement):
            model.objects.filter(end_date=D(2025, 6, 1)).update(end_date=D(2025, 5, 20))
            model.objects.filter(start_date=D(2025, 6, 1)).update(start_date=D(2025, 5, 20))


def test_a_move_that_a_person_put_right_stays(authority: LocalAuthority) -> None:
    moved_by_a_person(authority)
    told = year(2026, row("01/05/2025", end="01/06/2025", rec="X1"), row("01/06/2025", "P", place="K2"))

    report = taken(authority, told, year=2026)

    assert remarks(report) == [
        ("kept", "episode of 01/05/2025, DEC", "20/05/2025", "01/06/2025"),
        ("kept", "episode of 20/05/2025, DECOM", "20/05/2025", "01/06/2025"),
    ]
    assert report.total("changed") == 0


def test_a_new_episode_where_a_person_put_another_is_refused(authority: LocalAuthority) -> None:
    moved_by_a_person(authority)
    told = year(
        2026,
        row("01/05/2025", end="25/05/2025", rec="X1"),
        row("25/05/2025", "P", place="R1", end="01/06/2025", rec="X1"),
        row("01/06/2025", "P", place="K2"),
    )

    report = take(authority, told, year=2026)

    assert [(p.line, p.expected) for p in report.refused] == [
        (
            line,
            "The episode that started on 20/05/2025 has no end before another starts on 25/05/2025. "
            "Tell when it ended.",
        )
        for line in (2, 3, 4)
    ]


def test_an_end_before_the_start_a_person_put_right_is_refused(authority: LocalAuthority) -> None:
    taken(authority, year(2026, row("01/05/2025")), year=2026)
    with in_authority(authority):
        for model in (Episode, Placement, LegalStatus, PeriodOfCare):
            model.objects.update(start_date=D(2025, 5, 10))

    report = take(authority, year(2026, row("01/05/2025", end="06/05/2025", rec="E4A")), year=2026)

    assert [p.expected for p in report.refused] == [
        "The episode that started on 10/05/2025 would end before it starts."
    ]


def test_an_end_a_person_put_right_stays_whole(authority: LocalAuthority) -> None:
    """The day and the reason of an end are one fact: a file that opens the episode again changes neither."""
    taken(authority, year(2026, row("01/05/2025", end="01/06/2025", rec="E4A")), year=2026)
    with in_authority(authority):
        for model in (Episode, Placement, LegalStatus, PeriodOfCare):
            model.objects.update(end_date=D(2025, 6, 3))

    report = taken(authority, year(2026, row("01/05/2025")), year=2026)

    assert remarks(report) == [
        ("kept", "episode of 01/05/2025, DEC", "03/06/2025", ""),
        ("kept", "episode of 01/05/2025, REC", "E4A", ""),
    ]


def test_a_chain_that_was_left_open_by_good_rows_takes_no_new_start(authority: LocalAuthority) -> None:
    taken(
        authority,
        year(2025, row("01/05/2024", end="01/06/2024", rec="X1"), row("01/06/2024", "P", "QQ", "K2")),
        year=2025,
        take_good_rows=True,
    )

    report = take(authority, year(2026, row("01/08/2025")), year=2026)

    assert [p.expected for p in report.refused] == [
        "The episode that started on 01/05/2024 has no end before another starts on 01/08/2025. Tell when it ended."
    ]


def test_a_home_that_the_files_part_in_two(authority: LocalAuthority) -> None:
    """Odd (rule 434), and taken: the second episode gets a placement of its own, the first keeps the one held."""
    first = row("01/05/2025", end="01/06/2025", rec="X1")
    taken(authority, year(2026, first, row("01/06/2025", "L", "E1")), year=2026)
    report = taken(authority, year(2026, first, row("01/06/2025", "L", "E1", there="ZZ9 9ZZ")), year=2026)

    assert [p.rule for p in report.warnings] == ["434"]
    assert spans(authority, Placement, "postcode") == [
        (D(2025, 5, 1), D(2025, 6, 1), "ZZ2 2ZZ"),
        (D(2025, 6, 1), None, "ZZ9 9ZZ"),
    ]


def test_both_changed_at_once_across_the_years(authority: LocalAuthority) -> None:
    older = year(2025, row("01/05/2024", end="01/02/2025", rec="X1"), row("01/02/2025", "B", "C1", "K2"))
    taken(authority, older, year=2025)
    taken(authority, year(2026, row("01/02/2025", "B", "E1", "R1")), year=2026)

    assert spans(authority, LegalStatus, "code") == [
        (D(2024, 5, 1), D(2025, 2, 1), "C2"),
        (D(2025, 2, 1), None, "E1"),
    ]


def test_a_period_a_person_entered_without_episodes_is_taken_on(authority: LocalAuthority) -> None:
    with in_authority(authority):
        child = children.ChildFactory(
            authority=authority, number="501", date_of_birth=D(2014, 6, 14), name="Ash"
        )
        period = children.PeriodOfCareFactory(child=child, start_date=D(2025, 4, 28))
        children.LegalStatusFactory(period=period, code="C1")
        children.PlacementFactory(period=period, type="U6", postcode="", carer_names="Rowan")

    report = taken(authority, year(2026, row("01/05/2025")), year=2026)

    assert spans(authority, PeriodOfCare, "first_episode_date") == [(D(2025, 4, 28), None, D(2025, 5, 1))]
    assert spans(authority, Placement, "postcode", "carer_names") == [
        (D(2025, 5, 1), None, "ZZ2 2ZZ", "Rowan")
    ]
    assert spans(authority, LegalStatus, "code") == [(D(2025, 5, 1), None, "C1")]
    assert ("kept", "start of care", "28/04/2025", "01/05/2025") in remarks(report)
    with in_authority(authority):
        assert Child.objects.get().name == "Ash"


def test_rows_a_person_entered_that_the_file_runs_into_refuse_it(authority: LocalAuthority) -> None:
    with in_authority(authority):
        child = children.ChildFactory(authority=authority, number="501", date_of_birth=D(2014, 6, 14))
        children.PeriodOfCareFactory(child=child, start_date=D(2025, 4, 28), end_date=D(2025, 5, 10))
        children.PeriodOfCareFactory(child=child, start_date=D(2025, 5, 20))

    report = take(authority, year(2026, row("01/05/2025")), year=2026)

    assert [p.expected for p in report.refused] == [
        "The period of care from 28/04/2025 that is held runs into the one from 20/05/2025. "
        "Put the dates right in the portal or in the file."
    ]


def test_a_given_start_after_the_end_is_refused(authority: LocalAuthority) -> None:
    both(authority, 2026)
    with in_authority(authority):
        PeriodOfCare.objects.update(start_date=D(2025, 9, 1), start_known=True, start_given_by_person=True)
    content = year(2026, OF_2026[0], row("01/08/2025", "L", "E1", place="U4", end="15/08/2025", rec="E4A"))

    report = take(authority, content, year=2026)

    assert [p.expected for p in report.refused] == [
        "The start of care that somebody filled in is after its end. Put it right in the portal or in the file."
    ] * 2


# -- Kinds of care ---------------------------------------------------------------------------------------------------


def test_each_short_break_is_a_period_of_its_own(authority: LocalAuthority) -> None:
    breaks = [
        "501,01/05/2025,S,V3,N2,R1,PR4,03/05/2025,E8,,,,",
        "501,01/06/2025,S,V3,N2,R1,PR4,03/06/2025,E8,,,,",
    ]
    content = files(
        episodes="\n".join(breaks), reviews="501,14/06/2014,20/05/2025,PN1\n501,14/06/2014,03/12/2025,PN1"
    )

    report = take(authority, content, year=2026)
    taken(authority, files(episodes="\n".join(breaks), reviews="501,14/06/2014,20/05/2025,PN1"), year=2026)

    assert report.warnings != []
    assert report.taken  # the second review lies within six months of the last break
    assert spans(authority, PeriodOfCare, "basis", "end_reason") == [
        (D(2025, 5, 1), D(2025, 5, 3), "short_breaks", "E8"),
        (D(2025, 6, 1), D(2025, 6, 3), "short_breaks", "E8"),
    ]
    with in_authority(authority):
        assert list(Review.objects.order_by("held_date").values_list("period__start_date", "number")) == [
            (D(2025, 5, 1), 1),
            (D(2025, 6, 1), 1),
        ]
    assert export_collection(authority=authority, year=2026, by=None).files()["reviews.csv"].count(b"\n") == 1


def test_short_breaks_that_became_full_time_are_one_period(authority: LocalAuthority) -> None:
    rows = [
        "501,01/05/2025,S,V4,N2,R1,PR4,01/07/2025,X1,,,,",
        row("01/07/2025", "B", "V2", cin="N2"),
    ]
    taken(authority, files(episodes="\n".join(rows), reviews="501,14/06/2014,20/08/2025,PN1"), year=2026)

    assert spans(authority, PeriodOfCare, "basis") == [(D(2025, 5, 1), None, "short_breaks")]
    assert spans(authority, LegalStatus, "code") == [
        (D(2025, 5, 1), D(2025, 7, 1), "V4"),
        (D(2025, 7, 1), None, "V2"),
    ]
    assert export_collection(authority=authority, year=2026, by=None).files()["reviews.csv"].count(b"\n") == 2


@pytest.mark.parametrize(
    ("status", "basis"), [("J1", "remanded"), ("V3", "short_breaks"), ("C1", "accommodated")]
)
def test_the_footing_of_a_period(authority: LocalAuthority, status: str, basis: str) -> None:
    taken(authority, year(2026, row("01/05/2025", ls=status)), year=2026)

    assert spans(authority, PeriodOfCare, "basis") == [(D(2025, 5, 1), None, basis)]


def test_the_footing_follows_the_first_row_unless_a_person_changed_it(authority: LocalAuthority) -> None:
    taken(authority, year(2026, row("01/12/2024", "L", "C2")), year=2026)
    older = year(2025, row("01/05/2024", ls="J1", end="01/12/2024", rec="X1"), row("01/12/2024", "L", "C2"))
    taken(authority, older, year=2025)
    assert spans(authority, PeriodOfCare, "basis") == [(D(2024, 5, 1), None, "remanded")]
    with in_authority(authority):
        PeriodOfCare.objects.update(basis="accommodated")

    taken(authority, older, year=2025)

    assert spans(authority, PeriodOfCare, "basis") == [(D(2024, 5, 1), None, "accommodated")]


def test_the_day_a_child_died(authority: LocalAuthority) -> None:
    taken(authority, year(2026, row("01/05/2025", end="02/06/2025", rec="E2")), year=2026)

    with in_authority(authority):
        assert Child.objects.get().died_on == D(2025, 6, 2)


def test_the_end_of_care_ends_the_allocation_and_leaves_open_reviews_to_a_person(
    authority: LocalAuthority,
) -> None:
    taken(authority, year(2025, row("01/05/2024")), year=2025)
    iro = accounts.MembershipFactory(authority=authority).person
    with in_authority(authority):
        child = Child.objects.get()
        children.AllocationFactory(child=child, iro=iro, start_date=D(2024, 5, 3))
        reviews.ReviewFactory(period=PeriodOfCare.objects.get(), number=1, scheduled_date=D(2025, 9, 1))

    report = taken(authority, year(2026, row("01/05/2024", end="01/08/2025", rec="E4A")), year=2026)

    assert remarks(report) == [
        ("decide", "care has ended, and a review booked for 01/09/2025 is still open in the portal", "", "")
    ]
    with in_authority(authority):
        assert Allocation.objects.get().end_date == D(2025, 8, 1)
        assert Allocation.objects.get().ended_at is not None
        assert Review.objects.get().state == "scheduled"


def test_between_short_breaks_the_allocation_stays(authority: LocalAuthority) -> None:
    taken(authority, files(episodes="501,30/03/2025,S,V3,N2,R1,PR4,,,,,,"), year=2025)
    iro = accounts.MembershipFactory(authority=authority).person
    with in_authority(authority):
        children.AllocationFactory(child=Child.objects.get(), iro=iro, start_date=D(2025, 3, 31))

    taken(authority, files(episodes="501,30/03/2025,S,V3,N2,R1,PR4,02/04/2025,E8,,,,"), year=2026)

    with in_authority(authority):
        assert Allocation.objects.get().end_date is None


# -- The child as such -----------------------------------------------------------------------------------------------


def test_each_year_keeps_what_it_said_of_the_child(authority: LocalAuthority) -> None:
    header = "501,F,14/06/2014,WBRI,UN4,0,"
    taken(authority, files(header=header, episodes=row("01/05/2024")), year=2025)
    report = taken(authority, files(episodes=row("01/05/2024")), year=2026)

    assert report.counts["children"]["changed"] == 1
    assert (
        export_collection(authority=authority, year=2025, by=None)
        .files()["header.csv"]
        .endswith(header.encode() + b"\r\n")
    )
    assert (
        export_collection(authority=authority, year=2026, by=None)
        .files()["header.csv"]
        .endswith(ASH.encode() + b"\r\n")
    )


def test_an_older_header_overwrites_nothing(authority: LocalAuthority) -> None:
    taken(authority, files(episodes=row("01/05/2024")), year=2026)

    report = taken(
        authority,
        files(header=ASH.replace("14/06/2014", "15/06/2014"), episodes=row("01/05/2024")),
        year=2025,
    )

    assert remarks(report) == [("older", "DOB", "14/06/2014", "15/06/2014")]
    with in_authority(authority):
        assert Child.objects.get().date_of_birth == D(2014, 6, 14)
        assert list(CollectionYearFacts.objects.order_by("year").values_list("year", "date_of_birth")) == [
            (2025, D(2014, 6, 15)),
            (2026, D(2014, 6, 14)),
        ]


def test_a_birthday_that_changes_with_the_year_is_odd_and_taken(authority: LocalAuthority) -> None:
    taken(authority, files(episodes=row("01/05/2024")), year=2025)

    report = taken(
        authority,
        files(header=ASH.replace("14/06/2014", "15/06/2014"), episodes=row("01/05/2024")),
        year=2026,
    )

    assert [(p.file, p.line, p.column, p.rule, p.expected) for p in report.warnings] == [
        ("header.csv", 2, "DOB", "203", "14/06/2014, as in the collection of 2025.")
    ]
    with in_authority(authority):
        assert Child.objects.get().date_of_birth == D(2014, 6, 15)


def test_a_fact_put_right_is_right_for_every_year(authority: LocalAuthority) -> None:
    both(authority, 2025, 2026)
    with in_authority(authority):
        Child.objects.update(sex="M", ethnicity="WIRI", upn="UN2")

    header = {
        y: export_collection(authority=authority, year=y, by=None).files()["header.csv"] for y in (2025, 2026)
    }

    assert header[2025].endswith(b"501,M,14/06/2014,WIRI,A123456789012,0,\r\n")
    assert header[2026].endswith(b"501,M,14/06/2014,WIRI,UN2,0,\r\n")


def test_a_code_put_right_is_not_written_into_a_year_that_had_others(authority: LocalAuthority) -> None:
    header = ASH.replace(",F,", ",2,")
    taken(authority, files(header=header, episodes=row("01/05/2023")), year=2024)
    taken(authority, files(episodes=row("01/05/2023")), year=2025)
    with in_authority(authority):
        Child.objects.update(sex="M")

    made = export_collection(authority=authority, year=2024, by=None).files()["header.csv"]

    assert made.endswith(header.encode() + b"\r\n")


def test_unaccompanied_children_year_by_year(authority: LocalAuthority) -> None:
    episode = row("01/05/2024")
    taken(authority, files(episodes=episode, uasc="501,F,14/06/2014,10/07/2025"), year=2025)
    missing = taken(authority, files(episodes=episode, uasc=""), year=2026)
    gone = taken(authority, files(episodes=episode, uasc=""), year=2025)

    assert remarks(missing) == remarks(gone) == [("gone", "in the UASC table", "", "")]
    made = {
        y: export_collection(authority=authority, year=y, by=None).files()["uasc.csv"] for y in (2025, 2026)
    }
    assert made[2025].endswith(b"501,F,14/06/2014,10/07/2025\r\n")
    assert made[2026] == b"CHILD,SEX,DOB,DUC\r\n"


def test_an_unaccompanied_child_of_the_same_year_stays(authority: LocalAuthority) -> None:
    taken(authority, files(episodes=row("01/05/2024"), uasc="501,F,14/06/2014,"), year=2025)

    report = taken(authority, files(episodes=row("01/05/2024"), uasc=""), year=2025)
    changed = taken(
        authority, files(episodes=row("01/05/2024"), uasc="501,F,14/06/2014,14/06/2032"), year=2025
    )

    assert remarks(report) == [("gone", "in the UASC table", "", "")]
    assert changed.counts["uasc"]["changed"] == 1


def test_a_child_only_the_portal_knows_is_in_the_export(authority: LocalAuthority) -> None:
    with in_authority(authority):
        child = children.ChildFactory(
            authority=authority, number="900", date_of_birth=D(2010, 1, 2), unaccompanied=True,
            unaccompanied_until=D(2028, 1, 2), upn="UN2",
        )  # fmt: skip
        period = children.PeriodOfCareFactory(child=child, start_date=D(2025, 6, 1))
        children.EpisodeFactory(period=period)

    made = export_collection(authority=authority, year=2026, by=None).files()

    assert made["header.csv"].splitlines()[1] == b"900,F,02/01/2010,WBRI,UN2,,"
    assert made["uasc.csv"].splitlines()[1] == b"900,F,02/01/2010,02/01/2028"
    assert made["episodes.csv"].splitlines()[1] == b"900,01/06/2025,S,C2,N1,U6,PR1,,,,ZZ9 9ZZ,ZZ1 1ZZ,SC00001"
    again = taken(authority, made, year=2026)
    assert again.total("changed") == 0
    assert again.counts["children"]["unchanged"] == 1


# -- Reviews ---------------------------------------------------------------------------------------------------------


def review(day: str, code: str = "PN1") -> str:
    return f"501,14/06/2014,{day},{code}"


@pytest.mark.parametrize(
    ("episode", "day", "expected"),
    [
        (row("01/05/2025"), "30/04/2025", "A day on or after 01/05/2025: no file tells of care before it."),
        (
            row("01/05/2025", end="01/06/2025", rec="E4A"),
            "02/06/2025",
            "A day on which the child was looked after: care ended on 01/06/2025.",
        ),
    ],
)
def test_reviews_outside_care_are_refused(
    authority: LocalAuthority, episode: str, day: str, expected: str
) -> None:
    report = take(authority, files(episodes=episode, reviews=review(day)), year=2026)

    assert [(p.file, p.line, p.column, p.value, p.child, p.expected) for p in report.refused] == [
        ("reviews.csv", 2, "REVIEW", day, "501", expected)
    ]


def test_reviews_on_the_first_and_the_last_day_count(authority: LocalAuthority) -> None:
    content = files(
        episodes=row("01/05/2025", end="01/06/2025", rec="E4A"),
        reviews=f"{review('01/05/2025')}\n{review('01/06/2025')}",
    )

    assert taken(authority, content, year=2026).counts["reviews"]["made"] == 2


def test_a_review_is_found_in_care_that_only_the_portal_knows(authority: LocalAuthority) -> None:
    both(authority, 2025)
    late = files(episodes=OF_2026[0].replace(",01/08/2025,X1", ",,"), reviews=review("01/06/2024"))

    report = taken(authority, late, year=2026)

    assert [(p.column, p.rule) for p in report.warnings] == [("REVIEW", "")]
    assert report.counts["reviews"]["made"] == 1


def test_older_reviews_shift_the_numbers(authority: LocalAuthority) -> None:
    taken(authority, files(episodes=row("01/05/2024"), reviews=review("01/06/2025")), year=2026)
    iro = accounts.PersonFactory()
    with in_authority(authority):
        period = PeriodOfCare.objects.get()
        reviews.ReviewFactory(period=period, number=2, scheduled_date=D(2026, 6, 1), chaired_by=iro)
        reviews.ReviewFactory(
            period=period, number=1, state="cancelled", cancelled_at=datetime(2025, 5, 1, tzinfo=UTC),
            cancelled_by=iro, scheduled_date=D(2025, 5, 20),
        )  # fmt: skip

    taken(authority, files(episodes=row("01/05/2024"), reviews=review("20/05/2024")), year=2025)

    with in_authority(authority):
        found = Review.objects.order_by("scheduled_date").values_list("scheduled_date", "number", "state")
        assert list(found) == [
            (D(2024, 5, 20), 1, "completed"),
            (D(2025, 5, 20), 1, "cancelled"),
            (D(2025, 6, 1), 2, "completed"),
            (D(2026, 6, 1), 3, "scheduled"),
        ]


def test_codes_of_reviews(authority: LocalAuthority) -> None:
    content = files(episodes=row("01/05/2025"), reviews=review("01/06/2025"))
    taken(authority, content, year=2026)

    changed = taken(
        authority, files(episodes=row("01/05/2025"), reviews=review("01/06/2025", "PN2")), year=2026
    )
    with in_authority(authority):
        Review.objects.update(participation_code="PN6")
    kept = taken(authority, content, year=2026)

    assert changed.counts["reviews"] == {"made": 0, "changed": 1, "unchanged": 0}
    assert remarks(kept) == [("kept", "participation code of the review of 01/06/2025", "PN6", "PN1")]
    made = export_collection(authority=authority, year=2026, by=None).files()
    assert made["reviews.csv"].endswith(b"501,14/06/2014,01/06/2025,PN6\r\n")


def test_an_older_file_says_nothing_of_a_review_a_newer_one_told(authority: LocalAuthority) -> None:
    taken(authority, files(episodes=row("01/05/2024"), reviews=review("30/03/2025", "PN2")), year=2026)

    report = taken(
        authority, files(episodes=row("01/05/2024"), reviews=review("30/03/2025", "PN1")), year=2025
    )
    newer = taken(
        authority, files(episodes=row("01/05/2024"), reviews=review("30/03/2025", "PN2")), year=2027
    )

    assert remarks(report) == [("older", "participation code of the review of 30/03/2025", "PN2", "PN1")]
    assert newer.counts["reviews"]["unchanged"] == 1
    with in_authority(authority):
        assert list(Review.objects.values_list("imported_code", "collection_year")) == [("PN2", 2027)]
    assert (
        taken(
            authority, files(episodes=row("01/05/2024"), reviews=review("30/03/2025", "PN2")), year=2025
        ).remarks
        == []
    )


def test_a_review_of_the_portal_stands_beside_the_files(authority: LocalAuthority) -> None:
    taken(authority, files(episodes=row("01/05/2025")), year=2026)
    day = D(2025, 6, 1)
    with in_authority(authority):
        period = PeriodOfCare.objects.get()
        reviews.ReviewFactory(
            period=period, number=1, state="concluded", held_date=day, concluded_date=day, scheduled_date=day
        )
        reviews.ReviewFactory(period=period, number=2, scheduled_date=D(2025, 12, 1))
    content = files(episodes=row("01/05/2025"), reviews=f"{review('01/06/2025')}\n{review('01/12/2025')}")

    report = taken(authority, content, year=2026)

    assert remarks(report) == [
        ("kept", "participation code of the review of 01/06/2025", "none yet", "PN1"),
        (
            "decide",
            "a review is booked in the portal for 01/12/2025, and the file says it was held",
            "",
            "",
        ),
    ]
    made = export_collection(authority=authority, year=2026, by=None)
    assert made.without_code == [("501", day)]
    assert made.files()["reviews.csv"].endswith(b"REVIEW_CODE\r\n501,14/06/2014,01/12/2025,PN1\r\n")
    with in_authority(authority):
        Review.objects.filter(held_date=day).update(participation_code="PN1")
    assert [kind for kind, *_ in remarks(taken(authority, content, year=2026))] == []
    assert export_collection(authority=authority, year=2026, by=None).without_code == []


def test_reviews_of_the_year_only_and_full_ones_only(authority: LocalAuthority) -> None:
    content = files(
        episodes=row("01/05/2024"), reviews="\n".join(review(d) for d in ("31/03/2026", "01/04/2025"))
    )
    taken(authority, content, year=2026)
    taken(authority, files(episodes=row("01/05/2024"), reviews=review("31/03/2025")), year=2025)
    with in_authority(authority):
        Review.objects.filter(held_date=D(2025, 4, 1)).update(full=False)

    made = export_collection(authority=authority, year=2026, by=None).files()

    assert made["reviews.csv"].splitlines()[1:] == [b"501,14/06/2014,31/03/2026,PN1"]


# -- Good rows -------------------------------------------------------------------------------------------------------


def test_the_good_rows_alone(authority: LocalAuthority) -> None:
    header = f"{ASH}\n502,M,14/06/2012,WBRI,UN2,,\n503,X,14/06/2012,WBRI,UN2,,"
    episodes = [
        row("01/05/2025", end="01/06/2025", rec="X1", why="CARPL"),
        row("01/06/2025", "P", "QQ", "U4"),
        row("01/05/2025", child="502"),
        row("01/05/2025", child="503"),
    ]
    reviews_csv = "\n".join([review("20/05/2025"), review("20/06/2025"), "502,14/06/2012,20/05/2025,PN9"])
    content = files(header=header, episodes="\n".join(episodes), reviews=reviews_csv)

    refused = take(authority, content, year=2026)
    assert not refused.taken
    assert refused.total("made") == 0
    assert facts(authority)["children"] == []
    report = take(authority, content, year=2026, take_good_rows=True)

    assert report.taken
    assert [(str(p.severity), p.file, p.line) for p in report.refused] == [
        ("refused", "episodes.csv", 3),
        ("refused", "header.csv", 4),
        ("refused", "reviews.csv", 4),
        ("follows", "episodes.csv", 5),
    ]
    assert {thing: counts["made"] for thing, counts in report.counts.items()} == {
        "children": 2,
        "episodes": 2,
        "reviews": 2,
        "uasc": 0,
        "periods": 2,
    }
    assert spans(authority, PeriodOfCare, "end_reason") == [
        (D(2025, 5, 1), None, ""),
        (D(2025, 5, 1), None, ""),
    ]
    assert report.as_dict()["counts"]["episodes"]["refused"] == 2


def test_what_the_good_rows_left_open_goes_out_open_and_comes_back(
    authority: LocalAuthority, other_authority: LocalAuthority
) -> None:
    """The return takes no end by X1 that no episode follows: with its next one refused, the first stays open."""
    episodes = [
        row("01/05/2025", end="01/06/2025", rec="X1", why="CARPL"),
        row("01/06/2025", "P", "QQ", "U4"),
    ]
    take(authority, year(2026, *episodes), year=2026, take_good_rows=True)

    made = export_collection(authority=authority, year=2026, by=None).files()

    assert made["episodes.csv"].splitlines()[1:] == [
        b"501,01/05/2025,S,C2,N1,U6,PR1,,,,ZZ1 1ZZ,ZZ2 2ZZ,SC00001",
    ]
    taken(other_authority, made, year=2026)
    assert export_collection(authority=other_authority, year=2026, by=None).files() == made
    mended = [episodes[0], row("01/06/2025", "P", place="U4")]
    taken(authority, year(2026, *mended), year=2026)
    assert export_collection(authority=authority, year=2026, by=None).files()["episodes.csv"].splitlines()[
        1:
    ] == [line.encode() for line in mended]


def test_reviews_of_refused_episodes_are_left_out_with_them(authority: LocalAuthority) -> None:
    content = files(episodes=row("01/05/2025", ls="QQ"), reviews=review("20/05/2025"))

    report = take(authority, content, year=2026, take_good_rows=True)

    assert [(str(p.severity), p.file, p.expected) for p in report.refused] == [
        ("refused", "episodes.csv", "One of C1, C2, D1, E1, V2, V3, V4, L1, L2, L3, J1, J2, J3."),
        (
            "follows",
            "reviews.csv",
            "Left out with line 2 of episodes.csv, refused: nothing good tells of care on this day.",
        ),
    ]
    assert report.counts["children"]["made"] == 1


def test_reviews_of_a_chain_that_does_not_fit_what_is_held(authority: LocalAuthority) -> None:
    taken(authority, year(2025, row("01/05/2024", end="01/06/2024", rec="E4A")), year=2025)
    with in_authority(authority):
        PeriodOfCare.objects.update(start_given_by_person=True, start_date=D(2024, 5, 30))
        Episode.objects.update(told=None, collection_year=None)
    content = files(
        episodes=row("01/05/2024", end="15/05/2024", rec="E4A") + "\n" + row("20/05/2024", place="K2"),
        reviews=review("20/07/2025"),
    )

    report = take(authority, content, year=2026)

    assert [
        (str(p.severity), p.file, p.line, p.expected) for p in report.refused if p.file == "reviews.csv"
    ] == [
        (
            "follows",
            "reviews.csv",
            2,
            "Left out with the child's episodes, refused: nothing good tells of care on this day.",
        )
    ]


def test_a_file_that_cannot_be_read_leaves_no_good_rows(authority: LocalAuthority) -> None:
    content = files(episodes=row("01/05/2025")) | {"more.csv": b"What,is,this\n"}

    report = take(authority, content, take_good_rows=True)

    assert not report.taken
    assert report.unreadable
    assert [p.file for p in report.refused] == ["more.csv"]
