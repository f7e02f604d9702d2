"""The words of the clock: what can happen to a child in care, which rule counts, and from what.

Every value is a short stable code. They are stored in `Deadline` rows and printed by `review_dates`, so a
code is never renamed; the sentences for people stand in `law` and `wording`.
"""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """What can happen on a timeline."""

    STARTED = "started_to_be_looked_after"
    SHORT_BREAKS_BECAME_FULL_TIME = "short_breaks_became_full_time"
    AUTHORISED_TO_PLACE = "authorised_to_place_for_adoption"
    PLACED_FOR_ADOPTION = "placed_for_adoption"
    ADOPTION_PLACEMENT_ENDED = "adoption_placement_ended"
    LONG_TERM_FOSTERING_STARTED = "long_term_foster_placement_started"
    PLACEMENT_CHANGED = "placement_changed"
    REVIEW_HELD = "review_held"
    REVIEW_ADJOURNED = "review_adjourned"
    REVIEW_RESUMED = "review_resumed"
    REVIEW_CANCELLED = "review_cancelled"
    CEASED = "ceased_to_be_looked_after"


class Basis(StrEnum):
    """On what footing a child started to be looked after."""

    ACCOMMODATED = "accommodated"
    SHORT_BREAKS = "short_breaks"
    REMANDED = "remanded"


class ClockState(StrEnum):
    """Which clock runs after the last event."""

    NONE = "none"
    LOOKED_AFTER = "looked_after"
    SHORT_BREAKS = "short_breaks"
    ADOPTION_AUTHORISED = "adoption_authorised"
    ADOPTION_PLACED = "adoption_placed"
    ADOPTION_RETURNED = "adoption_returned"
    ENDED = "ended"


class NoDateReason(StrEnum):
    """Why no review is due."""

    NOT_LOOKED_AFTER = "not_looked_after"
    CEASED = "ceased"
    EIGHTEEN_FIRST = "eighteen_first"
    START_NOT_KNOWN = "start_not_known"


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "working days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Confidence(StrEnum):
    """How sure we are of the text of a rule; the less sure, the more of it is a setting."""

    FOUND = "found"
    HIGH = "K-high"
    MEDIUM = "K-med"
    LOW = "K-low"


class Rule(StrEnum):
    """Every limit the portal counts. `law.LAW` has the full citation of each."""

    # Reviews
    FIRST_REVIEW = "CPPCR 33(1)"
    LATER_REVIEW = "CPPCR 33(2)"
    SHORT_BREAKS_REVIEW = "CPPCR 48(3)"
    AUTHORISED_FIRST = "AAR 36(1)(a)"
    AUTHORISED_LATER = "AAR 36(1)(b)"
    PLACED_FIRST = "AAR 36(3)(a)"
    PLACED_SECOND = "AAR 36(3)(b)"
    PLACED_LATER = "AAR 36(3)(c)"
    ADOPTION_RETURN = "AAR 36 return"
    ANNUAL_MEETING = "CPPCR 33 meeting"
    ADJOURNMENT = "CPPCR 36(2)"
    # The reviewing officer
    IRO_SERVICE_TOLD = "Handbook IRO service told"
    IRO_NAMED = "Handbook IRO named"
    # Before a review
    CONSULT_CHILD = "Handbook 3 consult child"
    SOCIAL_WORKER_TALK = "Handbook 3 social worker"
    REPORTS = "Handbook 3 reports"
    PERMANENCE_PLAN = "Handbook 3 permanence"
    # After a review
    DECISIONS = "Handbook 3 decisions"
    MANAGER_ANSWER = "Handbook 3 manager"
    RECORD = "Handbook 3 record"
    DISTRIBUTION = "Handbook 3 distribution"
    DISPUTE = "Handbook 6 dispute"
    # Plans
    CARE_PLAN = "CPPCR 4(2)"
    PLACEMENT_PLAN = "CPPCR 9(2)"
    DETENTION_PLACEMENT_PLAN = "CPPCR 47C"
    REMAND_CARE_PLAN = "CPPCR 47B"
    PEP = "PEP guidance"
    # Health
    INITIAL_HEALTH = "Health guidance"
    HEALTH = "CPPCR 7"
    # Placements with a limit
    TEMPORARY_APPROVAL = "CPPCR 24"
    TEMPORARY_APPROVAL_EXTENSION = "CPPCR 25(2)"
    EMERGENCY_FOSTERING = "CPPCR 23"
    # Visits
    VISIT_FIRST = "CPPCR 28(2)(a)"
    VISIT_FIRST_YEAR = "CPPCR 28(2)(b)"
    VISIT_LATER = "CPPCR 28(2)(c)"
    VISIT_IMMEDIATE_WITH_PARENT = "CPPCR 28(3)"
    VISIT_LONG_TERM_AGREED = "CPPCR 28(3A)"
    VISIT_TEMPORARY_OR_INTERIM = "CPPCR 28(4)"
    VISIT_CARE_ORDER_WITH_PARENT = "CPPCR 28(5)"
    VISIT_OTHER_RESPONSIBLE = "CPPCR 28(6)"
    VISIT_SHORT_BREAKS = "CPPCR 48 visits"
    VISIT_ADOPTION = "AAR 36(4)"
    # Growing up
    PATHWAY_NEEDS = "CPPCR 42(1)"
    PATHWAY_REVIEW = "CLR 7"
    EIGHTEENTH_BIRTHDAY = "CA 1989 s105"


