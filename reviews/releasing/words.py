"""Finds confidential words in a text however they are written, and puts a mark in their place."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from children.confidential import Fact

MARK = "[hidden]"
GAP = r"[\W_]*"
"""What may stand between the words of a name or a street: blanks, commas, hyphens, a new line."""
STREETS = (
    ("road", "rd"), ("street", "st"), ("avenue", "ave", "av"), ("lane", "ln"), ("close", "cl"), ("drive", "dr", "drv"),
    ("gardens", "gdns", "gdn"), ("crescent", "cres", "cresc"), ("court", "ct", "crt"), ("place", "pl"),
    ("terrace", "ter", "terr"), ("grove", "gr", "grv"), ("square", "sq"), ("house", "hse"), ("park", "pk"),
)  # fmt: skip
"""Words of addresses that people shorten."""
SHORTENED = {form: forms for forms in STREETS for form in forms}
OF_SCHOOLS = frozenset(
    {
        "school", "schools", "academy", "college", "primary", "secondary", "infant", "infants", "junior", "nursery",
        "high", "grammar", "special", "community", "church", "of", "england", "ce", "rc", "catholic", "cofe", "c", "e",
        "the", "and", "designated", "teacher", "head", "form", "sixth", "centre", "unit",
    }
)  # fmt: skip
"""Words that are in the name of nearly every school and tell nobody which."""
TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "and", "the", "family", "carer", "carers", "foster"}
)
COMMON = """
will may mark grace hope joy rose pat bill sue art dawn faith frank jack june april august lily iris ivy amber drew
grant rob rich dean young brown green white black gray grey day long short wood woods hill field park house church cook
baker carter walker little best good love king page law ray guy nick chip penny sky star summer autumn holly olive jo
"""
ALSO_WORDS = frozenset(COMMON.split())
"""Names that are ordinary words too: by themselves they are taken for a name only where they begin with a capital."""
PHONE = 6
"""Digits: what has fewer is not taken for a telephone number."""
POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})\b")


@dataclass(frozen=True)
class Term:
    """Something to look for, and why: the fact it tells, or "name" for one that the sender hides.

    `needs_capital`: only where it is written as a name.
    """

    why: str
    pattern: str
    needs_capital: bool = False


def folded(text: str) -> tuple[str, list[int]]:
    """The text in small plain letters, and where each of its letters stands in what was written.

    Accents, ligatures, full-width letters and what cannot be seen are no way round: Zoë is found as zoe.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(plain) and unicodedata.category(plain) != "Cf":
                letters.append(plain)
                places.append(place)
    return "".join(letters), places


def tokens_of(text: str) -> list[str]:
    """The words of a text in small plain letters: what two ways of writing a name have in common."""
    return re.findall(r"[^\W_]+", folded(text)[0])


def as_pattern(tokens: Iterable[str]) -> str:
    """A pattern for these words in a row, with anything between them that is no letter, streets shortened or not."""
    parts = [f"(?:{'|'.join(map(re.escape, SHORTENED.get(one, (one,))))})" for one in tokens]
    return rf"(?<![^\W_]){GAP.join(parts)}(?![^\W_])"


def terms_of(
    words: Mapping[Fact, Sequence[str]], hidden: Iterable[Fact], *, own_names: Iterable[str] = ()
) -> list[Term]:
    """What to look for so that the hidden facts stay hidden; the longest first.

    `own_names` are the child's and the recipient's: a family name they share with a carer gives nothing away.
    """
    spared = {token for name in own_names for token in tokens_of(name)}
    made = {
        Fact.ADDRESS: _of_address,
        Fact.SCHOOL: _of_school,
        Fact.CARERS: _of_carers,
        Fact.WORDS: _as_written,
    }
    found_terms = {
        term
        for fact in sorted(set(hidden))
        for word in words.get(fact, ())
        for term in made[fact](word, spared)
    }
    return sorted(found_terms, key=lambda term: (-len(term.pattern), term.pattern, term.why))


def _as_written(word: str, spared: set[str], fact: Fact = Fact.WORDS) -> set[Term]:
    tokens = tokens_of(word)
    return {Term(fact, as_pattern(tokens))} if tokens else set()


