"""`import_903` and `export_903`: what they print, and how they end."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from audit.models import Event
from children.models import Child
from tests.factories import children, reviews
from tests.factories.base import told
from tests.returns.collections import SAMPLES, files, sample

pytestmark = pytest.mark.django_db
CODE = "E08000018"
GOOD = "501,01/05/2025,S,C2,N1,U6,PR1,,,,ZZ1 1ZZ,ZZ2 2ZZ,SC00001"


def run(name: str, *arguments: Any, **options: Any) -> tuple[int, str]:
    """Exit code and what was printed."""
    out = StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=out, **options)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def folder(path: Path, content: dict[str, bytes]) -> Path:
    path.mkdir(exist_ok=True)
    for name, body in content.items():
        (path / name).write_bytes(body)
    return path


def test_there_and_back_with_an_authority_made_from_the_list(tmp_path: Path) -> None:
    code, said = run("import_903", SAMPLES / "2025", "--authority", CODE)
    again, said_again = run("import_903", SAMPLES / "2025", "--authority", CODE)
    ended, wrote = run("export_903", tmp_path / "out" / "2025", "--authority", CODE, "--year", "2025")

    assert (code, again, ended) == (0, 0, 0)
    assert LocalAuthority.objects.get().name == "Rotherham"
    assert said.splitlines()[-1] == "Taken: 1425 made, 0 changed, 0 unchanged, 0 refused"
    assert said_again.splitlines()[-1] == "Taken: 0 made, 0 changed, 1425 unchanged, 0 refused"
    assert "  ad1.csv: AD1, 2 rows, left alone" in said.splitlines()
    assert wrote.splitlines() == [
        "header.csv: 322 rows",
        "episodes.csv: 580 rows",
        "reviews.csv: 502 rows",
        "uasc.csv: 21 rows",
    ]
    for name in ("header.csv", "episodes.csv", "reviews.csv", "uasc.csv"):
        assert (tmp_path / "out" / "2025" / name).read_bytes() == sample(2025)[name]
    with told(LocalAuthority.objects.get().pk):
        assert Event.objects.filter(verb="import_903.done").count() == 2
        assert Event.objects.filter(verb="export_903.done").count() == 1


def test_refused_files_change_nothing_and_make_no_authority(tmp_path: Path) -> None:
    bad = folder(tmp_path / "2026", files(episodes=f"{GOOD}\n{GOOD.replace('501', '777')}"))

    code, said = run("import_903", bad, "--authority", CODE)

    assert code == 1
    words = "A child of the Header table: this one is not in it. [INT08]"
    assert f"  episodes.csv, line 3, CHILD “777” (child 777): {words}" in said.splitlines()
    assert said.splitlines()[-1] == "Refused: nothing was changed."
    assert not LocalAuthority.objects.exists()


def test_refused_files_of_an_authority_that_is_there_leave_a_row_in_the_audit(
    tmp_path: Path, authority: LocalAuthority
) -> None:
    bad = folder(tmp_path / "a", {"x.csv": b"What\n"})

    assert run("import_903", bad, "--authority", authority.ons_code)[0] == 1
    assert [event.verb for event in Event.objects.all()] == ["import_903.refused"]


def test_the_good_rows_and_the_report_as_json(tmp_path: Path) -> None:
    bad = folder(tmp_path / "a", files(episodes=f"{GOOD}\n{GOOD.replace('501', '777')}"))

    code, said = run("import_903", bad, "--authority", CODE, "--take-good-rows", "--json")

    report = json.loads(said)
    assert code == 0
    assert report["outcome"] == "taken"
    assert report["totals"] == {"made": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert report["refused"] == [
        {
            "severity": "refused",
            "file": "episodes.csv",
            "line": 3,
            "column": "CHILD",
            "value": "777",
            "expected": "A child of the Header table: this one is not in it.",
            "child": "777",
            "rule": "INT08",
        }
    ]


def test_remarks_are_printed_by_kind(tmp_path: Path) -> None:
    first = folder(tmp_path / "a", files(episodes=GOOD, reviews="501,14/06/2014,01/06/2025,PN0"))
    run("import_903", first, "--authority", CODE)
    authority = LocalAuthority.objects.get()
    with in_authority(authority):
        Child.objects.update(ethnicity="WIRI")
    second = folder(tmp_path / "b", files(episodes=GOOD))

    said = run("import_903", second, "--authority", CODE, "--year", "2026")[1].splitlines()

    assert said[4:9] == [
        "Entered in the portal, and left as it is (1)",
        "  header.csv, line 2: child 501, ETHNIC (held WIRI; the file says WBRI)",
        "Held, but not in these files (1)",
        "  child 501, review of 01/06/2025",
        "children: 0 made, 0 changed, 1 unchanged, 0 refused",
    ]


def test_odd_rows_are_printed(tmp_path: Path) -> None:
    odd = folder(tmp_path / "a", files(episodes=GOOD, reviews="501,14/06/2014,01/06/2025,PN0"))

    said = run("import_903", odd, "--authority", CODE)[1].splitlines()

    assert "Odd, but taken (1)" in said
    assert (
        "  reviews.csv, line 2, REVIEW_CODE “PN0” (child 501): PN1 to PN7: the child was 4 or over. [440]"
        in said
    )


def test_files_under_any_name_and_what_is_no_file_of_ours(tmp_path: Path) -> None:
    content = files(episodes=GOOD)
    path = folder(
        tmp_path / "2026",
        {
            "one": content["header.csv"],
            "two.txt": content["episodes.csv"],
            "three.CSV": content["reviews.csv"],
            "notes.txt": b"Dear colleague,\n",
            "empty": b"",
            ".hidden.csv": b"What\n",
        },
    )
    (path / "older").mkdir()

    assert run("import_903", path, "--authority", CODE)[0] == 0


def test_the_name_of_the_folder_decides_between_equals(tmp_path: Path) -> None:
    reviews_csv = "501,14/06/2014,01/06/2025,PN1\n501,14/06/2014,01/06/2024,PN1"
    content = files(episodes=GOOD.replace("2025,S", "2020,P"), reviews=reviews_csv)

    said = run("import_903", folder(tmp_path / "2026", content), "--authority", CODE)[1]

    assert said.splitlines()[0] == "Collection 2025-26"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "--authority", CODE], "There is no folder"),
        (["empty", "--authority", CODE], "There is no CSV file in"),
        (["good", "--authority", "E99999999"], "E99999999 is not the ONS code"),
        (["good"], "required"),
    ],
)
def test_misuse_of_the_import(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "empty").mkdir()
    folder(tmp_path / "good", files(episodes=GOOD))

    code, said = run("import_903", tmp_path / arguments[0], *arguments[1:])

    assert (code, message in said) == (2 if len(arguments) > 1 else 1, True)
    assert not LocalAuthority.objects.exists()


def test_misuse_of_the_export(tmp_path: Path, authority: LocalAuthority) -> None:
    (tmp_path / "file").write_text("x")
    mine = ["--authority", authority.ons_code]

    assert run("export_903", tmp_path / "o", "--authority", CODE, "--year", "2026") == (
        2,
        f"The portal has no authority {CODE}",
    )
    assert run("export_903", tmp_path / "o", *mine, "--year", "26")[0] == 2
    assert run("export_903", tmp_path / "file", *mine, "--year", "2026")[0] == 2
    assert not (tmp_path / "o").exists()


def test_reviews_the_return_cannot_take_are_named(tmp_path: Path, authority: LocalAuthority) -> None:
    with in_authority(authority):
        child = children.ChildFactory(authority=authority, number="501")
        period = children.PeriodOfCareFactory(child=child, start_date=date(2025, 5, 1))
        children.EpisodeFactory(period=period)
        reviews.ReviewFactory(
            period=period,
            number=1,
            state="concluded",
            held_date=date(2025, 5, 20),
            concluded_date=date(2025, 5, 20),
        )
    mine = ["--authority", authority.ons_code, "--year", "2026"]

    code, said = run("export_903", tmp_path / "o", *mine)
    _, as_json = run("export_903", tmp_path / "o", *mine, "--json")

    assert code == 0
    assert said.splitlines()[-1] == (
        "Left out, since it has no participation code: review of child 501 20/05/2025"
    )
    assert json.loads(as_json) == {
        "year": 2026,
        "rows": {"header.csv": 1, "episodes.csv": 1, "reviews.csv": 0, "uasc.csv": 0},
        "reviews_without_code": ["501 20/05/2025"],
    }
