"""Each rule with the row that breaks it: refused or only odd, with file, line, column and child."""

from datetime import date

import pytest

from returns.checks import check, work_out_year
from returns.reading import read_collection
from tests.returns.collections import ASH, files

GOOD = "501,01/05/2025,S,C2,N1,U6,PR1,,,,ZZ1 1ZZ,ZZ2 2ZZ,SC00001"
START = "501,01/05/2025,S,C2,N1,U6,PR1"
"""An episode up to its provider."""
REST = "ZZ1 1ZZ,ZZ2 2ZZ,SC00001"
CLOSED = f"{START},01/09/2025,X1,CARPL,{REST}"
THEN = "501,01/09/2025,P,C2,N1,U4,PR1,,,,ZZ1 1ZZ,ZZ3 3ZZ,SC00002"


def found(content: dict[str, bytes], year: int = 2026) -> list[tuple]:
    """Severity, file, line, column, rule of everything."""
    checked = check(read_collection(content), year=year)
    return [(str(p.severity), p.file, p.line, p.column, p.rule) for p in checked.problems]


def refused(file: str, line: int, column: str, rule: str = "") -> tuple:
    return ("refused", f"{file}.csv", line, column, rule)


def odd(file: str, line: int, column: str, rule: str = "") -> tuple:
    return ("warning", f"{file}.csv", line, column, rule)


def follows(file: str, line: int) -> tuple:
    return ("follows", f"{file}.csv", line, "", "")


def test_good_rows_raise_nothing() -> None:
    content = files(
        episodes=f"{CLOSED}\n{THEN}",
        reviews="501,14/06/2014,28/05/2025,PN1",
        uasc="501,F,14/06/2014,14/06/2032",
    )

    assert found(content) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (",F,14/06/2014,WBRI,A123456789012,0,", [refused("header", 2, "CHILD")]),
        ("5 1,F,14/06/2014,WBRI,A123456789012,0,", [refused("header", 2, "CHILD")]),
        ("123456789012345678901,F,14/06/2014,WBRI,A123456789012,0,", [refused("header", 2, "CHILD")]),
        ("501,,14/06/2014,WBRI,A123456789012,0,", [refused("header", 2, "SEX", "101")]),
        ("501,1,14/06/2014,WBRI,A123456789012,0,", [refused("header", 2, "SEX", "101")]),
        ("501,F,,WBRI,A123456789012,0,", [refused("header", 2, "DOB", "102")]),
        ("501,F,2014-06-14,WBRI,A123456789012,0,", [refused("header", 2, "DOB", "102")]),
        ("501,F,14/6/2014,WBRI,A123456789012,0,", [refused("header", 2, "DOB", "102")]),
        ("501,F,31/02/2014,WBRI,A123456789012,0,", [refused("header", 2, "DOB", "102")]),
        ("501,F,١٤/٠٦/٢٠١٤,WBRI,A123456789012,0,", [refused("header", 2, "DOB", "102")]),
        ("501,F,14/06/1814,WBRI,A123456789012,0,", [refused("header", 2, "DOB", "102")]),
        ("501,F,01/04/2026,WBRI,A123456789012,0,", [refused("header", 2, "DOB", "301")]),
        ("501,F,14/06/2014,,A123456789012,0,", [refused("header", 2, "ETHNIC", "103")]),
        ("501,F,14/06/2014,WXYZ,A123456789012,0,", [refused("header", 2, "ETHNIC", "103")]),
        ("501,F,14/06/2014,WBRI,I123456789012,0,", [refused("header", 2, "UPN", "168")]),
        ("501,F,14/06/2014,WBRI,UN6,0,", [refused("header", 2, "UPN", "168")]),
        ("501,F,14/06/2014,WBRI,A123456789012,2,", [refused("header", 2, "MOTHER", "165")]),
        ("501,F,14/06/2014,WBRI,A123456789012,1,1/1/2026", [refused("header", 2, "MC_DOB", "171")]),
        ("501,F,14/06/2014,WBRI,A123456789012,1,14/06/2013", [refused("header", 2, "MC_DOB", "621")]),
        ("501,F,14/06/2014,WBRI,A123456789012,1,01/04/2026", [refused("header", 2, "MC_DOB")]),
        ("501,F,14/06/2014,WBRI,A123456789012,0", [refused("header", 2, "")]),
    ],
)
def test_header_rows_that_are_refused(row: str, expected: list[tuple]) -> None:
    number = row.split(",")[0]
    leaning = [] if number != "501" else [follows("episodes", 2)]
    other = [] if number == "501" else [refused("episodes", 2, "CHILD", "INT08")]

    assert found(files(header=row, episodes=GOOD)) == [*other, *expected, *leaning]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("501,U,14/06/2014,WBRI,A12345678901B,,", odd("header", 2, "SEX", "232")),
        ("501,F,14/06/2014,WBRI,,0,", odd("header", 2, "UPN", "442")),
        ("501,F,14/06/2014,WBRI,UN2,,", odd("header", 2, "MOTHER", "393")),
    ],
)
def test_header_rows_that_are_odd(row: str, expected: tuple) -> None:
    assert found(files(header=row, episodes=GOOD)) == [expected]


