"""Names of other people in a copy are warned of: known ones, and what only looks like a name."""

import pytest

from reviews.releasing import Block, Known, answer_missing, build, warned_names
from reviews.releasing.names import Source
from reviews.releasing.words import found, without

KNOWN = [
    Known("Tyler Boon", "child"),
    Known("Ash", "child"),
    Known("Cy", "child"),
    Known("Mrs Kim Boon", "relative"),
    Known("Sol Farr", "staff"),
    Known("Will Dent", "child"),
    Known("Petra Lund", "relative"),
    Known("", "child"),
]
OWN = ["Ash Vane", "Rue Vane", "Petra Lund"]


def found_in(text: str) -> list[tuple[str, str]]:
    blocks = [Block("matters", "Health", text)]
    return [(one.name, str(one.source)) for one in warned_names(blocks, known=KNOWN, own=OWN)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tyler Boon hit him", [("Tyler Boon", "child")]),
        ("tyler boon hit him", [("tyler boon", "child")]),
        ("It was Tyler’s fault", [("Tyler", "child")]),
        ("Cy came", [("Cy", "child")]),
        ("a cy pres trust", []),
        ("Kim Boon rang", [("Kim Boon", "relative")]),
        ("Sol Farr will visit", [("Sol Farr", "staff")]),
        ("Will he? Will Dent", [("Will Dent", "child")]),
        ("Ash and Rue Vane and Petra Lund", []),
        ("Petra Vane", [("Petra Vane", "unknown")]),
        ("the neighbour, Dean Cooper, shouted", [("Dean Cooper", "unknown")]),
        ("Family Court on Monday. Key Stage", []),
        ("Dean. Cooper", []),
        ("", []),
    ],
)
def test_who_is_warned_of(text: str, names: list[tuple[str, str]]) -> None:
    assert found_in(text) == names


def test_each_once_with_every_place() -> None:
    blocks = [Block("matters", "Health", "Tyler Boon"), Block("view", "View", "Tyler Boon, Tyler Boon")]
    (one,) = warned_names(blocks, known=KNOWN, own=OWN)

    assert (one.key, one.where) == ("tyler boon", ("Health", "View"))
    assert one.source_label == "Another child of this authority"


def test_a_name_the_sender_hides_is_out_of_the_copy() -> None:
    blocks = [Block("matters", "Health", "Tyler Boon and TYLER  BOON.")]
    (one,) = warned_names(blocks[:1], known=KNOWN, own=OWN)

    assert without(blocks[0].text, found(blocks[0].text, [one.term])) == "[hidden] and [hidden]."
    copy = build(blocks, sections=["matters"], hidden=(), terms=[], names=[one.term])
    assert copy.kept()["hidden"] == [{"heading": "Health", "why": "name", "times": 2}]


def test_what_is_not_answered() -> None:
    warned = warned_names([Block("matters", "Health", "Tyler Boon. Cy.")], known=KNOWN, own=OWN)

    assert [one.key for one in answer_missing(warned, {})] == ["tyler boon", "cy"]
    assert [
        one.key for one in answer_missing(warned, {"cy": {"answer": "keep"}, "tyler boon": {"answer": "?"}})
    ] == ["tyler boon"]
    assert Source.STAFF.label == "A worker who is not this child’s"
