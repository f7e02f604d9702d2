"""Files are told apart by their columns; whatever is no such file is refused with its place."""

import pytest

from returns.reading import Collection, read_collection
from tests.returns.collections import EPISODES, HEADER, REVIEWS, files


def problems(collection: Collection) -> list[tuple[str, int, str, str]]:
    return [(p.file, p.line, p.value, p.expected) for p in collection.problems]


def test_any_name_any_order_of_columns_bom_and_both_line_ends() -> None:
    content = {
        "Kinder 1.CSV": b"\xef\xbb\xbfDOB,CHILD,SEX,UPN,ETHNIC,MC_DOB,MOTHER\r\n"
        b"14/06/2014,501,F,A123456789012,WBRI,,0\r\n",
        "x": f"{EPISODES}\n501,01/05/2025,S,V2,N1,U6,PR1,,,,ZZ1 1ZZ,ZZ2 2ZZ,SC1\n\n".encode(),
    }

    collection = read_collection(content)

    assert collection.problems == []
    assert [(file.name, file.table, file.rows) for file in collection.files] == [
        ("Kinder 1.CSV", "Header", 1),
        ("x", "Episodes", 1),
    ]
    assert collection.lines["Header"][0].cells["CHILD"] == "501"
    assert collection.lines["Episodes"][0].number == 2


def test_other_tables_are_known_and_left_alone() -> None:
    content = files() | {
        "oc2.csv": b"CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,"
        b"HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\n",
        "dolo.csv": b"CHILD,DOB,DOLO_START,DOLO_END\n501,14/06/2014,01/05/2025,\n",
    }

    collection = read_collection(content)

    assert collection.problems == []
    assert [(file.table, file.taken) for file in collection.files] == [
        ("DoLo", False),
        ("Episodes", True),
        ("Header", True),
        ("OC2", False),
        ("Reviews", True),
    ]


@pytest.mark.parametrize(
    ("content", "line", "value", "expected"),
    [
        (b"", 1, "", "The columns of a table of the SSDA903 collection; there are none on line 1."),
        (
            b"\xef\xbb\xbf",
            1,
            "",
            "The columns of a table of the SSDA903 collection; there are none on line 1.",
        ),
        (b"\n,,\n", 1, "", "The columns of a table of the SSDA903 collection; there are none on line 1."),
        (b",,\n", 1, ",,", "The columns of a table of the SSDA903 collection; there are none on line 1."),
        (
            b"Name,Born\nA,B\n",
            1,
            "Name,Born",
            "The columns of a table of the SSDA903 collection. None of these belongs to it.",
        ),
        (
            b"CHILD,DOB,REVIEW\n",
            1,
            "CHILD,DOB,REVIEW",
            "The columns of the table Reviews. Missing: REVIEW_CODE.",
        ),
        (
            b"CHILD,DOB,REVIEW,REVIEW_CODE,IRO\n",
            1,
            "CHILD,DOB,REVIEW,REVIEW_CODE,IRO",
            "The columns of the table Reviews. Not in it: IRO.",
        ),
        (
            b"CHILD,DOB,REVIEW,REVIEW_CODE,\n",
            1,
            "CHILD,DOB,REVIEW,REVIEW_CODE,",
            "The columns of the table Reviews. Not in it: (no name).",
        ),
        (
            b"CHILD,DOB,REVIEW,REVIEW_CODE,DOB\n",
            1,
            "CHILD,DOB,REVIEW,REVIEW_CODE,DOB",
            "Each column once. Twice here: DOB.",
        ),
        (b"CHILD,SEX,DOB,DUC\n501,F,\xe9\n", 2, "\\xe9", "Save the file as UTF-8 text."),
        (b"\xff\xfeC\x00H\x00", 1, "\\xff", "Save the file as UTF-8 text."),
        (
            b"CHILD,SEX,DOB,DUC\r501,F,14/06/2014,\r",
            1,
            "",
            "End each line with LF or CRLF, and nothing else.",
        ),
        (b"CHILD,SEX,DOB,DUC\n501,\x00,,\n", 2, "", "End each line with LF or CRLF, and nothing else."),
        (
            b'CHILD,SEX,DOB,DUC\n501,"F"x,,\n',
            2,
            "",
            "This is not a table of cells parted by commas (',' expected after '\"').",
        ),
        (
            b'CHILD,SEX,DOB,DUC\n501,"F,,\n',
            2,
            "",
            "This is not a table of cells parted by commas (unexpected end of data).",
        ),
    ],
)
def test_what_is_no_file_of_the_collection(content: bytes, line: int, value: str, expected: str) -> None:
    collection = read_collection(files() | {"wrong.csv": content})

    assert problems(collection) == [("wrong.csv", line, value, expected)]
    assert collection.broken


def test_every_problem_of_every_file_at_once() -> None:
    collection = read_collection({"a.csv": b"A\n", "b.csv": b"\xff", "c.csv": HEADER.encode() + b"\n501\n"})

    assert problems(collection) == [
        (
            "a.csv",
            1,
            "A",
            "The columns of a table of the SSDA903 collection. None of these belongs to it.",
        ),
        ("b.csv", 1, "\\xff", "Save the file as UTF-8 text."),
        ("c.csv", 2, "501", "7 cells, one for each column; this row has 1."),
    ]


def test_one_table_once() -> None:
    collection = read_collection(files() | {"second.csv": f"{REVIEWS}\n".encode()})

    assert problems(collection) == [
        ("second.csv", 1, "", "One file of the table Reviews is enough: reviews.csv is one already.")
    ]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("header.csv", "A file of the table Header is needed: it says who the children are."),
        (
            "episodes.csv",
            "A file of the table Episodes is needed: it says when and where they were looked after.",
        ),
    ],
)
def test_header_and_episodes_are_needed(missing: str, expected: str) -> None:
    content = files()
    del content[missing]

    assert problems(read_collection(content)) == [("The collection", 0, "", expected)]


def test_lines_are_counted_as_they_stand_in_the_file() -> None:
    text = f'{REVIEWS}\n\n"5\n01",14/06/2014,01/05/2025,PN1\n502,14/06/2014,01/05/2025,PN1\n'
    collection = read_collection(files() | {"reviews.csv": text.encode()})

    assert [line.number for line in collection.lines["Reviews"]] == [3, 5]
