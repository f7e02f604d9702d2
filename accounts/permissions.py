"""What a person may do. Code asks for a permission, never for a role."""

from enum import StrEnum


class Permission(StrEnum):
    """One member an act. A role (accounts/roles.py) is a set of these."""

    # Children and their reviews
    VIEW_ALLOCATED_CHILDREN = "view_allocated_children"
    """See the children one is the reviewing officer of."""
    VIEW_ALL_CHILDREN = "view_all_children"
    """See every child of the authority."""
    EDIT_CHILD = "edit_child"
    """Correct a child's name, how to talk with them, the people around them, a start date nobody told us."""
    RESTRICT_CHILD = "restrict_child"
    """Close a child to all but named people, name them, and lift it."""
    LOOK_AT_GLASS = "look_at_glass"
    """See who opened a child closed to them, and say whether it was right."""
    SEE_WHO_SAW = "see_who_saw"
    """See who saw a child one may see."""
    EDIT_CARE_PLAN = "edit_care_plan"
    RECORD_REVIEW = "record_review"
    """Schedule, hold and record reviews of one's own children. Never a manager's: the IRO is independent."""
    CONFIRM_RELEASE = "confirm_release"
    """Be the second person who reads a copy of a record before it goes to family. Never one's own copy."""
    # The team
    VIEW_TEAM = "view_team"
    ALLOCATE_CHILDREN = "allocate_children"
    VIEW_MESSAGES = "view_messages"
    """See each message, its fate, and when the sweep last ran."""
    # The authority
    MANAGE_PEOPLE = "manage_people"
    EDIT_SETTINGS = "edit_settings"
    IMPORT_903 = "import_903"
    EXPORT_903 = "export_903"
    # The platform
    MANAGE_AUTHORITIES = "manage_authorities"