def _of_number(word: str, fact: Fact) -> set[Term]:
    """A telephone number, however its digits are set apart."""
    digits = [letter for letter in word if letter.isdigit()]
    if len(digits) < PHONE:
        return set()
    between = r"[\s()+.-]*"
    return {Term(fact, rf"(?<!\d){between.join(digits)}(?!\d)")}


def _of_address(word: str, spared: set[str]) -> set[Term]:
    """A line of an address: as a whole, each of its parts, the street without its number, the postcode and its area."""
    terms: set[Term] = set()
    for outward, inward in POSTCODE.findall(word):
        area = folded(outward)[0]
        terms |= {
            Term(Fact.ADDRESS, as_pattern([f"{area}{folded(inward)[0]}"])),
            Term(Fact.ADDRESS, as_pattern([area, folded(inward)[0]])),
            Term(Fact.ADDRESS, as_pattern([area])),
        }
    rest = POSTCODE.sub(",", word)
    terms |= _as_written(rest, spared, Fact.ADDRESS)
    if not re.search(r"[^\W\d_]", rest):
        terms |= _of_number(rest, Fact.ADDRESS)
    for part in re.split(r"[,;/\n]", rest):
        tokens = tokens_of(part)
        street = [token for token in tokens if not re.fullmatch(r"\d+[a-z]?", token)]
        for some in (tokens, street):
            if any(len(token) > 2 for token in some) and not set(some) <= set(SHORTENED):
                terms.add(Term(Fact.ADDRESS, as_pattern(some)))
    return terms


def _of_school(word: str, spared: set[str]) -> set[Term]:
    """The name of a school, or of who teaches there: as a whole, and what is left without "Primary School"."""
    terms: set[Term] = set()
    for part in (word, *re.split(r"[,;/()\n]", word)):
        tokens = tokens_of(part)
        telling = [token for token in tokens if token not in OF_SCHOOLS]
        core = tokens[: tokens.index(telling[-1]) + 1] if telling else []
        core = core[core.index(telling[0]) :] if telling else []
        if telling:
            terms |= {
                Term(Fact.SCHOOL, as_pattern(tokens)),
                Term(Fact.SCHOOL, as_pattern(core), len(core) == 1),
            }
    return terms


def _of_carers(word: str, spared: set[str]) -> set[Term]:
    """Names of carers: together, each of them, and each name by itself."""
    terms = _as_written(word, spared, Fact.CARERS)
    terms |= {Term(Fact.CARERS, as_pattern(tokens_of(word.replace("&", " and "))))} if terms else set()
    terms |= _of_number(word, Fact.CARERS)
    for token in tokens_of(word):
        if len(token) > 1 and token not in TITLES and token not in spared and not token.isdigit():
            common = token in ALSO_WORDS
            terms |= {Term(Fact.CARERS, as_pattern([one]), common) for one in (token, f"{token}s")}
    return terms


@dataclass(frozen=True)
class Place:
    """Where something was found in a text, by its letters."""

    start: int
    end: int
    why: str


def found(text: str, terms: Iterable[Term]) -> list[Place]:
    """Every place in the text that tells a hidden fact, in order, none twice."""
    plain, places = folded(text)
    hits: list[Place] = []
    for term in terms:
        for hit in re.finditer(term.pattern, plain):
            start, end = places[hit.start()], places[hit.end() - 1] + 1
            if not term.needs_capital or text[start].isupper():
                hits.append(Place(start, end, term.why))
    return _apart(hits)


def _apart(hits: list[Place]) -> list[Place]:
    """Places that touch or lie in one another become one, so that no rest of a word is left between two marks."""
    joined: list[Place] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if joined and hit.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Place(last.start, max(last.end, hit.end), last.why)
        else:
            joined.append(hit)
    return joined


def without(text: str, places: Iterable[Place]) -> str:
    """The text with the mark where these places were."""
    pieces, at = [], 0
    for place in places:
        pieces += [text[at : place.start], MARK]
        at = place.end
    return "".join([*pieces, text[at:]])
