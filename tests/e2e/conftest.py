"""The whole platform as real processes with one simulated panel, and real browsers in front of it.

On SQLite: one web and one worker process. On PostgreSQL: two of each, and a
broker that is configured and run from deploy/.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect

from devices.simulator.door import Habits
from devices.simulator.identity import Identity, Seed, enrol
from devices.simulator.simulated import SimulatedPanel
from tests.support.broker import ServedBroker
from tests.support.processes import wait_until
from tests.support.system import LiveSystem

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium instead of a downloaded one."""
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": ARGUMENTS}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, empty_database: str) -> Iterator[LiveSystem]:
    """A running platform."""
    deployed = {"webs": 2, "workers": 2, "broker_kind": ServedBroker} if empty_database else {}
    environ = {"LINLI_SMS": "console"}  # codes are read from the log, as a developer does
    with LiveSystem(tmp_path_factory.mktemp("system"), database_url=empty_database, environ=environ, **deployed) as running:
        yield running


@dataclass
class Town:
    """A running platform, its API for each person, and the panel at the first entrance."""

    system: LiveSystem
    panel: SimulatedPanel
    _clients: dict[UUID, httpx.Client] = field(default_factory=dict)

    def api(self, person: UUID) -> httpx.Client:
        """A client of the API that is signed in as this person."""
        if person not in self._clients:
            self._clients[person] = self._signed_in(person)
        return self._clients[person]

    def reported(self, text: str) -> dict[str, Any]:
        """A ticket for the resident's home; the grid gives it to its worker."""
        estate, api = self.system.estate, self.api(self.system.estate.resident)
        tree = api.get("/categories", params={"community_id": str(estate.community_id)}).json()["items"]
        answer = api.post("/tickets", json={"category_id": tree[0]["id"], "home_id": str(estate.home_id), "text": text})
        assert answer.status_code == 201, answer.text
        ticket: dict[str, Any] = answer.json()
        wait_until(lambda: api.get(f"/tickets/{ticket['id']}").json()["assignee"] is not None, 20)
        return ticket

    def sent_code(self, phone: str) -> str:
        """The newest code that was sent to a phone."""
        logs = "".join(log.read_text() for log in self.system.folder.glob("web-*.log"))
        return re.findall(rf"\+86{phone}.*?验证码是 (\d{{6}})", logs)[-1]

    def close(self) -> None:
        """Close the clients' connections."""
        for client in self._clients.values():
            client.close()

    def _signed_in(self, person: UUID) -> httpx.Client:
        answer = httpx.post(
            f"{self.system.url}/api/v1/auth/login",
            json={"phone": self.system.estate.phones[person], "password": self.system.estate.password},
        )
        answer.raise_for_status()
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx.Client(base_url=f"{self.system.url}/api/v1", headers=headers, timeout=30)


@pytest.fixture(scope="module")
def town(system: LiveSystem, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The platform with a panel that has enrolled by its code and is ready, and a grid with a worker on duty."""
    town = Town(system, panel=None)
    identity = _enrol(town)
    _draw_grid(town)
    with SimulatedPanel(identity, tmp_path_factory.mktemp("panel"), habits=Habits(enter=0.3, pass_through=0.5)) as panel:
        panel.wait_until(lambda view: view["online"] and view["time_known"], 20)
        town.panel = panel
        yield town
    town.close()


def _enrol(town: Town) -> Identity:
    estate = town.system.estate
    wanted = {
        "community_id": str(estate.community_id),
        "entrance_id": str(estate.entrance_id),
        "kind": "panel",
        "name": "1单元门口机",
    }
    created = town.api(estate.manager).post("/devices", json=wanted)
    assert created.status_code == 201, created.text
    return enrol(town.system.url, Seed(code=created.json()["enrolment"]["code"], serial="SN-1"))


def _draw_grid(town: Town) -> None:
    estate = town.system.estate
    grid = {
        "community_id": str(estate.community_id),
        "name": "第一网格",
        "places": [{"building_id": str(estate.building_id)}],
        "worker_ids": [str(estate.worker)],
    }
    assert (answer := town.api(estate.manager).post("/grids", json=grid)).status_code == 201, answer.text
    assert (answer := town.api(estate.worker).post("/shifts/on")).is_success, answer.text


@pytest.fixture
def open_as(town: Town, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_as(person, path, size)`: a fresh browser profile, signed in through the login page."""
    contexts: list[BrowserContext] = []

    def open_page(person: UUID, path: str, size: dict[str, int] = PHONE) -> Page:
        context = browser.new_context(viewport=size, has_touch=size is PHONE, locale="zh-CN", base_url=town.system.url)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/login?next={path}")
        page.get_by_test_id("login-phone").fill(town.system.estate.phones[person].removeprefix("+86"))
        page.get_by_test_id("login-password").fill(town.system.estate.password)
        page.get_by_test_id("login-submit").click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session", autouse=True)
def _test_ids(playwright: Any) -> None:
    playwright.selectors.set_test_id_attribute("data-test")


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of a broken switch, as a phone would take it."""
    path = tmp_path_factory.mktemp("photo") / "switch.jpg"
    picture = Image.new("RGB", (1200, 1600), "#d8d2c4")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((350, 500, 850, 1100), 40, fill="#f7f5ef", outline="#888", width=6)
    draw.rectangle((520, 660, 680, 940), fill="#e5e1d8", outline="#777", width=6)
    draw.line((380, 1080, 620, 700, 560, 620), fill="#222", width=10)
    picture.save(path, quality=88)
    return path


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep a picture of every open page of a failed test (folder: E2E_SCREENSHOTS)."""
    outcome = yield
    report = outcome.get_result()
    folder = os.environ.get("E2E_SCREENSHOTS")
    if report.when == "call" and report.failed and folder and "browser" in item.funcargs:
        for number, context in enumerate(item.funcargs["browser"].contexts):
            for page in context.pages:
                page.screenshot(path=f"{folder}/{item.name}-{number}.png")