def test_odd_ages_and_children_without_episodes() -> None:
    header = (
        "501,F,14/06/1999,WBRI,A123456789012,0,\n502,M,14/06/2010,WBRI,UN3,,\n503,M,14/06/2006,WBRI,UN3,,"
    )
    content = files(header=header, episodes=GOOD) | {
        "oc3.csv": b"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n503,14/06/2006,YES,F2,B1\n"
    }

    assert found(content) == [
        odd("episodes", 2, "DEC", "359"),
        odd("episodes", 2, "DECOM", "352"),
        odd("header", 2, "DOB", "351"),
        odd("header", 3, "CHILD", "EPI"),
    ]


def test_a_child_twice_in_the_header() -> None:
    differing = f"{ASH}\n501,M,14/06/2014,WBRI,A123456789013,,"
    both = [refused("header", 2, "CHILD", "INT32"), refused("header", 3, "CHILD", "INT32")]

    assert found(files(header=differing, episodes=GOOD)) == [*both, follows("episodes", 2)]
    assert found(files(header=f"{ASH}\n{ASH}", episodes=GOOD)) == [refused("header", 3, "CHILD", "INT32")]


def test_a_third_row_of_a_child_names_the_other_two() -> None:
    rows = "\n".join([ASH, ASH.replace("WBRI", "WIRI"), ASH.replace("WBRI", "WOTH")])
    checked = check(read_collection(files(header=rows, episodes=GOOD)), year=2026)

    assert [(p.line, p.expected) for p in checked.refused if p.file == "header.csv"] == [
        (2, "One row only: line 3 is another for the same key."),
        (3, "One row only: line 2 is another for the same key."),
        (4, "One row only: line 2, 3 is another for the same key."),
    ]


