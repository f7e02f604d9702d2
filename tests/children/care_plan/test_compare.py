"""What changed between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from children import plan_notes
from children.plan_compare import LONG, Change, Piece, compare, pieces, what_happened


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("Mum weekly", "Mum weekly", [("same", "Mum weekly")]),
        ("", "Mum weekly", [("added", "Mum weekly")]),
        ("Mum weekly", "", [("removed", "Mum weekly")]),
        (
            "Mum every week. Juno monthly.",
            "Mum every two weeks. Juno monthly.",
            [
                ("same", "Mum every "),
                ("removed", "week."),
                ("added", "two weeks."),
                ("same", " Juno monthly."),
            ],
        ),
        (
            "No plan yet",
            "Long-term fostering, by June",
            [("removed", "No plan yet"), ("added", "Long-term fostering, by June")],
        ),
    ],
)
def test_pieces(old, new, expected):
    assert list(pieces(old, new)) == [Piece(*one) for one in expected]


@given(old=st.text(max_size=200), new=st.text(max_size=200))
def test_nothing_is_lost(old, new):
    found = pieces(old, new)

    assert "".join(piece.text for piece in found if piece.kind != "added") == old
    assert "".join(piece.text for piece in found if piece.kind != "removed") == new


def test_very_long_texts_are_compared_by_line():
    old = "one word after another\n" * LONG
    new = old + "and a last line\n"

    assert pieces(old, new)[-1] == Piece("added", "and a last line\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("", "", ""), ("a b", "a  b\n", ""), ("", "a", "New"), ("a", " ", "Taken out"), ("a", "b", "Changed")],
)
def test_what_happened(old, new, said):
    assert what_happened(old, new) == said


def test_every_part_is_there_in_order():
    found = compare({"b": "old"}, {"a": "new", "b": "old"}, {"a": "First", "b": "Second", "c": "Third"})

    assert found == [
        Change("First", "New", (Piece("added", "new"),)),
        Change("Second", "", (Piece("same", "old"),)),
        Change("Third", "", ()),
    ]


def test_notes_of_several_are_put_together(monkeypatch):
    monkeypatch.setattr(plan_notes, "_providers", [])

    def first(ids):
        return dict.fromkeys(ids, "One.")

    for provider in (first, lambda ids: {2: "Two."}, first):
        plan_notes.register(provider)

    assert plan_notes.notes_for([1, 2]) == {1: "One.", 2: "One. Two."}
