"""The copy of a record for one person as a PDF that a screen reader can read (PDF/UA-1), made by typst."""

import json
from pathlib import Path
from typing import Any

import typst

from core.dates import long
from reviews.models import Release
from reviews.releasing import MARK, Section

TEMPLATE = Path(__file__).with_name("copy.typ")


def content_of(release: Release) -> dict[str, Any]:
    """What the document holds: what was fixed when the copy was previewed, and whose copy it is."""
    parts = [
        {
            "heading": section.label,
            "blocks": [block for block in release.blocks if block["section"] == section],
        }
        for section in Section
    ]
    lines = [
        f"Copy for {release.recipient_name}",
        f"From {release.authority.name}, {long(release.released_date)}",
    ]
    if release.hidden:
        lines.append(f"Some words are left out of this copy. Where they were it says {MARK}.")
    return {
        "title": f"Record of review {release.review.number}",
        "authority": release.authority.name,
        "lines": lines,
        "parts": [part for part in parts if part["blocks"]],
    }


def pdf_of(release: Release) -> bytes:
    """The bytes of the document; the same copy gives the same document."""
    return typst.compile(
        str(TEMPLATE), sys_inputs={"copy": json.dumps(content_of(release))}, pdf_standards=["ua-1"]
    )
