"""Confidential words are found however they are written, and whatever stands around them; ordinary words stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from children.confidential import Fact
from reviews.releasing import MARK, Block, Section, build, found, terms_of
from reviews.releasing.words import folded, without

WORDS = {
    Fact.ADDRESS: ("12 Elm Road, Hazelby", "ZZ1 1ZZ", "01632 960 111", "SC00001"),
    Fact.SCHOOL: ("Isa Flint", "Flint", "Hazel Lane Primary School"),
    Fact.CARERS: ("Mo & Pat Hartley", "07700 900 222", "mo@hartley.invalid"),
    Fact.WORDS: ("the Otter", "Zoë’s café"),
}
TERMS = terms_of(WORDS, list(Fact), own_names=("Ash Vane", "Rue Vane"))


def cleaned(text: str) -> str:
    return without(text, found(text, TERMS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives at 12 Elm Road, Hazelby.", "He lives at [hidden]."),
        ("12 elm rd", "[hidden]"),
        ("near Elm-Road and ELM ROAD", "near [hidden] and [hidden]"),
        ("Elm\nRoad", "[hidden]"),
        ("Ｅlm Ro\u00adad", "[hidden]"),
        ("zz11zz or ZZ1  1ZZ or the ZZ1 area", "[hidden] or [hidden] or the [hidden] area"),
        ("Call 01632960111", "Call [hidden]"),
        ("home sc00001", "home [hidden]"),
        ("Mo's room; the Hartleys; HARTLEY", "[hidden]'s room; the [hidden]; [hidden]"),
        ("Pat gave a pat on the back", "[hidden] gave a pat on the back"),
        ("She is at Hazel Lane now", "She is at [hidden] now"),
        ("a hazel tree on the lane", "a hazel tree on the lane"),
        ("Ms Flint said", "Ms [hidden] said"),
        ("we met in the  OTTER", "we met in [hidden]"),
        ("Zoe's cafe", "[hidden]"),
        ("Rue Vane and Ash Vane", "Rue Vane and Ash Vane"),
        ("Elmroadside stays", "Elmroadside stays"),
        ("07700900222 or mo@hartley.invalid", "[hidden] or [hidden]"),
    ],
)
def test_found_and_hidden(text: str, expected: str) -> None:
    assert cleaned(text) == expected


def test_nothing_is_looked_for_where_nothing_is_hidden() -> None:
    assert terms_of(WORDS, []) == []
    assert [term.why for term in terms_of(WORDS, [Fact.WORDS])] == ["words", "words"]


def test_a_family_name_shared_with_a_carer_is_spared() -> None:
    terms = terms_of({Fact.CARERS: ("Dot Vane",)}, [Fact.CARERS], own_names=("Rue Vane",))

    assert without(
        "Dot came. Rue Vane too. Dot Vane left.", found("Dot came. Rue Vane too. Dot Vane left.", terms)
    ) == ("[hidden] came. Rue Vane too. [hidden] left.")


def test_what_is_no_word_is_no_term() -> None:
    assert terms_of({Fact.WORDS: ("—", "")}, [Fact.WORDS]) == []
    assert terms_of({Fact.SCHOOL: ("Primary School",)}, [Fact.SCHOOL]) == []
    assert terms_of({Fact.CARERS: ("—",)}, [Fact.CARERS]) == []


PLANTED = [
    "12 Elm Road", "Elm Road", "Hazelby", "ZZ1 1ZZ", "01632 960 111", "Isa Flint", "Hazel Lane", "Hartley", "Mo",
    "the Otter",
]  # fmt: skip
FILLER = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)
GIVEN_AWAY = re.compile(r"elm\W*road|hazelby|zz1|960\W*111|flint|hazel\W*lane|hartley|\bmo\b|the\W*otter")


@given(
    st.lists(
        st.tuples(FILLER, st.sampled_from(PLANTED), st.sampled_from([str.upper, str.title, str])),
        min_size=1,
        max_size=6,
    )
)
def test_no_planted_word_is_left_in_any_block(pieces: list[tuple[str, str, object]]) -> None:
    text = " ".join(f"{before} {change(word)} ." for before, word, change in pieces)
    blocks = [Block(section, text, text) for section in Section]

    copy = build(blocks, sections=list(Section), hidden=frozenset(Fact), terms=TERMS)

    for block in copy.blocks:
        for words in (block.heading, block.text):
            assert MARK in words
            assert not GIVEN_AWAY.search(folded(words)[0])


def test_what_a_block_tells_is_hidden_whole() -> None:
    blocks = [Block(Section.SITTINGS, "Where", "Room 4", (Fact.SCHOOL,)), Block(Section.VIEW, "View", "Fine")]
    copy = build(blocks, sections=[Section.SITTINGS, Section.VIEW], hidden={Fact.SCHOOL}, terms=[])

    assert copy.kept() == {
        "blocks": [
            {"section": "sittings", "heading": "Where", "text": "[hidden]"},
            {"section": "view", "heading": "View", "text": "Fine"},
        ],
        "hidden": [{"heading": "Where", "why": "school", "times": 1}],
    }


def test_a_section_that_was_not_chosen_is_not_in_it() -> None:
    blocks = [Block(Section.SITTINGS, "Where", "Room 4"), Block(Section.VIEW, "View", "Fine")]

    assert [one.text for one in build(blocks, sections=["view"], hidden=(), terms=[]).blocks] == ["Fine"]