def test_a_pupil_number_is_one_childs() -> None:
    header = f"{ASH}\n502,M,14/06/2012,WBRI,A123456789012,,\n503,M,14/06/2012,WBRI,UN2,,\n504,M,14/06/2012,WBRI,UN2,,"
    episodes = "\n".join(GOOD.replace("501", number) for number in ("501", "502", "503", "504"))

    assert found(files(header=header, episodes=episodes)) == [
        refused("header", 3, "UPN", "444"),
        follows("episodes", 3),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"501,,S,C2,N1,U6,PR1,,,,{REST}", [refused("episodes", 2, "DECOM", "141")]),
        (f"501,1/5/2025,S,C2,N1,U6,PR1,,,,{REST}", [refused("episodes", 2, "DECOM", "141")]),
        (f"501,01/04/2026,S,C2,N1,U6,PR1,,,,{REST}", [refused("episodes", 2, "DECOM", "354")]),
        (f"501,13/06/2014,S,C2,N1,U6,PR1,,,,{REST}", [refused("episodes", 2, "DECOM", "302")]),
        (f"501,01/05/2025,,C2,N1,U6,PR1,,,,{REST}", [refused("episodes", 2, "RNE", "143")]),
        (f"501,01/05/2025,X,C2,N1,U6,PR1,,,,{REST}", [refused("episodes", 2, "RNE", "143")]),
        (f"501,01/05/2025, S,C2,N1,U6,PR1,,,,{REST}", [refused("episodes", 2, "RNE", "143")]),
        (f"501,01/05/2025,S,,N1,U6,PR1,,,,{REST}", [refused("episodes", 2, "LS", "144")]),
        (f"501,01/05/2025,S,C9,N1,U6,PR1,,,,{REST}", [refused("episodes", 2, "LS", "144")]),
        (f"501,01/05/2025,S,C2,,U6,PR1,,,,{REST}", [refused("episodes", 2, "CIN", "145")]),
        (f"501,01/05/2025,S,C2,N9,U6,PR1,,,,{REST}", [refused("episodes", 2, "CIN", "145")]),
        (f"501,01/05/2025,S,C2,N1,,PR1,,,,{REST}", [refused("episodes", 2, "PLACE", "146")]),
        (f"501,01/05/2025,S,C2,N1,Z1,,,,,{REST}", [refused("episodes", 2, "PLACE", "146")]),
        (f"501,01/05/2025,S,C2,N1,U6,PR9,,,,{REST}", [refused("episodes", 2, "PLACE_PROVIDER", "178")]),
        (f"{START},01/09/2025,E43,,{REST}", [refused("episodes", 2, "REC", "149")]),
        (f"{START},31/08/25,E4A,,{REST}", [refused("episodes", 2, "DEC", "147")]),
        (f"{START},01/04/2026,E4A,,{REST}", [refused("episodes", 2, "DEC", "385")]),
        (f"{START},01/05/2025,E4A,,{REST}", [refused("episodes", 2, "DEC", "355")]),
        (f"{START},30/04/2025,E4A,,{REST}", [refused("episodes", 2, "DEC", "356")]),
        (f"{START},01/09/2025,,,{REST}", [refused("episodes", 2, "REC", "148")]),
        (f"{START},,E4A,,{REST}", [refused("episodes", 2, "DEC", "148")]),
        (f"{START},01/09/2025,X1,,{REST}", [refused("episodes", 2, "REC", "388")]),
        (f"{START},01/09/2025,E4A,WHY,{REST}", [refused("episodes", 2, "REASON_PLACE_CHANGE", "1009")]),
        (f"{START},,,,ZZ1 1ZZ AND MORE,ZZ2 2ZZ,SC00001", [refused("episodes", 2, "HOME_POST")]),
        (f"{START},,,,ZZ1 1ZZ,ZZ2 2ZZ AND MORE,SC00001", [refused("episodes", 2, "PL_POST")]),
        (f"{START},,,,ZZ1 1ZZ,ZZ2 2ZZ,SC000010000", [refused("episodes", 2, "URN")]),
        (f"{START},,", [refused("episodes", 2, "")]),
        (GOOD.replace("501", ""), [refused("episodes", 2, "CHILD"), odd("header", 2, "CHILD", "EPI")]),
        (
            GOOD.replace("501", "777"),
            [refused("episodes", 2, "CHILD", "INT08"), odd("header", 2, "CHILD", "EPI")],
        ),
    ],
)
def test_episodes_that_are_refused(row: str, expected: list[tuple]) -> None:
    assert found(files(episodes=row)) == expected


def test_an_episode_before_the_act_is_refused() -> None:
    header = ASH.replace("2014", "1988")
    row = GOOD.replace("01/05/2025,S", "13/10/1991,P")

    assert refused("episodes", 2, "DECOM", "353") in found(files(header=header, episodes=row))


OF_2025 = "501,01/05/2024,S,C2,N1,{},PR1,,,,ZZ1 1ZZ,ZZ2 2ZZ,SC00001"


@pytest.mark.parametrize(
    ("place", "year", "good"),
    [("Z1", 2025, True), ("Z1", 2026, False), ("Z11", 2026, True), ("Z11", 2025, False), ("K3", 2025, True)],
)
def test_codes_belong_to_their_years(place: str, year: int, good: bool) -> None:
    checked = check(read_collection(files(episodes=OF_2025.format(place))), year=year)

    assert [p.expected for p in checked.refused] == (
        []
        if good
        else [
            {
                "Z1": "A code of 2026: Z1 could be used until the collection of 2025.",
                "Z11": "A code of 2025: Z11 may be used from the collection of 2026 on.",
            }[place]
        ]
    )


