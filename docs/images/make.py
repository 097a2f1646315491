"""Takes the README's pictures from a running demo.

`make run` in one terminal, then `.venv/bin/python docs/images/make.py [address]`. It signs in as the demo's people, reads,
and rings one bell; it changes nothing else. Pictures replace those beside this file.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

FOLDER = Path(__file__).parent
ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
RESIDENT, WORKER, MANAGER = "13800000001", "13800000003", "13800000004"
PASSWORD = "linli-demo"  # noqa: S105 - the demo's, which is published
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
LARGEST = 250_000
ENTRANCE, HOME = "1栋1单元", "1203"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def main() -> None:
    """Take all pictures."""
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        with signed_in(browser, RESIDENT, PHONE) as resident:
            resident_pictures(resident)
            bell_pictures(browser, resident)
        with signed_in(browser, WORKER, PHONE) as worker:
            worker_pictures(worker)
        with signed_in(browser, MANAGER, DESK) as manager:
            manager_pictures(manager)
        browser.close()


def open_browser(playwright: Playwright) -> Browser:
    """Return the system's Chromium, finding elements by `data-test`."""
    playwright.selectors.set_test_id_attribute("data-test")
    path = CHROMIUM if Path(CHROMIUM).exists() else None
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return playwright.chromium.launch(executable_path=path, args=arguments)


@contextmanager
def signed_in(browser: Browser, phone: str, size: dict[str, int]) -> Iterator[Page]:
    """A page on which this person has just signed in."""
    context = new_context(browser, size)
    page = context.new_page()
    page.goto("/login")
    page.get_by_test_id("login-phone").fill(phone)
    page.get_by_test_id("login-password").fill(PASSWORD)
    page.get_by_test_id("login-submit").click()
    page.wait_for_url(lambda url: "/login" not in url)
    yield page
    context.close()


def new_context(browser: Browser, size: dict[str, int]) -> BrowserContext:
    """A fresh profile in Chinese; phones have fine screens."""
    scale = 2 if size is PHONE else 1.5
    zone = "Asia/Shanghai"
    return browser.new_context(base_url=ADDRESS, viewport=size, device_scale_factor=scale, locale="zh-CN", timezone_id=zone)


def resident_pictures(page: Page) -> None:
    """Home, a report being written, and a ticket that was mended twice."""
    page.get_by_test_id("door").first.wait_for()
    shoot(page, "resident-home")
    page.goto("/report")
    page.get_by_test_id("report-text").fill("厨房水龙头关不紧，一直滴水。")
    page.get_by_test_id("category").filter(has_text="水电").click()
    shoot(page, "resident-report")
    page.get_by_test_id("report-text").fill("")
    page.goto("/tickets")
    page.get_by_test_id("tickets-done").click()
    page.get_by_test_id("ticket-card").filter(has_text="客厅和厨房").click()
    page.get_by_test_id("ticket-story").wait_for()
    shoot(page, "resident-ticket")
    page.goto("/")


def bell_pictures(browser: Browser, resident: Page) -> None:
    """A visitor at the panel dials the home: both ends of the call."""
    context = new_context(browser, DESK)
    panel = context.new_page()
    panel.goto("/simulator")
    panel.get_by_role("complementary").get_by_role("button", name=f"{ENTRANCE} ").first.click()
    for digit in HOME:
        panel.get_by_test_id(f"panel-key-{digit}").click()
    panel.get_by_test_id("panel-call").click()
    resident.get_by_test_id("call-screen").wait_for()
    shoot(panel, "panel")
    shoot(resident, "resident-call")
    resident.get_by_test_id("call-decline").click()
    resident.get_by_test_id("call-screen").wait_for(state="detached")
    panel.get_by_test_id("panel-cancel").click()  # for the rest of the home it would ring on
    panel.get_by_test_id("panel-home").wait_for()
    context.close()


def worker_pictures(page: Page) -> None:
    """The queue and its first task."""
    page.get_by_test_id("queue-card").first.wait_for()
    shoot(page, "worker-queue")
    page.get_by_test_id("queue-open").first.click()
    page.get_by_test_id("task-place").wait_for()
    shoot(page, "worker-task")


def manager_pictures(page: Page) -> None:
    """What needs somebody now, tickets with one opened beside them, the figures, the doors."""
    page.get_by_test_id("number-open").wait_for()
    shoot(page, "manage-now")
    page.goto("/manage/tickets")
    page.get_by_test_id("ticket-row").first.click()
    page.get_by_test_id("ticket-panel").get_by_test_id("ticket-story").wait_for()
    shoot(page, "manage-tickets")
    page.goto("/manage/statistics")
    page.locator("canvas").first.wait_for()
    shoot(page, "manage-statistics")
    page.goto("/manage/doors")
    page.get_by_test_id("estate-door").first.click()
    page.get_by_test_id("door-panel").wait_for()
    shoot(page, "manage-doors")


def shoot(page: Page, name: str) -> None:
    """Write the picture as a small PNG; raises ValueError if it stays too large."""
    page.get_by_test_id("skeleton").first.wait_for(state="detached")
    page.wait_for_timeout(800)  # entrances of cards and sheets have ended
    picture = Image.open(io.BytesIO(page.screenshot(animations="allow"))).convert("RGB")
    path = FOLDER / f"{name}.png"
    for dither in (Image.Dither.FLOYDSTEINBERG, Image.Dither.NONE):  # gradients need it, and pay for it
        picture.quantize(256, dither=dither).save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            return
    raise ValueError(f"{path.name} has {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
