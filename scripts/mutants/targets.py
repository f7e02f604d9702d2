"""Which modules get faults, and which tests judge each: first the few that know it best, then others that might."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Target:
    """A module and its judges. The second round is asked only about faults that outlived the first."""

    module: str
    first: tuple[str, ...]
    second: tuple[str, ...] = ()

    @property
    def judges(self) -> tuple[str, ...]:
        """Both rounds."""
        return (*self.first, *self.second)


_CLOCK = "tests/reviews/timescales/"
_RULES = tuple(
    f"{_CLOCK}test_{name}.py"
    for name in (
        "worked_examples",
        "review_clock",
        "stream",
        "duties",
        "visits",
        "short_breaks",
        "reminders",
        "following",
        "law_and_choices",
    )
)
_KNOWN_BEST = {
    "child_duties": "duties",
    "choices": "law_and_choices",
    "counting": "duties",
    "duties": "duties",
    "following": "following",
    "law": "law_and_choices",
    "reminders": "reminders",
    "short_breaks": "short_breaks",
    "stream": "stream",
    "visits": "visits",
    "wording": "worked_examples",
}


def _clock(path: Path) -> Target:
    best = f"{_CLOCK}test_{_KNOWN_BEST.get(path.stem, 'worked_examples')}.py"
    others = tuple(one for one in _RULES if one != best)
    return Target(f"reviews/timescales/{path.name}", (best, *others), (f"{_CLOCK}test_properties.py",))


_COMING_IN = ("tests/accounts/test_access.py", "tests/accounts/test_transaction.py")
_PAGES = ("tests/accounts/test_people.py", "tests/accounts/test_signing_in.py")
_OTHERS = (
    Target(
        "children/access.py",
        ("tests/children/test_access.py",),
        (
            "tests/reviews/test_access.py",
            "tests/insight/test_team.py",
            "tests/reviews/pages/test_caseload.py",
        ),
    ),
    Target(
        "reviews/access.py",
        ("tests/reviews/test_access.py",),
        ("tests/reviews/journey/test_permissions.py", "tests/reviews/pages/test_why.py"),
    ),
    Target(
        "participation/access.py",
        ("tests/participation/test_rooms.py", "tests/participation/test_pages.py"),
        ("tests/participation/test_actions.py",),
    ),
    Target("accounts/roles.py", ("tests/accounts/test_roles.py",)),
    Target("accounts/actor.py", ("tests/accounts/test_actor.py", *_COMING_IN), _PAGES),
    Target("accounts/scoping.py", _COMING_IN, _PAGES),
    Target("accounts/middleware.py", _COMING_IN, (*_PAGES, "tests/core/test_platform.py")),
    Target("accounts/views_base.py", _COMING_IN, _PAGES),
    Target(
        "accounts/versions.py",
        ("tests/accounts/test_settings.py", "tests/children/test_details.py"),
        ("tests/children/care_plan/test_actions.py", "tests/reviews/journey/test_recording.py"),
    ),
    Target("audit/outbox.py", ("tests/audit/test_outbox.py", "tests/audit/test_outbox_edges.py")),
    Target("participation/codes.py", ("tests/participation/test_codes.py",)),
)


def targets(root: Path) -> list[Target]:
    """Every target, the doors first: they are fewer and dearer."""
    clock = [_clock(path) for path in sorted((root / "reviews/timescales").glob("*.py"))]
    return [*_OTHERS, *clock]
