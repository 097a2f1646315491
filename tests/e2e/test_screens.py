"""Every main screen of every face, as a tired person meets it: no errors, no sideways scrolling, room for a thumb, readable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.e2e.conftest import DESK, PHONE, Town

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]
Ring = Callable[[], None]
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TOUCH = 44

RESIDENT = ("/", "/report", "/tickets", "/calls", "/profile", "/profile/homes", "/profile/password")
WORKER = ("/worker", "/worker/me")
MANAGE = ("", "/tickets", "/doors", "/calls", "/people", "/import", "/grids")

# Everything that takes a tap and is smaller than a fingertip; an input inside a label is as large as the label.
SMALL = """(least) => [...document.querySelectorAll('button, a[href], input, textarea, select, [role=switch]')]
  .map((one) => one.matches('input, [role=switch]') && one.closest('label') || one)
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest('[inert], .sr-only'))
  .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < least - 0.5 || box.height < least - 0.5))
  .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
STILL = """() => Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations !== Infinity).map((one) => one.finished))"""
SERIOUS = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
  .filter((one) => ['serious', 'critical'].includes(one.impact))
  .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`))"""


@contextmanager
def without_errors(page: Page) -> Iterator[None]:
    """Collects what the page complains about; raises AssertionError if there is anything."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            heard.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield
    page.remove_listener("console", listen)
    assert heard == []


def settle(page: Page) -> None:
    """Wait until the page has its content: no skeleton is left."""
    page.wait_for_load_state("domcontentloaded")
    expect(page.locator("main").first).to_be_visible()
    expect(page.get_by_test_id("skeleton")).to_have_count(0)
    expect(page.get_by_test_id("retry")).to_have_count(0)


def serious_violations(page: Page) -> list[str]:
    """What axe calls serious or critical, contrast of text among it."""
    page.evaluate(AXE.read_text())  # as the browser's own tools do, past the page's content policy
    page.evaluate(STILL)
    found: list[str] = page.evaluate(SERIOUS)
    return found


def decline(page: Page) -> None:
    """Refuse the visitor; for the rest of the home the bell rings on."""
    page.get_by_test_id("call-decline").click()
    expect(page.get_by_test_id("call-screen")).to_have_count(0)


@pytest.fixture
def ring(town: Town) -> Iterator[Callable[[], None]]:
    """`ring()`: a visitor dials the home, and goes away when the test is over."""
    yield lambda: town.panel.dial("1203")
    town.panel.hang_up()
    town.panel.wait_until(lambda view: view["call"]["state"] == "idle", 20)


def judge(page: Page, path: str, *, phone: bool) -> None:
    """Hold one screen against all rules at once."""
    with without_errors(page):
        page.goto(path)
        settle(page)
    wide: Any = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    faults = [f"scrolls sideways by {wide}"] if wide > 0 else []
    faults += [f"small: {one}" for one in page.evaluate(SMALL, TOUCH)] if phone else []
    faults += serious_violations(page)
    assert faults == [], f"{path}\n" + "\n".join(faults)


def test_the_screens_of_the_residents_are_fit_for_use(town: Town, open_as: Open) -> None:
    page = open_as(town.system.estate.resident, "/")
    for path in RESIDENT:
        judge(page, path, phone=True)


def test_the_screens_of_the_workers_are_fit_for_use(town: Town, open_as: Open) -> None:
    page = open_as(town.system.estate.worker, "/worker")
    for path in WORKER:
        judge(page, path, phone=True)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_screens_of_the_desk_are_fit_for_use(town: Town, open_as: Open, size: dict[str, int]) -> None:
    page = open_as(town.system.estate.manager, "/manage", size)
    for path in MANAGE:
        judge(page, f"/manage{path}", phone=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_screen_is_readable_in_the_dark_and_in_both_languages(town: Town, open_as: Open, scheme: Any, language: str) -> None:
    for person, path in (
        (town.system.estate.resident, "/"),
        (town.system.estate.worker, "/worker"),
        (town.system.estate.manager, "/manage"),
    ):
        page = open_as(person, path)
        page.emulate_media(color_scheme=scheme)
        page.evaluate("(language) => localStorage.setItem('linli.locale', language)", language)
        judge(page, path, phone=False)


def test_behind_an_incoming_call_nothing_can_be_tapped_and_focus_goes_to_it_and_back(town: Town, open_as: Open, ring: Ring) -> None:
    page = open_as(town.system.estate.resident, "/")
    page.get_by_test_id("report-start").focus()
    ring()
    call = page.get_by_test_id("call-screen")
    expect(call).to_be_focused()
    assert page.locator("#app").evaluate("(app) => app.inert")
    page.get_by_test_id("report-start").evaluate("(button) => button.focus()")
    expect(call).to_be_focused()
    assert serious_violations(page) == []

    decline(page)
    expect(page.get_by_test_id("report-start")).to_be_focused()


def test_a_sheet_below_an_incoming_call_is_out_of_reach_until_it_is_over(town: Town, open_as: Open, ring: Ring) -> None:
    page = open_as(town.system.estate.resident, "/profile")
    page.get_by_test_id("sign-out").click()
    ring()
    expect(page.get_by_test_id("call-screen")).to_be_visible()
    veil = page.get_by_test_id("sheet").locator("xpath=..")
    assert veil.evaluate("(one) => one.inert")
    decline(page)
    assert not veil.evaluate("(one) => one.inert")
    assert page.locator("#app").evaluate("(app) => app.inert")
    page.get_by_test_id("sheet-close").click()
    assert not page.locator("#app").evaluate("(app) => app.inert")


def test_a_visitor_who_was_refused_does_not_ring_again_when_the_page_is_loaded_anew(town: Town, open_as: Open, ring: Ring) -> None:
    page = open_as(town.system.estate.resident, "/")
    ring()
    decline(page)
    with page.expect_response("**/calls?state=ringing*") as answer:
        page.reload()
    assert len(answer.value.json()["items"]) == 1  # the others are still asked
    settle(page)
    expect(page.get_by_test_id("call-screen")).to_have_count(0)


def test_the_page_of_the_api_shows_the_rights_of_an_operation_with_own_files_only(town: Town, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with without_errors(page):
        page.goto(f"{town.system.url}/api/v1/docs")
        unlock = page.locator(".opblock[id*='access-doors'][id$='unlock']")
        unlock.locator(".opblock-summary").click()
        expect(unlock).to_contain_text("x-authz")
    page.close()
    assert [url for url in asked if not url.startswith((town.system.url, "data:", "blob:"))] == []
