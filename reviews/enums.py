"""States, kinds and choices of the reviews app."""

from django.db.models import TextChoices


class ReviewState(TextChoices):
    """Where a review stands. reviews/states.py says which act leads where."""

    SCHEDULED = "scheduled", "Booked"
    IN_PROGRESS = "in_progress", "Under way"
    ADJOURNED = "adjourned", "Adjourned"
    CONCLUDED = "concluded", "Held, record to be completed"
    COMPLETED = "completed", "Record completed"
    CANCELLED = "cancelled", "Cancelled"
    LAPSED = "lapsed", "Adjourned and not resumed in time"


class Source(TextChoices):
    """Where a review came from."""

    PORTAL = "portal", "Held in the portal"
    IMPORT = "import", "903 file"


class Place(TextChoices):
    """Where a sitting is held."""

    HOME = "home", "Where the child lives"
    SCHOOL = "school", "School"
    VIDEO = "video", "By video"
    OFFICE = "office", "Council office"
    OTHER = "other", "Somewhere else"


class Attendance(TextChoices):
    """Whether an invited person came."""

    UNKNOWN = "", "Not recorded"
    CAME = "came", "Came"
    BY_VIDEO = "by_video", "Came by video or phone"
    SENT_VIEWS = "sent_views", "Did not come, sent views or a report"
    ABSENT = "absent", "Did not come"
    NOT_INVITED = "not_invited", "Not invited"


class Matter(TextChoices):
    """What every review has to consider: CPPCR 2010 Schedule 7, in its order."""

    CHANGES = "changes", "Changes since the last review, and were its decisions carried out?"
    LEGAL_STATUS = "legal_status", "Legal status"
    PERMANENCE = "permanence", "Permanence"
    FAMILY_TIME = "family_time", "Time with family and friends"
    HOME = "home", "Home: is it still the right place?"
    EDUCATION = "education", "Education"
    LEISURE = "leisure", "Leisure and interests"
    HEALTH = "health", "Health"
    IDENTITY = "identity", "Identity: religion, origin and culture"
    ADVICE = "advice", "Advice and support between visits"
    LEAVING_CARE = "leaving_care", "When the child stops being looked after"
    WISHES = "wishes", "The child's wishes and feelings, and the reviewing officer's view"
    VISITS = "visits", "How often the social worker visits"
    PROTECTION = "protection", "Trafficked or unaccompanied child: are the needs met?"


class Progress(TextChoices):
    """How far a part of the record is."""

    NOT_STARTED = "not_started", "Not yet started"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Completed"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class DecisionState(TextChoices):
    """What became of a decision."""

    DRAFT = "draft", "Not yet issued"
    OPEN = "open", "To be carried out"
    DONE = "done", "Carried out"
    NOT_DONE = "not_done", "Not carried out, and no longer asked for"
    CARRIED_FORWARD = "carried_forward", "Asked for again"


class Outcome(TextChoices):
    """What a review found of an earlier decision."""

    CARRIED_OUT = "carried_out", "Carried out"
    CARRY_FORWARD = "carry_forward", "Not carried out: asked for again"
    DROPPED = "dropped", "Not carried out, and no longer needed"


class ManagerAnswer(TextChoices):
    """The responsible manager's answer to the decisions (Handbook ch. 3: silence is agreement)."""

    AGREED = "agreed", "Agreed"
    CHALLENGED = "challenged", "Challenged"
    SILENT = "silent", "No answer in time: taken as agreed"


class DutyKind(TextChoices):
    """What is owed by a date. `IRO_KINDS` are the reviewing officer's own and stand in the caseload."""

    REVIEW = "review", "Review"
    REVIEW_MEETING = "review_meeting", "Review meeting"
    RESUME = "resume", "Resume the adjourned review"
    CONSULT_CHILD = "consult_child", "Ask the child who should come and where"
    SOCIAL_WORKER_TALK = "social_worker_talk", "Talk with the social worker"
    REPORTS = "reports", "Reports before the review"
    DECISIONS = "decisions", "Decisions of the review"
    MANAGER_ANSWER = "manager_answer", "Manager's answer to the decisions"
    RECORD = "record", "Full record of the review"
    DISTRIBUTION = "distribution", "Record sent to everyone"
    IRO_NAMED = "iro_named", "Name a reviewing officer"
    CARE_PLAN = "care_plan", "Care plan"
    PLACEMENT_PLAN = "placement_plan", "Placement plan"
    VISIT = "visit", "Visit by the social worker"
    HEALTH_ASSESSMENT = "health_assessment", "Health assessment"
    PEP = "pep", "Personal education plan"
    TEMPORARY_APPROVAL = "temporary_approval", "Temporary approval of the carer ends"
    PATHWAY_ASSESSMENT = "pathway_assessment", "Needs assessment for leaving care"
    PERMANENCE_PLAN = "permanence_plan", "Plan for permanence"


IRO_KINDS = (
    DutyKind.REVIEW,
    DutyKind.REVIEW_MEETING,
    DutyKind.RESUME,
    DutyKind.CONSULT_CHILD,
    DutyKind.SOCIAL_WORKER_TALK,
    DutyKind.REPORTS,
    DutyKind.DECISIONS,
    DutyKind.RECORD,
    DutyKind.DISTRIBUTION,
)
"""Duties that stand in the reviewing officer's caseload and are reminded of."""

MANAGER_KINDS = (DutyKind.IRO_NAMED,)
"""Duties of the IRO manager, reminded of to managers only."""

AUTHORITY_KINDS = tuple(kind for kind in DutyKind if kind not in IRO_KINDS and kind not in MANAGER_KINDS)
"""What the authority owes the child. Shown on the child's page and watched by the IRO; nobody is reminded of them here.
The manager's answer is among them: silence is agreement, so it is never late (Handbook ch. 3)."""

RECORDABLE_KINDS = (
    DutyKind.VISIT,
    DutyKind.HEALTH_ASSESSMENT,
    DutyKind.PEP,
    DutyKind.PATHWAY_ASSESSMENT,
    DutyKind.PLACEMENT_PLAN,
)
"""Those of which somebody records in the portal that they were done (reviews.models.DutyDone)."""
