"""A person at a browser, and what must be so of every page they come to.

`look` is the eye of the whole folder: at 1280 and at 320 px axe finds nothing, nothing has to be scrolled sideways,
each link inside the page leads somewhere, nothing was written to the console; and without JavaScript the page's form
is there to be filled in and sent. PORTAL_SHOTS names a folder for pictures of every page at both widths.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from accounts.models import Person
from tests.factories.accounts import PASSWORD

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
SHOTS = os.environ.get("PORTAL_SHOTS", "")
AXE = {"resultTypes": ["violations"]}

DEAD_LINKS = """() => [...document.querySelectorAll('a[href^="#"]')]
    .map(link => link.getAttribute("href").slice(1))
    .filter(id => id && !document.getElementById(id))"""
STICKING_OUT = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll("body *")]
        .filter(one => one.getBoundingClientRect().right > wide + 1)
        .map(one => one.outerHTML.slice(0, 160)).slice(-3);
}"""
OUT_OF_ORDER = """() => {
    const targets = [...document.querySelectorAll(".govuk-error-summary__list a")]
        .map(link => document.getElementById(link.getAttribute("href").slice(1)));
    return targets.slice(1).filter((one, index) =>
        targets[index].compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING).map(one => one.id);
}"""
CONTROLS = "main input:not([type=hidden]), main select, main textarea"


