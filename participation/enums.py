"""How a child took part, and how what they said came to be known."""

from django.db.models import TextChoices


class AtReview(TextChoices):
    """Was the child at the review?"""

    ALL = "all", "Yes, for all of it"
    PART = "part", "Yes, for part of it"
    NO = "no", "No"


class Way(TextChoices):
    """How the child's views came to the review. More than one may be true."""

    SPOKE = "spoke", "The child spoke for themselves"
    ADVOCATE_SPOKE = "advocate_spoke", "An advocate spoke for the child there"
    SYMBOLS = "symbols", "Through drawings, play, signs or a device"
    TOLD_BEFORE = (
        "told_before",
        "The child told an advocate or the reviewing officer before, and it was passed on",
    )
    SENT = "sent", "The child wrote, recorded or sent something"
    NONE = "none", "The child's views did not get to the review"


class Sharing(TextChoices):
    """Who may read the child's exact words. The record keeps them either way."""

    EVERYONE = "everyone", "Everyone who gets the record"
    NAMED = "named", "Only the people the child names"
    IRO_ONLY = (
        "iro_only",
        "Only the reviewing officer and their manager, because sharing could harm the child",
    )


class How(TextChoices):
    """How the child was heard."""

    TALKING = "talking", "Talking together"
    WALK = "walk", "On a walk or doing something"
    PLAY = "play", "Playing or drawing"
    PHONE = "phone", "By phone or video"
    WRITING = "writing", "In writing or by a form"
    SIGNS = "signs", "With signs, symbols or a device"
    INTERPRETER = "interpreter", "With an interpreter"
    OBSERVED = "observed", "By watching, for a child who does not speak in words"
    AT_REVIEW = "at_review", "At the review"


class Code(TextChoices):
    """REVIEW_CODE of the 903 return: how the child took part in the review."""

    PN0 = "PN0", "Under 4 on the day"
    PN1 = "PN1", "Came and spoke for themselves"
    PN2 = "PN2", "Came, and an advocate spoke for them"
    PN3 = "PN3", "Came, and showed their views by symbols or without words"
    PN4 = "PN4", "Came, and gave no views"
    PN5 = "PN5", "Did not come, and an advocate or the reviewing officer passed on their views"
    PN6 = "PN6", "Did not come, and sent their views"
    PN7 = "PN7", "Did not come, and their views did not get there"
