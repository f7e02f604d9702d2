"""Where the audit row cannot be written, the page is not shown: every page, in a role that may open it."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connections
from django.test import Client

from tests.permissions.expectations import OK, PATTERNS, ROLES, URLS
from tests.permissions.test_matrix import address, make_world

KINDS = {
    "caseload",
    "child",
    "child-address",
    "care-plan",
    "child-edit",
    "why-date",
    "decisions",
    "review",
    "review-record",
}
KINDS |= {
    "review-decision-add",
    "child-words",
    "review-views",
    "team",
    "team-list",
    "all-children",
    "allocate",
    "messages",
}
KINDS |= {"people", "authorities", "imports", "import-report"}
"""A page of each kind: lists, records, forms, working, words, figures, search, messages, files."""
PARTS = {"review-views-code"}
"""Pieces that the script of a page asks for while somebody answers; that they opened the page is written down."""


@pytest.fixture
def no_audit(transactional_db: None) -> Iterator[Any]:
    """A call that takes away the right to write audit rows, as a full disk or a broken table would."""
    url = os.environ["PORTAL_TEST_SUPERUSER"].rpartition("/")[0]
    held = psycopg2.connect(f"{url}/{connections['default'].settings_dict['NAME']}")
    held.autocommit = True
    with held.cursor() as cursor:
        yield lambda: cursor.execute("REVOKE INSERT ON audit_event FROM portal_app")
        cursor.execute("GRANT INSERT ON audit_event TO portal_app")
    held.close()


def who_may(name: str) -> str:
    """A role that may open the page; of several the first in the table."""
    asked = URLS[name][0]
    cells = PATTERNS[asked if isinstance(asked, str) else asked[0]]
    return next(role for role in ("iro", "manager", "admin", "platform") if cells[role]["own"] == OK)


@pytest.mark.slow
def test_no_page_is_shown_whose_look_cannot_be_written_down(no_audit: Any) -> None:
    world = make_world()
    pages = [name for name, (_, methods, _) in URLS.items() if "get" in methods]
    for client in world["clients"].values():
        client.raise_request_exception = False
    assert set(world["clients"]) == set(ROLES)

    def opened(name: str) -> tuple[int, str]:
        client: Client = world["clients"][who_may(name)]
        answer = client.get(address(world, name, "own"))
        content = b"".join(answer) if answer.streaming else answer.content
        return answer.status_code, content.decode(errors="replace")

    before = {name: opened(name) for name in pages}
    no_audit()
    after = {name: opened(name) for name in pages}

    mine = world["rows"]["own"]
    children = [mine[name] for name in ("child", "planned", "unbooked", "undated")]
    words = {child.name for child in children}
    words |= {mine["heard"].exact_words, mine["earlier"].what}
    pages = sorted(set(pages) - PARTS)
    of_children = {name for name in pages if any(word in before[name][1] for word in words)}
    assert {name for name in pages if before[name][0] >= 400} == set()
    assert len(of_children) > 40
    assert {name for name in of_children | KINDS if after[name][0] != 500} == set()
    assert {name for name in pages if any(word in after[name][1] for word in words)} == set()
