"""The participation code over every combination of answers, from a table written out by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import codes
from participation.codes import WorkedOut, age_on, work_out
from participation.enums import AtReview, Code, Way

HELD = date(2026, 4, 21)
AGED_TEN = date(2015, 6, 14)
AGED_TWO = date(2023, 6, 14)

LETTERS = {
    "S": Way.SPOKE,
    "A": Way.ADVOCATE_SPOKE,
    "Y": Way.SYMBOLS,
    "B": Way.TOLD_BEFORE,
    "T": Way.SENT,
    "N": Way.NONE,
}

# Spoke, Advocate spoke, sYmbols, told Before, senT, None  |  child there | child not there | nobody said
TABLE = """
    ------  ask    ask    ask
    -----N  PN4    PN7    ask
    ----T-  PN4    PN6    ask
    ----TN  clash  clash  clash
    ---B--  PN4    PN5    ask
    ---B-N  clash  clash  clash
    ---BT-  PN4    PN5    ask
    ---BTN  clash  clash  clash
    --Y---  PN3    PN6    ask
    --Y--N  clash  clash  clash
    --Y-T-  PN3    PN6    ask
    --Y-TN  clash  clash  clash
    --YB--  PN3    PN5    ask
    --YB-N  clash  clash  clash
    --YBT-  PN3    PN5    ask
    --YBTN  clash  clash  clash
    -A----  PN2    PN5    ask
    -A---N  clash  clash  clash
    -A--T-  PN2    PN5    ask
    -A--TN  clash  clash  clash
    -A-B--  PN2    PN5    ask
    -A-B-N  clash  clash  clash
    -A-BT-  PN2    PN5    ask
    -A-BTN  clash  clash  clash
    -AY---  PN2    PN5    ask
    -AY--N  clash  clash  clash
    -AY-T-  PN2    PN5    ask
    -AY-TN  clash  clash  clash
    -AYB--  PN2    PN5    ask
    -AYB-N  clash  clash  clash
    -AYBT-  PN2    PN5    ask
    -AYBTN  clash  clash  clash
    S-----  PN1    clash  ask
    S----N  clash  clash  clash
    S---T-  PN1    clash  ask
    S---TN  clash  clash  clash
    S--B--  PN1    clash  ask
    S--B-N  clash  clash  clash
    S--BT-  PN1    clash  ask
    S--BTN  clash  clash  clash
    S-Y---  PN1    clash  ask
    S-Y--N  clash  clash  clash
    S-Y-T-  PN1    clash  ask
    S-Y-TN  clash  clash  clash
    S-YB--  PN1    clash  ask
    S-YB-N  clash  clash  clash
    S-YBT-  PN1    clash  ask
    S-YBTN  clash  clash  clash
    SA----  PN1    clash  ask
    SA---N  clash  clash  clash
    SA--T-  PN1    clash  ask
    SA--TN  clash  clash  clash
    SA-B--  PN1    clash  ask
    SA-B-N  clash  clash  clash
    SA-BT-  PN1    clash  ask
    SA-BTN  clash  clash  clash
    SAY---  PN1    clash  ask
    SAY--N  clash  clash  clash
    SAY-T-  PN1    clash  ask
    SAY-TN  clash  clash  clash
    SAYB--  PN1    clash  ask
    SAYB-N  clash  clash  clash
    SAYBT-  PN1    clash  ask
    SAYBTN  clash  clash  clash
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


def ways_of(letters: str) -> list[Way]:
    return [LETTERS[letter] for letter in letters if letter != "-"]


def short(answer: WorkedOut) -> str:
    if answer.clash:
        assert answer.code is None
        return "clash"
    if answer.missing:
        assert answer.code is None
        return "ask"
    return answer.code.value


def test_the_table_holds_every_combination_once():
    assert len(ROWS) == 64
    assert len({row[0] for row in ROWS}) == 64


@pytest.mark.parametrize(("letters", "there", "away", "unanswered"), ROWS)
def test_code_of_every_combination_from_four_years(letters, there, away, unanswered):
    expected = {"all": there, "part": there, "no": away, "": unanswered}

    found = {
        at: short(work_out(date_of_birth=AGED_TEN, held_on=HELD, at_review=at, ways=ways_of(letters)))
        for at in expected
    }

    assert found == expected


@pytest.mark.parametrize("at_review", ["", "all", "part", "no"])
@pytest.mark.parametrize("letters", [row[0] for row in ROWS])
def test_under_four_is_pn0_whatever_was_answered(letters, at_review):
    found = work_out(date_of_birth=AGED_TWO, held_on=HELD, at_review=at_review, ways=ways_of(letters))

    assert found.code == "PN0"
    assert found.reasons == ("The child was 2 on the day (under 4)",)
    assert found.missing == ""


def test_a_clash_is_told_of_a_small_child_too():
    found = work_out(date_of_birth=AGED_TWO, held_on=HELD, at_review="no", ways=["spoke"])

    assert found.code == "PN0"
    assert found.clash == "You said the child was not there but spoke at it. Change one answer."


@pytest.mark.parametrize(
    ("held_on", "code"),
    [(date(2026, 4, 20), "PN0"), (date(2026, 4, 21), "PN1"), (date(2026, 4, 22), "PN1")],
)
def test_on_the_fourth_birthday_the_child_is_four(held_on, code):
    found = work_out(date_of_birth=date(2022, 4, 21), held_on=held_on, at_review="all", ways=["spoke"])

    assert found.code == code


