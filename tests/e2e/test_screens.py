"""Every main screen of every face, as a tired person meets it: no errors, no sideways scrolling, room for a thumb, readable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import orjson
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.e2e.conftest import DESK, PHONE, Town

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]
Ring = Callable[[], None]
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TOUCH = 44
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

RESIDENT = (
    "/",
    "/report",
    "/tickets",
    "/calls",
    "/profile",
    "/profile/homes",
    "/profile/doors",
    "/profile/looks",
    "/profile/password",
)
WORKER = ("/worker", "/worker/me")
MANAGE = (
    "", "/tickets", "/statistics", "/doors", "/calls", "/people", "/import", "/grids", "/prices", "/labels",
    "/revisits", "/questions", "/audit", "/audit?view=doors", "/articles", "/articles/answers", "/articles/new",
    "/settings/hours", "/settings/promises", "/settings/appointments", "/settings/categories",
)  # fmt: skip

# Everything that takes a tap and is smaller than a fingertip; an input inside a label is as large as the label.
SMALL = """(least) => [...document.querySelectorAll('button, a[href], input, textarea, select, [role=switch]')]
  .map((one) => one.matches('input, [role=switch]') && one.closest('label') || one)
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest('[inert], .sr-only'))
  .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < least - 0.5 || box.height < least - 0.5))
  .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
BEYOND = """() => [...document.querySelectorAll('button, a[href], input')].filter((one) => one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 120))"""
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
        judge(page, f"/manage{path}", phone=size is PHONE)


@pytest.mark.parametrize(("who", "path"), [("resident", "/"), ("worker", "/worker"), ("manager", "/manage")])
def test_a_face_is_readable_in_the_dark_and_in_both_languages(town: Town, open_as: Open, who: str, path: str) -> None:
    page = open_as(getattr(town.system.estate, who), path)
    for language in ("zh-CN", "en"):
        page.evaluate("(language) => localStorage.setItem('linli.locale', language)", language)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            judge(page, path, phone=False)


def test_a_ticket_is_fit_for_use_for_each_who_deals_with_it(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    ticket = town.reported("雨棚漏水，已经滴到一楼")["id"]
    judge(open_as(estate.resident, "/"), f"/tickets/{ticket}", phone=True)
    judge(open_as(estate.worker, "/worker"), f"/worker/tasks/{ticket}", phone=True)
    judge(open_as(estate.manager, "/manage", DESK), f"/manage/tickets?ticket={ticket}", phone=False)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_large_type_leaves_every_button_on_the_screen_and_readable(town: Town, open_as: Open, scheme: Any) -> None:
    ticket = town.reported("大字模式下也要看清")["id"]
    page = open_as(town.system.estate.resident, "/profile")
    page.emulate_media(color_scheme=scheme)
    page.get_by_test_id("elder-switch").click()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    for path in (*RESIDENT, f"/tickets/{ticket}"):
        judge(page, path, phone=True)
        beyond = page.evaluate(BEYOND)
        assert beyond == [], f"{path}: out of the screen: {beyond}"
    page.goto("/")
    expect(page.locator("main button, main a")).to_have_count(3)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_signing_in_and_the_door_panel_of_a_trial_are_fit_for_use(town: Town, browser: Browser, scheme: Any) -> None:
    page = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=town.system.url, color_scheme=scheme).new_page()
    judge(page, "/login", phone=True)
    page.get_by_test_id("login-way-code").click()
    assert serious_violations(page) == []

    panel = {"label": "1栋1单元", "community": "白象街1号", **town.panel.view}
    news = f"event: panel\ndata: {orjson.dumps(panel).decode()}\n\n"
    page.route("**/simulator/api/stream", lambda route: route.fulfill(content_type="text/event-stream", body=news))
    page.goto("/simulator")
    expect(page.get_by_test_id("panel-call")).to_be_visible()
    faults = page.evaluate(SMALL, TOUCH) + serious_violations(page)
    page.get_by_test_id("panel-misbehave").click()
    expect(page.get_by_test_id("fault-reboot")).to_be_visible()
    assert faults + serious_violations(page) == []
    page.context.close()


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
        page.get_by_placeholder("Filter by tag").fill("access")  # a long document is drawn as one scrolls
        unlock = page.locator(".opblock[id*='access-doors'][id$='unlock']")
        unlock.locator(".opblock-summary").click()
        expect(unlock).to_contain_text("x-authz")
    page.close()
    assert [url for url in asked if not url.startswith((town.system.url, "data:", "blob:"))] == []
