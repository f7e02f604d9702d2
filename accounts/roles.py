"""Roles: a stable code, a name for people, and a set of permissions. Only the code is stored."""

from dataclasses import dataclass

from accounts.permissions import Permission


@dataclass(frozen=True)
class Role:
    """One role. `of_platform` roles belong to no authority and reach no child."""

    code: str
    name: str
    description: str
    permissions: frozenset[Permission]
    of_platform: bool = False


IRO = Role(
    code="iro",
    name="Independent reviewing officer",
    description="Reviews the children allocated to them, and records those reviews.",
    permissions=frozenset(
        {
            Permission.VIEW_ALLOCATED_CHILDREN,
            Permission.EDIT_CHILD,
            Permission.RESTRICT_CHILD,
            Permission.SEE_WHO_SAW,
            Permission.EDIT_CARE_PLAN,
            Permission.RECORD_REVIEW,
            Permission.CONFIRM_RELEASE,
        },
    ),
)
IRO_MANAGER = Role(
    code="iro_manager",
    name="IRO manager",
    description="Leads the team: allocates children, watches caseloads, timeliness and drift. Cannot alter a review.",
    permissions=frozenset(
        {
            Permission.VIEW_ALL_CHILDREN,
            Permission.EDIT_CHILD,
            Permission.RESTRICT_CHILD,
            Permission.SEE_WHO_SAW,
            Permission.LOOK_AT_GLASS,
            Permission.VIEW_TEAM,
            Permission.ALLOCATE_CHILDREN,
            Permission.VIEW_MESSAGES,
            Permission.CONFIRM_RELEASE,
        }
    ),
)
AUTHORITY_ADMIN = Role(
    code="authority_admin",
    name="Local-authority administrator",
    description="People, settings, imports and exports. Sees no child's record.",
    permissions=frozenset(
        {
            Permission.MANAGE_PEOPLE,
            Permission.EDIT_SETTINGS,
            Permission.IMPORT_903,
            Permission.EXPORT_903,
            Permission.VIEW_MESSAGES,
        }
    ),
)
QUALITY_READER = Role(
    code="quality_reader",
    name="Quality reader",
    description="Reads the reviews and records of every child, to audit their quality. Changes nothing.",
    permissions=frozenset({Permission.VIEW_ALL_CHILDREN}),
)
PLATFORM_ADMIN = Role(
    code="platform_admin",
    name="Platform administrator",
    description="Makes authorities and their first administrator. Sees no child's record.",
    permissions=frozenset({Permission.MANAGE_AUTHORITIES}),
    of_platform=True,
)

ROLES: dict[str, Role] = {
    role.code: role for role in (IRO, IRO_MANAGER, AUTHORITY_ADMIN, QUALITY_READER, PLATFORM_ADMIN)
}


def roles_with(*permissions: Permission) -> list[str]:
    """The codes of the roles that give at least one of these permissions."""
    return [code for code, role in ROLES.items() if role.permissions.intersection(permissions)]


def permissions_of(codes: frozenset[str]) -> frozenset[Permission]:
    """Every permission the roles with these codes give together."""
    return frozenset().union(*(ROLES[code].permissions for code in codes))
