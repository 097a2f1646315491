"""Helpers of the community slice's tests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from community.core.auth import Actor
from community.core.uow import unit_of_work
from tests.support.estate import Estate


class RecordingSms:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))

    def last_code(self) -> str:
        """Return the six digits of the newest message."""
        return "".join(c for c in self.sent[-1][1].split("，")[0] if c.isdigit())


@pytest.fixture
def sms(app: Flask, monkeypatch: pytest.MonkeyPatch) -> RecordingSms:
    """The application's messages, kept instead of sent."""
    recorder = RecordingSms()
    monkeypatch.setitem(app.extensions, "linli_sms", recorder)
    return recorder


@pytest.fixture
def phone_of(estate: Estate) -> Callable[[UUID], str]:
    """Return a person's eleven digits."""
    return lambda person: estate.phones[person].removeprefix("+86")


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Call functions in threads that start together and return their results in order."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        barrier = Barrier(len(calls))

        def go(call: Callable[[], Any]) -> Any:
            barrier.wait(timeout=10)
            return call()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(go, calls))

    return run


@pytest.fixture
def read(app: Flask) -> Callable[[Callable[[Any], Any]], Any]:
    """Ask the database something: `read(lambda session: ...)`."""

    def ask(question: Callable[[Any], Any]) -> Any:
        with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
            return question(uow.session)

    return ask


@pytest.fixture
def write(app: Flask) -> Callable[[Callable[[Any], Any]], Any]:
    """Change something as the system: `write(lambda uow: ...)`."""

    def act(change: Callable[[Any], Any]) -> Any:
        with app.app_context(), unit_of_work(Actor.system("test")) as uow:
            return change(uow)

    return act