END = "01/09/2025,E4A,"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # an open episode that is not the last
        ([GOOD, THEN], [refused("episodes", 2, "DEC", "142"), follows("episodes", 3)]),
        # overlap, gap after X1, the same day after an end, S after X1, another reason than S after an end
        (
            [CLOSED, THEN.replace("01/09/2025", "31/08/2025")],
            [refused("episodes", 3, "DECOM", "501")],
        ),
        (
            [CLOSED, THEN.replace("01/09/2025", "02/09/2025")],
            [refused("episodes", 3, "DECOM", "388")],
        ),
        ([CLOSED, THEN.replace(",P,", ",S,")], [refused("episodes", 3, "RNE", "431")]),
        (
            [f"{START},{END},{REST}", THEN.replace(",P,", ",S,")],
            [refused("episodes", 3, "DECOM", "388")],
        ),
        (
            [f"{START},{END},{REST}", THEN.replace("01/09/2025", "02/09/2025")],
            [refused("episodes", 3, "RNE", "432")],
        ),
        (
            [f"{START},01/09/2025,E2,,{REST}", THEN.replace("01/09/2025,P", "02/09/2025,S")],
            [refused("episodes", 3, "DECOM", "437")],
        ),
        # a good return
        ([f"{START},{END},{REST}", THEN.replace("01/09/2025,P", "02/09/2025,S")], []),
    ],
)
def test_broken_chains(rows: list[str], expected: list[tuple]) -> None:
    assert found(files(episodes="\n".join(rows))) == expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        # an end that is refused itself says nothing of the next episode
        (CLOSED.replace(",X1,", ",x1,"), [refused("episodes", 2, "REC", "149")]),
        (CLOSED.replace("01/09/2025", "01/05/2025"), [refused("episodes", 2, "DEC", "355")]),
        (CLOSED.replace("01/09/2025", "01/09/2026"), [refused("episodes", 2, "DEC", "385")]),
    ],
)
def test_the_row_behind_a_wrong_end_is_not_blamed(first: str, expected: list[tuple]) -> None:
    assert found(files(episodes=f"{first}\n{THEN}")) == [*expected, follows("episodes", 3)]


def test_what_follows_a_refused_episode() -> None:
    """The middle one is refused: those behind it go with it, to the end, since nothing good says how care went on."""
    last = "501,01/12/2025,S,C2,N1,U6,PR1,,,," + REST
    rows = [
        CLOSED,
        THEN.replace(",C2,", ",QQ,").replace(",,,,", ",01/11/2025,X1,CARPL,"),
        f"501,01/11/2025,P,C2,N1,U6,PR4,15/11/2025,E4A,,{REST}",
        last,
    ]
    checked = check(read_collection(files(episodes="\n".join(rows))), year=2026)

    assert [(str(p.severity), p.line) for p in checked.refused] == [
        ("refused", 3),
        ("follows", 4),
        ("follows", 5),
    ]
    assert [item.line.number for item in checked.episodes["501"]] == [2]
    assert checked.refused[1].expected == (
        "Left out with the episode of line 3, which was refused: this one follows it."
    )


def test_a_later_start_of_care_is_taken_where_the_last_good_episode_has_an_end() -> None:
    rows = [
        f"501,01/04/2025,S,C2,N1,U6,PR1,01/05/2025,E4A,,{REST}",
        f"501,02/05/2025,S,QQ,N1,U6,PR1,01/09/2025,X1,CARPL,{REST}",
        f"501,01/09/2025,P,C2,N1,U4,PR1,01/11/2025,E4A,,{REST}",
        f"501,02/11/2025,S,C2,N1,U6,PR1,,,,{REST}",
    ]
    checked = check(read_collection(files(episodes="\n".join(rows))), year=2026)

    assert [item.line.number for item in checked.episodes["501"]] == [2, 5]
    assert checked.broken_chains["501"].number == 3


def test_an_episode_without_a_date_breaks_the_chain_where_it_stands() -> None:
    rows = [CLOSED, THEN.replace("501,01/09/2025", "501,?").replace(",,,,", ",01/11/2025,X1,CARPL,")]
    rows.append(f"501,01/11/2025,P,C2,N1,U6,PR4,,,,{REST}")

    assert found(files(episodes="\n".join(rows))) == [
        refused("episodes", 3, "DECOM", "141"),
        follows("episodes", 4),
    ]


def test_a_torn_row_breaks_the_chain_too() -> None:
    rows = [CLOSED, "501,01/09/2025,P", f"501,01/11/2025,P,C2,N1,U6,PR4,,,,{REST}"]

    assert found(files(episodes="\n".join(rows))) == [refused("episodes", 3, ""), follows("episodes", 4)]


