"""A report that is spoken and filmed, not written: recorded, sent, heard and seen, with a browser's own microphone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.e2e.conftest import ARGUMENTS, DESK, Town
from tests.support.media import video

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]
# A microphone that beeps, and nobody who would have to allow it.
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def listening(browser_type: BrowserType) -> Iterator[Browser]:
    with browser_type.launch(executable_path="/usr/bin/chromium", args=[*ARGUMENTS, *MICROPHONE]) as browser:
        yield browser


@pytest.fixture
def browser(listening: Browser) -> Browser:
    """The browser of this module has a microphone."""
    return listening


def test_a_spoken_and_filmed_report_is_heard_and_seen_by_the_worker(town: Town, open_as: Open, tmp_path: Path) -> None:
    film = tmp_path / "leak.mp4"
    film.write_bytes(video(1, (320, 240)))
    estate = town.system.estate
    resident, worker = open_as(estate.resident, "/"), open_as(estate.worker, "/worker")

    resident.get_by_test_id("report-start").first.click()
    expect(resident.get_by_test_id("report-missing")).to_contain_text("说明")
    record(resident)
    show(resident, film)
    resident.get_by_test_id("category").filter(has_text="水电").click()
    resident.get_by_test_id("category-kind").filter(has_text="开关").click()
    resident.get_by_test_id("report-send").click()
    resident.wait_for_url("**/tickets/*")

    card = worker.get_by_test_id("queue-card").filter(has_text="[语音]")
    expect(card).to_be_visible()
    card.get_by_test_id("queue-open").click()
    hear(worker)
    see(worker)
    answer_aloud(worker)
    expect(resident.get_by_test_id("comment").get_by_test_id("voice-note")).to_be_visible()  # by the feed
    expect(resident.get_by_test_id("video")).to_be_visible()

    manager = open_as(estate.manager, "/manage/tickets", DESK)
    manager.get_by_test_id("ticket-row").filter(has_text="[语音]").click()
    hear(manager)


def test_who_does_not_allow_the_microphone_is_told_what_to_do(town: Town, open_as: Open) -> None:
    page = open_as(town.system.estate.resident, "/report")
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    page.get_by_test_id("voice-start").click()
    expect(page.get_by_test_id("voice-obstacle")).to_contain_text("没有麦克风权限")


def record(page: Page) -> None:
    """Cancel once, then speak for more than a second, and listen before it is sent."""
    page.get_by_test_id("voice-start").click()
    page.get_by_test_id("voice-cancel").click()
    page.get_by_test_id("voice-start").click()
    box = page.get_by_test_id("voice-stop").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    expect(page.get_by_role("timer")).to_contain_text("0:01")
    page.get_by_test_id("voice-stop").click()
    expect(page.get_by_test_id("voice-state")).to_have_attribute("data-state", "done")
    plays(page, "voice-preview")


def show(page: Page, film: Path) -> None:
    """Choose a film; it is sent while the rest is filled in."""
    page.get_by_test_id("video-open").click()
    page.get_by_test_id("video-input").set_input_files(str(film))
    expect(page.get_by_test_id("video-state")).to_have_attribute("data-state", "done")


def plays(page: Page, test_id: str) -> None:
    """Press play; time goes on."""
    page.get_by_test_id(f"{test_id}-play").first.click()
    sound = page.get_by_test_id(test_id).first.locator("audio")
    page.wait_for_function("(sound) => sound.currentTime > 0", arg=sound.element_handle())


def hear(page: Page) -> None:
    """Play the voice note of the report."""
    plays(page, "voice-note")


def see(page: Page) -> None:
    """Open the video, which the worker process has made playable meanwhile."""
    page.get_by_test_id("video").click()
    player = page.get_by_test_id("video-player")
    expect(player).to_be_visible()
    page.wait_for_function("(film) => film.currentTime > 0 && film.videoWidth === 320", arg=player.element_handle())
    page.get_by_test_id("video-close").click()
    expect(page.get_by_test_id("video-viewer")).to_have_count(0)


def answer_aloud(page: Page) -> None:
    """Say something about the ticket without writing."""
    page.get_by_test_id("comment-voice").click()
    page.get_by_test_id("voice-start").click()
    expect(page.get_by_role("timer")).to_contain_text("0:01")
    page.get_by_test_id("voice-stop").click()
    page.get_by_test_id("comment-send").click()
    expect(page.get_by_test_id("comment")).to_have_count(1)
