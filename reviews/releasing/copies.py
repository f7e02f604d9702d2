"""A copy: the blocks of a record that its recipient gets, with what is hidden taken out, and the list of that."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices

from children.confidential import Fact
from reviews.releasing.words import MARK, Term, found, without


class Section(TextChoices):
    """A part of a record that a copy has or has not."""

    FACTS = "facts", "Dates and facts"
    SITTINGS = "sittings", "When and where"
    PEOPLE = "people", "Who was asked and who came"
    PREPARATION = "preparation", "Before the review"
    VOICE = "voice", "The child’s own words"
    MATTERS = "matters", "What was considered"
    FOLLOW_UPS = "follow_ups", "Earlier decisions"
    DECISIONS = "decisions", "Decisions"
    VIEW = "view", "The reviewing officer’s view"
    REOPENED = "reopened", "When the record was opened again"


@dataclass(frozen=True)
class Block:
    """A piece of a record: in which section, under which heading, what it says.

    `tells` are the facts that the whole block gives away, whatever its words are: where a sitting at home was held.
    """

    section: str
    heading: str
    text: str
    tells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hidden:
    """How often something was hidden in one place, and why: a fact, or "name". Never the words themselves."""

    heading: str
    why: str
    times: int


@dataclass(frozen=True)
class Copy:
    """What one person gets."""

    blocks: tuple[Block, ...]
    hidden: tuple[Hidden, ...]

    def kept(self) -> dict[str, Any]:
        """As it is stored with the release."""
        return {
            "blocks": [
                {"section": str(one.section), "heading": one.heading, "text": one.text} for one in self.blocks
            ],
            "hidden": [asdict(one) for one in self.hidden],
        }


def build(
    record: Iterable[Block],
    *,
    sections: Collection[str],
    hidden: Collection[Fact],
    terms: Sequence[Term],
    names: Sequence[Term] = (),
) -> Copy:
    """The copy: only these sections, no hidden fact in any of its words or headings, no name the sender hid."""
    blocks, notes = [], Counter[tuple[str, str]]()
    for block in record:
        if block.section not in sections:
            continue
        heading = _clean(block.heading, terms, names)[0]
        told = next((fact for fact in block.tells if fact in hidden), None)
        if told is not None:
            text, why = MARK, [str(told)]
        else:
            text, why = _clean(block.text, terms, names)
        blocks.append(Block(block.section, heading, text))
        notes.update((heading, one) for one in why)
    return Copy(tuple(blocks), tuple(Hidden(heading, why, times) for (heading, why), times in notes.items()))


def _clean(text: str, terms: Sequence[Term], names: Sequence[Term]) -> tuple[str, list[str]]:
    """The text without what is hidden, and why each piece went."""
    places = found(text, [*terms, *names])
    return without(text, places), [place.why for place in places]
