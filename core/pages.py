"""What every page tells the layout: title, caption, way back, place in the navigation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BackLink:
    """The link above the heading: BackLink("Back to Ash", url)."""

    label: str
    url: str


@dataclass(frozen=True)
class PageInfo:
    """`title` is the heading and the tab's title; `caption` is the line above the heading.

    `tab_title` replaces the title in the tab where the heading holds a name, since tabs and histories are seen by
    others: "Book the review, child 100117".
    """

    title: str
    tab_title: str = ""
    caption: str = ""
    back: BackLink | None = None
    nav: str = ""

    @property
    def in_tab(self) -> str:
        """What the browser's tab says."""
        return self.tab_title or self.title