def test_an_episode_twice() -> None:
    other = GOOD.replace("U6", "K2")

    assert found(files(episodes=f"{GOOD}\n{GOOD}")) == [refused("episodes", 3, "DECOM")]
    assert [
        item for item in found(files(episodes=f"{GOOD}\n{other}")) if item[3] == "DECOM" and not item[4]
    ] == [
        refused("episodes", 2, "DECOM"),
        refused("episodes", 3, "DECOM"),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("501,14/06/2014,,PN1", [refused("reviews", 2, "REVIEW", "166")]),
        ("501,14/06/2014,2025-06-01,PN1", [refused("reviews", 2, "REVIEW", "166")]),
        ("501,14/06/2014,01/06/2025,", [refused("reviews", 2, "REVIEW_CODE", "167")]),
        ("501,14/06/2014,01/06/2025,PN8", [refused("reviews", 2, "REVIEW_CODE", "167")]),
        ("501,14/06/2014,01/04/2026,PN1", [refused("reviews", 2, "REVIEW")]),
        ("501,15/06/2014,01/06/2025,PN1", [refused("reviews", 2, "DOB", "INT17")]),
        ("501,,01/06/2025,PN1", [refused("reviews", 2, "DOB", "102")]),
        ("777,14/06/2014,01/06/2025,PN1", [refused("reviews", 2, "CHILD", "INT08")]),
        ("501,14/06/2014,01/06/2025", [refused("reviews", 2, "")]),
        ("501,14/06/2014,01/06/2025,PN0", [odd("reviews", 2, "REVIEW_CODE", "440")]),
        ("501,14/06/2014,01/03/2025,PN1", [odd("reviews", 2, "REVIEW")]),
    ],
)
def test_reviews(row: str, expected: list[tuple]) -> None:
    assert found(files(episodes=GOOD, reviews=row)) == expected


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("PN0", "01/06/2025", []),
        ("PN1", "01/06/2025", []),
        ("PN0", "02/06/2025", [odd("reviews", 2, "REVIEW_CODE", "440")]),
        ("PN7", "31/05/2025", [odd("reviews", 2, "REVIEW_CODE", "441")]),
    ],
)
def test_on_the_fourth_birthday_both_kinds_of_code_pass(code: str, day: str, expected: list[tuple]) -> None:
    header = "501,M,01/06/2021,WBRI,UN1,,"

    assert found(files(header=header, episodes=GOOD, reviews=f"501,01/06/2021,{day},{code}")) == expected


def test_born_on_29_february() -> None:
    """Four in a leap year on the day itself; ten in a common year on 1 March."""
    header = "501,1,29/02/2020,WBRI,UN1,,"
    content = files(
        header=header,
        episodes=GOOD.replace("2025", "2023"),
        reviews="501,29/02/2020,29/02/2024,PN0\n501,29/02/2020,01/03/2024,PN0",
    )
    remand = files(
        header="501,M,29/02/2016,WBRI,UN1,,", episodes=GOOD.replace("01/05/2025,S,C2", "28/02/2026,S,J1")
    )

    assert found(content, year=2024) == [odd("reviews", 3, "REVIEW_CODE", "440")]
    assert found(remand) == [odd("episodes", 2, "LS", "358")]


@pytest.mark.parametrize(("on", "expected"), [(date(2025, 5, 31), 1), (date(2025, 6, 1), 0)])
def test_a_review_that_is_still_to_come_was_not_held(on: date, expected: int) -> None:
    """The year is not over yet: the end of the collection does not say it."""
    content = files(episodes=GOOD, reviews="501,14/06/2014,01/06/2025,PN1")

    refused = check(read_collection(content), year=2026, on=on).refused

    words = "A review that was held, on or before 31/05/2025: this day is still to come."
    assert [(p.file, p.line, p.column, p.expected) for p in refused] == [
        ("reviews.csv", 2, "REVIEW", words)
    ] * expected


@pytest.mark.parametrize("table", ["header", "episodes"])
def test_a_table_that_is_not_there_is_told_once(table: str) -> None:
    """Not again for each row of the others that would lean on it."""
    content = files(episodes=GOOD, reviews="501,14/06/2014,01/06/2025,PN1", uasc="501,F,14/06/2014,")
    del content[f"{table}.csv"]

    assert found(content) == [("refused", "The collection", 0, "", "")]


def test_a_table_that_breaks_off_proves_nothing() -> None:
    content = files(episodes=f"{CLOSED}\n", reviews="502,14/06/2012,01/06/2025,PN9")
    content["header.csv"] += b"502,M,14/06/2012,WBRI,UN2,,\n"
    content["episodes.csv"] += THEN.replace("ZZ1", '"ZZ1').encode()

    assert found(content) == [refused("episodes", 3, ""), refused("reviews", 2, "REVIEW_CODE", "167")]