class Visitor:
    """One person's window. `page` is Playwright's own, for what has no word here."""

    def __init__(self, browser: Browser, base_url: str, **options: Any) -> None:
        self.browser, self.base_url = browser, base_url
        self.context = self._context(**options)
        self.page: Page = self.context.new_page()
        self.scripted = options.get("java_script_enabled", True)
        self.said: list[str] = []
        self.seen: set[str] = set()
        self._refusals = False
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.said.append(f"error in a script: {error}"))
        self.page.on("response", self._answered)

    def _context(self, **options: Any) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.base_url, viewport=WIDE, locale="en-GB", timezone_id="Europe/London", **options
        )
        context.set_default_timeout(10_000)
        context.set_default_navigation_timeout(20_000)
        return context

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not self._refusals:
            self.said.append(f"{message.type} in the console of {self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if not response.url.startswith(self.base_url):
            self.said.append(f"asked another site: {response.url}")
        if response.status >= 500 and not self._refusals:
            self.said.append(f"{response.status} from {response.url}")

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Inside, answers of 400 and more are meant: the browser's own word about them is not held against the page."""
        self._refusals = True
        yield
        self.page.wait_for_load_state("load")
        self._refusals = False

    def close(self) -> None:
        """Shut the window, and hold against the page whatever the browser complained of."""
        said = list(self.said)
        self.context.close()
        assert said == [], "\n".join(said)

    # -- Doing ------------------------------------------------------------------------------------------------------

    def sign_in(self, person: Person, password: str = PASSWORD) -> Visitor:
        """Come in through the sign-in page."""
        self.context.clear_cookies()
        self.go("/accounts/login/")
        self.fill("Work e-mail address", person.email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        return self

    def go(self, path: str) -> Visitor:
        """Open an address."""
        self.page.goto(path)
        return self

    @property
    def main(self) -> Locator:
        """What is on the page beside header, navigation and footer."""
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """Where we are."""
        return urlsplit(self.page.url).path

    def follow(
        self, name: str | re.Pattern[str], *, exact: bool = True, within: Locator | None = None
    ) -> Visitor:
        """Go where a link leads, or a link that is drawn as a button."""
        is_exact = exact and isinstance(name, str)
        place = within or self.page.locator("body")
        link = place.get_by_role("link", name=name, exact=is_exact)
        link.or_(place.get_by_role("button", name=name, exact=is_exact)).first.click()
        self.page.wait_for_load_state("load")
        return self

    def press(self, name: str | re.Pattern[str], *, exact: bool = True) -> Visitor:
        """Press a button and wait for the page it leads to."""
        button = self.page.get_by_role("button", name=name, exact=exact and isinstance(name, str)).first
        with self.page.expect_navigation(wait_until="load"):
            button.click()
        return self

    def fill(self, label: str, words: str) -> Visitor:
        """Type into the box with this label."""
        self.page.get_by_label(label, exact=True).fill(words)
        return self

    def day(self, question: str, day: str) -> Visitor:
        """Type a date, "28 4 2026", into the three boxes of a question."""
        group = self.page.get_by_role("group", name=question, exact=True)
        for box, part in zip(("Day", "Month", "Year"), day.split(), strict=True):
            group.get_by_label(box, exact=True).fill(part)
        return self

    def choose(self, question: str, answer: str) -> Visitor:
        """Choose one of the answers of a question."""
        group = self.page.get_by_role("group", name=question)
        group.get_by_role("radio", name=answer, exact=True).check()
        return self

    def tick(self, label: str) -> Visitor:
        """Tick a box."""
        self.page.get_by_role("checkbox", name=label, exact=True).check()
        return self

    def pick(self, label: str, answer: str) -> Visitor:
        """Choose from a list."""
        self.page.get_by_label(label, exact=True).select_option(label=answer)
        return self

    # -- Seeing -----------------------------------------------------------------------------------------------------

    def sees(self, *words: str) -> Visitor:
        """Each of these stands on the page, to be read."""
        for one in words:
            expect(self.main).to_contain_text(one)
        return self

    def does_not_see(self, *words: str) -> Visitor:
        """None of these stands on the page."""
        for one in words:
            expect(self.main).not_to_contain_text(one)
        return self

    def heading(self, words: str | re.Pattern[str]) -> Visitor:
        """The heading of the page, of which there is one."""
        expect(self.page.locator("h1")).to_have_count(1)
        expect(self.page.locator("h1")).to_have_text(words)
        return self

    def told(self, words: str) -> Visitor:
        """What the portal says has just happened."""
        expect(self.page.locator(".govuk-notification-banner")).to_contain_text(words)
        return self

    def errors(self, *expected: str) -> Visitor:
        """The error summary holds these and no more, has the focus, and says so in the tab's title."""
        summary = self.page.locator(".govuk-error-summary")
        expect(summary.locator("li")).to_have_text(list(expected))
        expect(self.page).to_have_title(re.compile(r"^Error: "))
        if self.scripted:
            expect(summary).to_be_focused()
        return self

    def error_leads_to(self, words: str, label: str) -> Visitor:
        """The link of an error puts the focus on the control it is about."""
        self.page.locator(".govuk-error-summary").get_by_role("link", name=words, exact=True).click()
        expect(self.page.get_by_label(label, exact=True).first).to_be_focused()
        return self

    def look(self, name: str, *, same_without_script: bool = True) -> Visitor:
        """Hold this page to what every page must be. `name` names its picture.

        A page that answers a form cannot be asked for again: `same_without_script=False`.
        """
        page = self.page
        expect(page.locator("h1")).to_have_count(1)
        found = []
        for width, size in (("1280", WIDE), ("320", PHONE)):
            page.set_viewport_size(size)
            self._picture(f"{name}-{width}")
            found += [f"{width} px: sticks out: {one}" for one in page.evaluate(STICKING_OUT)]
            found += [f"{width} px: axe: {one}" for one in axe(page)]
        page.set_viewport_size(WIDE)
        found += [f"a link to #{target} leads nowhere" for target in page.evaluate(DEAD_LINKS)]
        found += [f"the error at #{target} is out of order" for target in page.evaluate(OUT_OF_ORDER)]
        assert found == [], f"{name}: {page.url}\n" + "\n".join(found)
        if (
            same_without_script
            and self.scripted
            and self.path not in self.seen
            and page.locator("main form").count()
        ):
            self.seen.add(self.path)
            self._look_without_script(name)
        return self

    def every_link_answers(self) -> Visitor:
        """Nobody is led to a page that refuses them: each link of the page is open to who sees it."""
        links = self.main.locator("a[href^='/']").evaluate_all(
            "all => all.map(one => one.getAttribute('href'))"
        )
        addresses = {str(link).split("#")[0] for link in links}
        refused = [link for link in sorted(addresses) if self.context.request.get(link).status >= 400]
        assert refused == [], f"links of {self.path} that are refused"
        return self

    def _look_without_script(self, name: str) -> None:
        """The same address without JavaScript: the same questions, each to be seen, and a button to send them."""
        plain = self._context(java_script_enabled=False, storage_state=self.context.storage_state())
        page = plain.new_page()
        page.set_viewport_size(PHONE)
        answer = page.goto(self.page.url)
        assert answer is not None
        assert answer.status == 200, f"{name} without JavaScript: {answer.status}"
        self._picture(f"{name}-noscript", page)
        assert page.evaluate(STICKING_OUT) == []
        expect(page.locator("main form button").first).to_be_attached()
        questions = [one.get_attribute("name") for one in page.locator(CONTROLS).all()]
        wanted = [one.get_attribute("name") for one in self.page.locator(CONTROLS).all()]
        if self.page.locator(".govuk-error-summary").count() == 0:
            assert questions == wanted, f"{name}: other questions without JavaScript"
        plain.close()

    def _picture(self, name: str, page: Page | None = None) -> None:
        if SHOTS:
            (page or self.page).screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def axe(page: Page) -> list[str]:
    """What axe finds wrong, a line each."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]
