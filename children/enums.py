"""Codes of the children app that are ours; the national ones are in children/codes.py."""

from django.db.models import TextChoices


class PlanStatus(TextChoices):
    """Where a version of a care plan stands."""

    DRAFT = "draft", "Draft"
    CURRENT = "current", "Current"
    SUPERSEDED = "superseded", "Replaced by a later version"


class Permanence(TextChoices):
    """The plan for permanence: the long-term plan for the child's upbringing (CPPCR reg 5(1)(a))."""

    NOT_YET = "not_yet", "No plan yet"
    RETURN_HOME = "return_home", "Return to parents"
    FAMILY_OR_FRIENDS = "family_or_friends", "Live with family or friends"
    SPECIAL_GUARDIANSHIP = "special_guardianship", "Special guardianship"
    LONG_TERM_FOSTERING = "long_term_fostering", "Long-term fostering"
    ADOPTION = "adoption", "Adoption"
    RESIDENTIAL = "residential", "Residential care"
    INDEPENDENCE = "independence", "Supported move to independence"


class PlanSection(TextChoices):
    """What the care plan must record: CPPCR reg 5 and Schedule 1."""

    PERMANENCE = "permanence", "Plan for permanence"
    IF_IT_FAILS = "if_it_fails", "What happens if that plan fails"
    HEALTH = "health", "Health, with the health plan"
    EDUCATION = "education", "Education and training, with the personal education plan"
    EMOTIONAL = "emotional", "Emotional and behavioural development"
    IDENTITY = "identity", "Identity: religion, racial origin, culture and language"
    FAMILY = "family", "Family and social relationships"
    SOCIAL_PRESENTATION = "social_presentation", "Social presentation"
    SELF_CARE = "self_care", "Self-care skills"
    PLACEMENT = "placement", "Placement plan"
    WISHES_CHILD = "wishes_child", "The child's wishes and feelings about these arrangements"
    WISHES_OTHERS = "wishes_others", "Wishes and feelings of parents and other people who matter"
    PROTECTION = "protection", "Trafficked or unaccompanied child: needs that follow"


class RelationshipKind(TextChoices):
    """Who somebody is to the child."""

    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    PARENT = "parent", "Parent or person with parental responsibility"
    SIBLING = "sibling", "Brother or sister"
    RELATIVE = "relative", "Relative"
    FRIEND = "friend", "Friend"
    CARER = "carer", "Carer"
    SOCIAL_WORKER = "social_worker", "Social worker"
    TEAM_MANAGER = "team_manager", "Social worker's manager"
    SUPERVISING_SOCIAL_WORKER = "supervising_social_worker", "Carer's social worker"
    TEACHER = "teacher", "Designated teacher"
    HEALTH = "health", "Health worker"
    ADVOCATE = "advocate", "Advocate"
    INDEPENDENT_VISITOR = "independent_visitor", "Independent visitor"
    PERSONAL_ADVISER = "personal_adviser", "Personal adviser"
    OTHER = "other", "Someone else"


class StartBasis(TextChoices):
    """On what footing a period of care began: it decides which clock runs."""

    ACCOMMODATED = "accommodated", "Accommodated or in care"
    SHORT_BREAKS = "short_breaks", "A series of short breaks"
    REMANDED = "remanded", "Remanded"


class RestrictionReason(TextChoices):
    """Why a child is closed to most of the authority's own staff."""

    ADOPTION = "adoption", "Adoption"
    COLLEAGUE = "colleague", "A colleague’s family"
    SAFETY = "safety", "Somebody’s safety"
    OTHER = "other", "Something else"


class GlassOutcome(TextChoices):
    """What a manager found who looked at a break-glass."""

    RIGHT = "right", "It was right to open it"
    LEARN = "learn", "It was meant well, and another way was open"
    WRONG = "wrong", "It should not have been opened"


class Source(TextChoices):
    """Where a fact came from."""

    IMPORT = "import", "903 file"
    PORTAL = "portal", "Entered in the portal"