def test_reviews_twice_and_of_children_without_episodes() -> None:
    header = f"{ASH}\n502,M,14/06/2012,WBRI,UN2,,"
    reviews = """501,14/06/2014,01/06/2025,PN1
        501,14/06/2014,01/06/2025,PN1
        501,14/06/2014,02/06/2025,PN1
        501,14/06/2014,02/06/2025,PN2
        502,14/06/2012,01/06/2025,PN1"""

    assert found(files(header=header, episodes=GOOD, reviews=reviews)) == [
        odd("header", 3, "CHILD", "EPI"),
        refused("reviews", 3, "REVIEW"),
        refused("reviews", 4, "REVIEW"),
        refused("reviews", 5, "REVIEW"),
        refused("reviews", 6, "CHILD", "1012"),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("501,F,14/06/2014,", []),
        ("501,,14/06/2014,", [refused("uasc", 2, "SEX")]),
        ("501,M,14/06/2014,", [refused("uasc", 2, "SEX")]),
        ("501,F,14/06/2015,", [refused("uasc", 2, "DOB", "INT12")]),
        ("501,F,14/06/2014,soon", [refused("uasc", 2, "DUC")]),
        ("777,F,14/06/2014,", [refused("uasc", 2, "CHILD", "INT08")]),
        ("501,F,14/06/2014", [refused("uasc", 2, "")]),
        ("501,F,14/06/2014,\n501,F,14/06/2014,", [refused("uasc", 3, "CHILD")]),
        ("5 1,F,14/06/2014,", [refused("uasc", 2, "CHILD")]),
    ],
)
def test_unaccompanied_children(row: str, expected: list[tuple]) -> None:
    assert found(files(episodes=GOOD, uasc=row)) == expected


BOY = "501,M,14/06/2014,WBRI,UN2,,"