@pytest.mark.parametrize(
    ("born", "held_on", "code"),
    [
        (date(2020, 2, 29), date(2024, 2, 28), "PN0"),
        (date(2020, 2, 29), date(2024, 2, 29), "PN1"),
        (date(2096, 2, 29), date(2100, 2, 28), "PN0"),
        (date(2096, 2, 29), date(2100, 3, 1), "PN1"),
    ],
)
def test_born_on_29_february(born, held_on, code):
    assert work_out(date_of_birth=born, held_on=held_on, at_review="all", ways=["spoke"]).code == code


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2015, 6, 14), date(2026, 4, 21), 10),
        (date(2015, 6, 14), date(2026, 6, 13), 10),
        (date(2015, 6, 14), date(2026, 6, 14), 11),
        (date(2020, 2, 29), date(2023, 2, 28), 2),
        (date(2020, 2, 29), date(2023, 3, 1), 3),
        (date(2026, 4, 22), date(2026, 4, 21), -1),
    ],
)
def test_age(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("at_review", "letters", "reasons"),
    [
        (
            "part",
            "S--B--",
            (
                "The child was 10 on the day (4 or over)",
                "The child was there for part of it",
                "The child spoke for themselves",
            ),
        ),
        (
            "all",
            "SA----",
            (
                "The child was 10 on the day (4 or over)",
                "The child was there for all of it",
                "The child spoke for themselves",
                "An advocate spoke for the child: true too, the one above comes first",
            ),
        ),
        (
            "all",
            "---B--",
            (
                "The child was 10 on the day (4 or over)",
                "The child was there for all of it",
                "No views were given there",
                "What was told or sent beforehand counts only for a child who is not there",
            ),
        ),
        (
            "all",
            "-----N",
            (
                "The child was 10 on the day (4 or over)",
                "The child was there for all of it",
                "No views were given there",
            ),
        ),
        (
            "no",
            "-A-BT-",
            (
                "The child was 10 on the day (4 or over)",
                "The child was not there",
                "The child told an advocate or the reviewing officer before, and it was passed on",
                "The child wrote, recorded or sent something: true too, the one above comes first",
            ),
        ),
        (
            "no",
            "-----N",
            (
                "The child was 10 on the day (4 or over)",
                "The child was not there",
                "The child's views did not get to the review",
            ),
        ),
    ],
)
def test_reasons_say_what_the_code_rests_on(at_review, letters, reasons):
    found = work_out(date_of_birth=AGED_TEN, held_on=HELD, at_review=at_review, ways=ways_of(letters))

    assert found.reasons == reasons


@pytest.mark.parametrize(
    ("at_review", "letters", "sentence"),
    [
        ("no", "S-----", "You said the child was not there but spoke at it. Change one answer."),
        (
            "all",
            "S----N",
            "You said the child's views did not get to the review, and also how they got there. Change one answer.",
        ),
        (
            "",
            "----TN",
            "You said the child's views did not get to the review, and also how they got there. Change one answer.",
        ),
    ],
)
def test_a_clash_says_which_answer_to_change(at_review, letters, sentence):
    assert (
        work_out(date_of_birth=AGED_TEN, held_on=HELD, at_review=at_review, ways=ways_of(letters)).clash
        == sentence
    )


def test_what_is_missing_is_asked_one_after_the_other():
    asked = [
        work_out(date_of_birth=AGED_TEN, held_on=held_on, at_review=at, ways=ways).missing
        for held_on, at, ways in [(None, "all", ["spoke"]), (HELD, "", ["spoke"]), (HELD, "all", [])]
    ]

    assert asked == [
        "The code follows once the review has a day.",
        "Say whether the child was at the review.",
        "Choose how the child's views got to the review.",
    ]


def test_a_review_before_birth_is_a_clash_of_dates():
    found = work_out(date_of_birth=date(2026, 5, 1), held_on=HELD, at_review="all", ways=["spoke"])

    assert found == WorkedOut(
        None, clash="The review is before the child's date of birth. Change one of the two dates."
    )


@given(
    born=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    held_on=st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    at_review=st.sampled_from(["", *AtReview.values]),
    ways=st.lists(st.sampled_from(Way.values), max_size=8),
)
def test_there_is_always_one_answer(born, held_on, at_review, ways):
    found = work_out(date_of_birth=born, held_on=held_on, at_review=at_review, ways=ways)

    assert (found.code is not None) + bool(found.missing) <= 1
    assert found.code is not None or found.missing or found.clash
    assert bool(found.reasons) == (found.code is not None)
    assert all(len(reason) <= 200 for reason in found.reasons)
    assert found == work_out(
        date_of_birth=born, held_on=held_on, at_review=at_review, ways=tuple(reversed(ways))
    ), "the order of the answers must not matter"
    if found.code is not None:
        assert (found.code is Code.PN0) == (age_on(born, held_on) < codes.AGE_OF_VOICE)


def test_a_review_on_the_day_of_birth_is_no_clash():
    born = date(2026, 4, 21)

    worked = work_out(date_of_birth=born, held_on=born, at_review="", ways=())

    assert (worked.code, worked.clash) == ("PN0", "")


def test_a_clash_is_told_before_there_is_a_day():
    worked = work_out(date_of_birth=date(2012, 6, 15), held_on=None, at_review="no", ways=("spoke",))

    assert worked.clash == "You said the child was not there but spoke at it. Change one answer."
    assert worked.missing == "The code follows once the review has a day."


def test_answers_that_can_both_be_so_clash_in_no_words():
    assert codes.clash_of("all", ("spoke",)) == ""
