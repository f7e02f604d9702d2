"""What the browser is given: light, ours, and free of what a council may not show."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import brotli
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

ROOT = Path(settings.BASE_DIR)
BUILD = ROOT / "static" / "build"
FIRST_VISIT = 50_000
"""Bytes: the page, its styles, script and icons, compressed."""


def compressed(content: bytes) -> int:
    """Bytes on the wire."""
    return len(brotli.compress(content))


@pytest.fixture(scope="module")
def build_assets() -> ModuleType:
    """The build script as a module."""
    spec = importlib.util.spec_from_file_location("build_assets", ROOT / "scripts" / "build_assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_build_is_current(build_assets: ModuleType) -> None:
    assert build_assets.main(["--check"]) == 0


def test_build_notices_a_change(
    build_assets: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / ".stamp").write_text("of another time\n")
    for name in ("portal.css", "portal.js"):
        (tmp_path / name).touch()
    monkeypatch.setattr(build_assets, "BUILD", tmp_path)
    monkeypatch.setattr(build_assets, "STAMP", tmp_path / ".stamp")

    assert build_assets.main(["--check"]) == 1
    assert "make setup" in capsys.readouterr().err


def test_packages_are_pinned_and_checked() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert sorted(wanted) == ["@ministryofjustice/frontend", "esbuild", "govuk-frontend", "sass"]
    for name, version in wanted.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert locked[f"node_modules/{name}"]["version"] == version
    for name, package in locked.items():
        if name:
            assert package["integrity"].startswith("sha512-"), name


def test_lock_names_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text()

    assert "resolved" not in text
    assert "http" not in text


def test_styles_hold_nothing_of_gov_uk_alone_and_nothing_from_elsewhere() -> None:
    css = (BUILD / "portal.css").read_text()

    assert re.findall(r"GDS Transport|@font-face|crown|crest", css) == []
    assert [
        url for url in re.findall(r"url\(\"?([^)\"]+)", css) if not url.startswith(("./images/", "data:"))
    ] == []
    assert [
        image for image in re.findall(r"url\(\"?\./([^)\"]+)", css) if not (BUILD / image).is_file()
    ] == []
    assert "sourceMappingURL" not in css


def test_script_speaks_to_nobody_else() -> None:
    script = (BUILD / "portal.js").read_text()

    assert re.findall(r"https?://(?!www\.w3\.org)[\w.-]+", script) == []
    assert "eval(" not in script


def test_first_visit_is_light(client: Client, db: None) -> None:
    page = client.get(reverse("account_login"))
    files = ["build/portal.css", "build/portal.js", "icon.svg", "icons.svg"]

    parts = [compressed(page.content), *(compressed((ROOT / "static" / name).read_bytes()) for name in files)]

    assert page.status_code == 200
    assert sum(parts) < FIRST_VISIT


def test_every_icon_that_python_knows_is_drawn() -> None:
    from core.components import CHIP_ICONS, ICONS

    drawn = re.findall(r'<symbol id="([a-z]+)"', (ROOT / "static" / "icons.svg").read_text())

    assert sorted(drawn) == sorted(ICONS)
    assert set(CHIP_ICONS.values()) <= set(ICONS)


def test_templates_have_no_inline_style_script_or_handler() -> None:
    """The policy would refuse them, and the page would be broken only in a browser."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)(?![^>]*json)")

    found = [path.name for path in (ROOT / "templates").rglob("*.html") if inline.search(path.read_text())]

    assert found == []