def one(start: str, rne: str, ls: str, place: str, provider: str, end: str = "", rec: str = "", why: str = "",
        home: str = "ZZ1 1ZZ", there: str = "ZZ2 2ZZ", urn: str = "SC00001", cin: str = "N1") -> str:  # fmt: skip
    return ",".join(["501", start, rne, ls, cin, place, provider, end, rec, why, home, there, urn])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([one("01/05/2025", "S", "V2", "P1", "PR0", urn="")], [("PLACE", "378")]),
        ([one("01/05/2025", "P", "V2", "T0", "", urn="")], [("RNE", "357")]),
        ([one("01/05/2025", "S", "C2", "T0", "", urn="")], [("RNE", "380")]),
        ([one("01/05/2025", "P", "C2", "T0", "PR1", urn="")], [("PLACE_PROVIDER", "213"), ("RNE", "357")]),
        ([one("01/05/2025", "P", "C2", "T0", "", "02/06/2025", "E4A", urn="")], [("REC", "381"), ("RNE", "357")]),
        ([one("01/05/2025", "S", "V3", "T0", "", "03/05/2025", "E8", home="", there="", urn="")],
         [("PLACE", "382"), ("REC", "381"), ("RNE", "380")]),
        ([one("01/05/2025", "S", "V3", "U4", "PR1", "03/05/2025", "E8", home="", there="", urn="")],
         [("PLACE", "384")]),
        ([one("01/05/2025", "S", "C2", "A5", "PR1")], [("LS", "408")]),
        ([one("01/05/2025", "L", "V3", "R1", "PR1", "03/05/2025", "E8", home="", there="", urn="")],
         [("RNE", "357"), ("RNE", "366")]),
        ([one("01/05/2025", "S", "C2", "U6", "")], [("PLACE_PROVIDER", "526")]),
        ([one("01/05/2025", "S", "C2", "U6", "PR0")], [("PLACE_PROVIDER", "550")]),
        ([one("01/05/2025", "S", "C2", "R5", "PR1", urn="")], [("PLACE_PROVIDER", "527")]),
        ([one("01/05/2025", "S", "C2", "R2", "PR2", urn="")], [("PLACE_PROVIDER", "528")]),
        ([one("01/05/2025", "S", "C2", "K1", "PR3")], [("PLACE_PROVIDER", "529")]),
        ([one("01/05/2025", "S", "C2", "P1", "PR4", urn="")], [("PLACE_PROVIDER", "530")]),
        ([one("01/05/2025", "S", "C2", "P1", "PR5", urn="")], [("PLACE_PROVIDER", "531")]),
        ([one("01/05/2025", "S", "V4", "R1", "PR4")], [("HOME_POST", "398"), ("PL_POST", "398"), ("URN", "214")]),
        ([one("01/05/2025", "S", "C2", "R1", "PR4")], [("URN", "222")]),
        ([one("01/05/2025", "S", "C2", "U6", "PR4", urn="")], [("URN", "218")]),
        ([one("01/05/2025", "S", "C2", "U6", "PR4", home="somewhere")], [("HOME_POST", "392c")]),
        ([one("01/05/2025", "S", "C2", "U6", "PR4", there="zz22zz")], [("PL_POST", "392c")]),
        ([one("01/05/2025", "S", "C2", "U6", "PR4", there="ZZ1 1ZZ")], [("PL_POST", "392d")]),
        ([one("01/05/2025", "S", "C2", "P1", "PR0", there="ZZ1 1ZZ", urn="")], []),
        ([one("01/05/2023", "S", "J1", "K1", "PR1")], [("LS", "358")]),
        ([one("01/05/2025", "S", "C2", "K3", "PR1", "01/06/2025", "E4A")], [("PLACE", "371")]),
        ([one("01/05/2023", "S", "C2", "R5", "PR4", "01/06/2025", "E4A", urn="")], [("PLACE", "372")]),
        ([one("01/05/2018", "S", "C2", "S1", "PR4", "01/06/2025", "E4A")], [("PLACE", "373")]),
        ([one("01/05/2025", "S", "C2", "P3", "PR4", "01/06/2025", "E4A", urn="")], [("PLACE", "374")]),
        ([one("01/05/2024", "S", "L1", "U6", "PR4", "05/05/2025", "E4A")], [("DEC", "361")]),
        ([one("01/05/2025", "S", "L2", "U6", "PR4", "23/05/2025", "E4A")], [("DEC", "362")]),
        ([one("01/05/2025", "S", "L3", "U6", "PR4", "09/05/2025", "E4A")], [("DEC", "363")]),
        ([one("01/05/2025", "S", "J2", "U6", "PR4", "23/05/2025", "E4A")], [("DEC", "364")]),
        ([one("01/05/2025", "S", "V3", "R1", "PR4", "19/05/2025", "E8", home="", there="", urn="")],
         [("DEC", "365")]),
        ([one("01/05/2025", "S", "C2", "U6", "PR4", "02/05/2025", "E5")], [("REC", "386")]),
        ([one("01/05/2025", "S", "C2", "U6", "PR4", "02/05/2025", "E7")], [("REC", "389")]),
        ([one("01/05/2025", "S", "C2", "U6", "PR4", "02/05/2025", "E17")], [("REC", "460")]),
        ([one("01/05/2025", "S", "C2", "K2", "PR4", "02/05/2025", "E45")], [("REC", "516")]),
        ([one("01/05/2023", "S", "C2", "K1", "PR4", "02/05/2024", "X1", "CUSTOD"),
          one("02/05/2024", "P", "C2", "K2", "PR4")], [("REASON_PLACE_CHANGE", "234")]),
    ],
)  # fmt: skip
def test_episodes_that_are_odd(rows: list[str], expected: list[tuple[str, str]]) -> None:
    checked = check(read_collection(files(header=BOY, episodes="\n".join(rows))), year=2026)

    assert checked.refused == []
    assert [(p.column, p.rule) for p in checked.warnings if p.file == "episodes.csv"] == expected
    assert all(p.child == "501" and p.line in (2, 3) for p in checked.warnings)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (one("01/05/2025", "S", "C2", "U6", "PR4", "02/09/2025", "E11"), [("REC", "386")]),
        (one("01/05/2025", "S", "C2", "U6", "PR4", "02/09/2025", "E47"), [("REC", "407")]),
        (one("01/05/2025", "S", "V2", "K2", "PR4"), []),
        (one("01/05/2025", "S", "V2", "U6", "PR4"), [("DEC", "359")]),
    ],
)
def test_those_who_turned_18(row: str, expected: list[tuple[str, str]]) -> None:
    checked = check(read_collection(files(header=BOY.replace("2014", "2007"), episodes=row)), year=2026)

    assert [(p.column, p.rule) for p in checked.problems] == expected