class CountedFrom(StrEnum):
    """What happened on the day a limit is counted from."""

    STARTED = "started"
    SHORT_BREAKS_STARTED = "short_breaks_started"
    FULL_TIME_STARTED = "full_time_started"
    FIRST_REVIEW = "first_review"
    LAST_REVIEW = "last_review"
    LAST_KNOWN_REVIEW = "last_known_review"
    AUTHORITY = "authority"
    PLACED = "placed"
    RETURNED = "returned"
    LAST_MEETING = "last_meeting"
    ADJOURNED_SITTING = "adjourned_sitting"
    REVIEW_DATE = "review_date"
    REVIEW_CONCLUDED = "review_concluded"
    DECISIONS_RECEIVED = "decisions_received"
    DISPUTE_STARTED = "dispute_started"
    FIRST_PLACEMENT = "first_placement"
    PLACEMENT_STARTED = "placement_started"
    REMANDED = "remanded"
    LAST_ASSESSMENT = "last_assessment"
    APPROVED = "approved"
    APPROVAL_ENDED = "approval_ended"
    LAST_VISIT = "last_visit"
    ORDER_MADE = "order_made"
    SIXTEENTH_BIRTHDAY = "sixteenth_birthday"
    BECAME_ELIGIBLE = "became_eligible"
    LAST_PATHWAY_REVIEW = "last_pathway_review"
    BORN = "born"


class Fault(StrEnum):
    """What is wrong with a timeline."""

    MALFORMED = "malformed"
    NO_DATE_OF_BIRTH = "no_date_of_birth"
    OUT_OF_RANGE = "out_of_range"
    OUT_OF_ORDER = "out_of_order"
    AFTER_AS_OF = "after_as_of"
    BEFORE_BIRTH = "before_birth"
    BEFORE_START = "before_start"
    AFTER_END = "after_end"
    LATE_RESUMPTION = "late_resumption"
    SECOND_ADJOURNMENT = "second_adjournment"
    NOT_ADJOURNED = "not_adjourned"
    NOT_PLACED = "not_placed"


class Sitting(StrEnum):
    """By which of its sittings an adjourned review is dated."""

    FIRST = "first"
    LAST = "last"


class LeapDayBirthday(StrEnum):
    """When someone born on 29 February comes of age in a common year."""

    FIRST_OF_MARCH = "1 March"
    LAST_OF_FEBRUARY = "28 February"


class VisitKind(StrEnum):
    """Which visiting rule holds for a placement."""

    PLACEMENT = "placement"
    IMMEDIATE_WITH_PARENT = "immediate_with_parent"
    TEMPORARY_APPROVAL = "temporary_approval"
    INTERIM_ORDER_WITH_PARENT = "interim_order_with_parent"
    CARE_ORDER_WITH_PARENT = "care_order_with_parent"
    OTHER_RESPONSIBLE = "other_responsible"
    SHORT_BREAKS = "short_breaks"
    ADOPTION = "adoption"
