"""What each role may do, as a written table: a permission more or less is a decision, never a slip."""

import pytest

from accounts.roles import ROLES, permissions_of

TABLE = {
    "iro": {
        "VIEW_ALLOCATED_CHILDREN",
        "EDIT_CHILD",
        "RESTRICT_CHILD",
        "SEE_WHO_SAW",
        "EDIT_CARE_PLAN",
        "RECORD_REVIEW",
        "CONFIRM_RELEASE",
    },
    "iro_manager": {
        "VIEW_ALL_CHILDREN",
        "EDIT_CHILD",
        "RESTRICT_CHILD",
        "SEE_WHO_SAW",
        "LOOK_AT_GLASS",
        "VIEW_TEAM",
        "ALLOCATE_CHILDREN",
        "VIEW_MESSAGES",
        "CONFIRM_RELEASE",
    },
    "authority_admin": {"MANAGE_PEOPLE", "EDIT_SETTINGS", "IMPORT_903", "EXPORT_903", "VIEW_MESSAGES"},
    "quality_reader": {"VIEW_ALL_CHILDREN"},
    "platform_admin": {"MANAGE_AUTHORITIES"},
}


@pytest.mark.parametrize("code", TABLE)
def test_what_a_role_may(code: str) -> None:
    assert {permission.name for permission in permissions_of(frozenset({code}))} == TABLE[code]


def test_every_role_is_in_the_table_and_one_is_of_the_platform() -> None:
    assert set(ROLES) == set(TABLE)
    assert [code for code, role in ROLES.items() if role.of_platform] == ["platform_admin"]


def test_two_roles_together_may_what_each_may() -> None:
    both = permissions_of(frozenset({"iro", "iro_manager"}))

    assert {permission.name for permission in both} == TABLE["iro"] | TABLE["iro_manager"]