A = one("01/05/2025", "S", "C2", "U6", "PR1", "01/09/2025", "X1", "CARPL")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([A, one("01/09/2025", "L", "C2", "U6", "PR1")], [("RNE", "434")]),
        ([A, one("01/09/2025", "L", "E1", "K2", "PR1")], [("RNE", "434")]),
        ([A, one("01/09/2025", "P", "C2", "U6", "PR1")], [("RNE", "435")]),
        ([A, one("01/09/2025", "T", "E1", "U4", "PR1")], [("RNE", "435")]),
        ([A, one("01/09/2025", "B", "E1", "U6", "PR1")], [("RNE", "436")]),
        ([A, one("01/09/2025", "U", "C2", "U4", "PR1")], [("RNE", "436")]),
        ([A, one("01/09/2025", "B", "E1", "U4", "PR1")], []),
        ([A, one("01/09/2025", "P", "C2", "U4", "PR1", cin="N2")], [("CIN", "504")]),
        ([A.replace("CARPL", ""), one("01/09/2025", "P", "C2", "U4", "PR1")], [("RNE", "225")]),
        ([A, one("01/09/2025", "P", "C2", "T1", "", urn="")], [("PLACE", "226")]),
        ([A.replace("CARPL", ""), one("01/09/2025", "P", "C2", "T1", "", urn="")], []),
    ],
)
def test_changes_that_are_odd(rows: list[str], expected: list[tuple[str, str]]) -> None:
    checked = check(read_collection(files(header=BOY, episodes="\n".join(rows))), year=2026)

    assert checked.refused == []
    assert [(p.column, p.rule, p.line) for p in checked.warnings] == [(*item, 3) for item in expected]


def break_of(start: str, end: str, status: str = "V3") -> str:
    return f"501,{start},S,{status},N2,R1,PR4,{end},E8,,,,"


def test_too_many_days_of_short_breaks_and_both_kinds() -> None:
    months = ["04", "05", "06", "07", "08"]
    rows = [break_of(f"02/{month}/2025", f"18/{month}/2025") for month in months]
    rows.append("501,01/02/2026,S,V4,N2,R1,PR4,,,,,,")
    content = files(
        header=BOY.replace(",,", ",0,"), episodes="\n".join(rows), reviews="501,14/06/2014,10/05/2025,PN1"
    )

    assert found(content) == [
        odd("episodes", 6, "LS", "367"),
        odd("episodes", 7, "LS", "426"),
        odd("header", 2, "MOTHER", "399"),
        odd("reviews", 2, "REVIEW", "399"),
    ]


@pytest.mark.parametrize(
    ("episodes", "reviews", "hint", "year"),
    [
        (GOOD, "501,14/06/2014,01/06/2025,PN1", None, 2026),
        (GOOD.replace("01/05/2025,S", "01/05/2019,P"), "501,14/06/2014,01/06/2025,PN1", None, 2026),
        (CLOSED + "\n" + THEN, "501,14/06/2014,01/06/2025,PN1\n501,14/06/2014,01/06/2026,PN1", None, 2026),
        (GOOD.replace("01/05/2025", "31/03/2025"), "", None, 2025),
        (GOOD.replace("01/05/2025", "01/04/2025"), "", None, 2026),
        (GOOD.replace("01/05/2025", "01/05/2020"), "501,14/06/2014,01/06/2025,PN1\n501,14/06/2014,01/06/2024,PN1",
         2026, 2026),
        (GOOD.replace("01/05/2025", "01/05/2020"), "501,14/06/2014,01/06/2025,PN1\n501,14/06/2014,01/06/2024,PN1",
         None, 2025),
        ("", "", 2026, 2026),
        ("", "", None, None),
    ],
)  # fmt: skip
def test_the_year_is_worked_out_from_the_dates(
    episodes: str, reviews: str, hint: int | None, year: int
) -> None:
    assert work_out_year(read_collection(files(episodes=episodes, reviews=reviews)), hint) == year


def test_without_any_date_the_year_has_to_be_said() -> None:
    checked = check(read_collection(files()))

    assert checked.broken
    assert [p.sentence() for p in checked.refused] == [
        "The collection: A date in some row, to tell which year this is. Or say the year."
    ]
    assert check(read_collection({"a.csv": b"A\n"})).refused[0].file == "a.csv"


def test_a_problem_in_a_sentence() -> None:
    checked = check(read_collection(files(episodes=GOOD.replace("C2", "C9"))), year=2026)

    assert checked.refused[0].sentence() == (
        "episodes.csv, line 2, LS “C9” (child 501): One of C1, C2, D1, E1, V2, V3, V4, L1, L2, L3, J1, J2, J3. [144]"
    )
