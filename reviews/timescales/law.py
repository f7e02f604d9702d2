"""Where each limit comes from, in words for the page that answers "Why this date?".

`confidence` says how the rule was checked: found (its text was read), or known with high, medium or low
certainty. What is less than certain is a choice in `ClockSettings` or says so here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reviews.timescales.enums import Confidence, Rule

_CPPCR: Final = "Care Planning, Placement and Case Review (England) Regulations 2010"
_AAR: Final = "Adoption Agencies Regulations 2005"
_HANDBOOK: Final = "IRO Handbook (statutory guidance, 2010)"
_CPPCR_URL: Final = "https://www.legislation.gov.uk/uksi/2010/959/regulation/"
_AAR_36_URL: Final = "https://www.legislation.gov.uk/uksi/2005/389/regulation/36"
_HANDBOOK_URL: Final = "https://www.gov.uk/government/publications/independent-reviewing-officers-handbook"
_GUIDANCE: Final = "https://www.gov.uk/government/publications/"
_HEALTH_URL: Final = f"{_GUIDANCE}promoting-the-health-and-wellbeing-of-looked-after-children--2"
_PEP_URL: Final = f"{_GUIDANCE}promoting-the-education-of-looked-after-children"

_FOUND, _HIGH, _MEDIUM = Confidence.FOUND, Confidence.HIGH, Confidence.MEDIUM


@dataclass(frozen=True, slots=True)
class Law:
    """The source of one limit: its citation, what it asks in plain words, where to read it, how sure we
    are."""

    citation: str
    plain: str
    url: str
    confidence: Confidence


def _cppcr(regulation: str, plain: str, confidence: Confidence) -> Law:
    number = regulation.split("(")[0]
    return Law(f"Regulation {regulation}, {_CPPCR}", plain, f"{_CPPCR_URL}{number}", confidence)


def _aar(paragraph: str, plain: str, confidence: Confidence) -> Law:
    return Law(f"Regulation 36{paragraph}, {_AAR}", plain, _AAR_36_URL, confidence)


def _handbook(chapter: int, plain: str, confidence: Confidence) -> Law:
    return Law(f"{_HANDBOOK}, chapter {chapter}", plain, _HANDBOOK_URL, confidence)


LAW: Final[Mapping[Rule, Law]] = MappingProxyType(
    {
        Rule.FIRST_REVIEW: _cppcr(
            "33(1)",
            "The first review is held within 20 working days of the child becoming looked after.",
            _FOUND,
        ),
        Rule.LATER_REVIEW: _cppcr(
            "33(2)",
            "The second review is held not more than 3 months after the first, and each later one not more"
            " than 6 months after the one before.",
            _FOUND,
        ),
        Rule.SHORT_BREAKS_REVIEW: _cppcr(
            "48(3)",
            "For a child in a series of short breaks the first review is held within 3 months of the start"
            " of the first break, and each later one not more than 6 months after the one before.",
            _FOUND,
        ),
        Rule.AUTHORISED_FIRST: _aar(
            "(1)(a)",
            "Where the agency may place a child for adoption and has not, the first review is held not more"
            " than 3 months after it first had authority.",
            _FOUND,
        ),
        Rule.AUTHORISED_LATER: _aar(
            "(1)(b)",
            "Until the child is placed for adoption, each later review is held not more than 6 months after"
            " the one before.",
            _FOUND,
        ),
        Rule.PLACED_FIRST: _aar(
            "(3)(a)",
            "The first review is held not more than 4 weeks after the placement for adoption.",
            _FOUND,
        ),
        Rule.PLACED_SECOND: _aar(
            "(3)(b)",
            "The second review is held not more than 3 months after the first in the placement.",
            _FOUND,
        ),
        Rule.PLACED_LATER: _aar(
            "(3)(c)", "Each later review is held not more than 6 months after the one before.", _FOUND
        ),
        Rule.ADOPTION_RETURN: _aar(
            "",
            "Where an adoption placement ends and the child is returned, a review is held not before 28 and"
            " not after 42 days. The paragraph was not read; the days are a setting.",
            _MEDIUM,
        ),
        Rule.ANNUAL_MEETING: Law(
            f"Regulation 33, {_CPPCR}, as amended by SI 2015/495",
            "A child in the same long-term foster placement for more than a year is still reviewed every 6"
            " months, but a meeting has to be held only once a year.",
            f"{_CPPCR_URL}33",
            _HIGH,
        ),
        Rule.ADJOURNMENT: _cppcr(
            "36(2)", "A review may be adjourned once, for not more than 20 working days.", _HIGH
        ),
        Rule.IRO_SERVICE_TOLD: _handbook(
            3, "The reviewing service is told within 2 working days that a child is looked after.", _FOUND
        ),
        Rule.IRO_NAMED: Law(
            f"Section 25A(2), Children Act 1989; {_HANDBOOK}, chapter 3",
            "A reviewing officer is appointed before the first review; good practice is within 5 working"
            " days.",
            "https://www.legislation.gov.uk/ukpga/1989/41/section/25A",
            _FOUND,
        ),
        Rule.CONSULT_CHILD: _handbook(
            3,
            "The child is asked who should come and where to meet at least 20 working days before the"
            " review.",
            _HIGH,
        ),
        Rule.SOCIAL_WORKER_TALK: _handbook(
            3,
            "The social worker and the reviewing officer talk at least 15 working days before the review.",
            _FOUND,
        ),
        Rule.REPORTS: _handbook(
            3, "Reports reach the reviewing officer at least 3 working days before the review.", _FOUND
        ),
        Rule.PERMANENCE_PLAN: _handbook(
            3, "The child has a plan for permanence by the second review.", _FOUND
        ),
        Rule.DECISIONS: _handbook(
            3, "Decisions are sent in writing within 5 working days of the end of the review.", _HIGH
        ),
        Rule.MANAGER_ANSWER: _handbook(
            3,
            "The responsible manager agrees or disagrees within 5 working days of receiving the decisions;"
            " silence is agreement.",
            _HIGH,
        ),
        Rule.RECORD: _handbook(
            3, "The full record is written within 15 working days of the end of the review.", _HIGH
        ),
        Rule.DISTRIBUTION: _handbook(
            3, "The record is sent out within 20 working days of the end of the review.", _HIGH
        ),
        Rule.DISPUTE: _handbook(
            6, "The formal dispute process takes no more than 20 working days from its start.", _FOUND
        ),
        Rule.CARE_PLAN: _cppcr(
            "4(2)",
            "The care plan is made before the first placement or, if that cannot be, within 10 working days"
            " of it.",
            _FOUND,
        ),
        Rule.PLACEMENT_PLAN: _cppcr(
            "9(2)",
            "The placement plan is made before the placement or, if that cannot be, within 5 working days"
            " of it.",
            _FOUND,
        ),
        Rule.DETENTION_PLACEMENT_PLAN: _cppcr(
            "47C", "A detention placement plan is made within 10 working days of a remand.", _HIGH
        ),
        Rule.REMAND_CARE_PLAN: _cppcr(
            "47B",
            "The care plan of a child remanded to local authority accommodation is made within 5 working"
            " days. The days are a setting.",
            _MEDIUM,
        ),
        Rule.PEP: Law(
            "Promoting the education of looked-after children (statutory guidance, 2018)",
            "A personal education plan is started within 10 working days and is ready for the first review.",
            _PEP_URL,
            _HIGH,
        ),
        Rule.INITIAL_HEALTH: Law(
            f"Regulation 7, {_CPPCR}; Promoting the health and well-being of looked-after children (2015)",
            "The first health assessment is ready for the first review, that is within 20 working days.",
            _HEALTH_URL,
            _HIGH,
        ),
        Rule.HEALTH: _cppcr(
            "7",
            "Health is assessed again at least every 6 months before the 5th birthday and every 12 months"
            " after it.",
            _HIGH,
        ),
        Rule.TEMPORARY_APPROVAL: _cppcr(
            "24", "A connected person may be approved as a foster parent for up to 16 weeks.", _FOUND
        ),
        Rule.TEMPORARY_APPROVAL_EXTENSION: _cppcr(
            "25(2)", "A temporary approval may be made longer once, by up to 8 weeks.", _FOUND
        ),
        Rule.EMERGENCY_FOSTERING: _cppcr(
            "23",
            "An emergency placement outside a foster parent's terms of approval ends within 6 working days.",
            _HIGH,
        ),
        Rule.VISIT_FIRST: _cppcr(
            "28(2)(a)", "The first visit is made within one week of the placement.", _FOUND
        ),
        Rule.VISIT_FIRST_YEAR: _cppcr(
            "28(2)(b)", "In the first year of a placement visits are at most 6 weeks apart.", _FOUND
        ),
        Rule.VISIT_LATER: _cppcr(
            "28(2)(c)",
            "After the first year visits are at most 6 weeks apart, or 3 months where the placement is"
            " meant to last to 18.",
            _FOUND,
        ),
        Rule.VISIT_IMMEDIATE_WITH_PARENT: _cppcr(
            "28(3)",
            "A child placed with a parent before the assessment is visited weekly until the first review,"
            " then at most every 6 weeks.",
            _FOUND,
        ),
        Rule.VISIT_LONG_TERM_AGREED: _cppcr(
            "28(3A)",
            "After a year in a long-term foster placement, if the child agrees, visits are at most 6 months"
            " apart.",
            _FOUND,
        ),
        Rule.VISIT_TEMPORARY_OR_INTERIM: _cppcr(
            "28(4)",
            "With a temporarily approved connected person, or with a parent under an interim care order,"
            " the child is visited weekly until the first review, then at most every 4 weeks.",
            _FOUND,
        ),
        Rule.VISIT_CARE_ORDER_WITH_PARENT: _cppcr(
            "28(5)",
            "With a parent under a full care order the child is visited within one week of the order, then"
            " at most every 6 weeks.",
            _FOUND,
        ),
        Rule.VISIT_OTHER_RESPONSIBLE: _cppcr(
            "28(6)",
            "Where someone else is responsible for where a child in care lives, visits are within one week,"
            " then at most 6 weeks apart in the first year, then 3 months.",
            _HIGH,
        ),
        Rule.VISIT_SHORT_BREAKS: _cppcr(
            "48",
            "In a series of short breaks the first visit is within 3 months of the first break, later ones"
            " at most 6 months apart.",
            _HIGH,
        ),
        Rule.VISIT_ADOPTION: _aar(
            "(4)",
            "A child placed for adoption is visited within one week, then weekly until the first review,"
            " then as decided at reviews.",
            _FOUND,
        ),
        Rule.PATHWAY_NEEDS: _cppcr(
            "42(1)",
            "The needs of an eligible child are assessed within 3 months of the 16th birthday, or of becoming"
            " eligible if that is later.",
            _FOUND,
        ),
        Rule.PATHWAY_REVIEW: Law(
            "Regulation 7, Care Leavers (England) Regulations 2010",
            "The pathway plan is reviewed at least every 6 months.",
            "https://www.legislation.gov.uk/uksi/2010/2571/regulation/7",
            _HIGH,
        ),
        Rule.EIGHTEENTH_BIRTHDAY: Law(
            "Section 105(1), Children Act 1989",
            "A child is a person under the age of 18; at 18 looked-after reviews end.",
            "https://www.legislation.gov.uk/ukpga/1989/41/section/105",
            _HIGH,
        ),
    }
)
