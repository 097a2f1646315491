"""Asks and answers over HTTP, as the people of the estate."""

from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from tests.support.estate import Estate
from tests.support.tickets import Desk

Json = dict[str, Any]


class Counter:
    """The office's counter; every call is a request of a signed-in person."""

    def __init__(self, desk: Desk, estate: Estate) -> None:
        self.desk, self.estate = desk, estate

    def ask(self, by: UUID | None = None, **changes: Any) -> Json:
        """Ask something that is taken, and return the consultation."""
        base = {"community_id": str(self.estate.community_id), "text": "装修需要办什么手续？"}
        return self._done(self.desk.as_(by or self.estate.resident).post("consultations", base | changes), 201)

    def say(self, by: UUID, asked: Json, text: str = "好的", **more: Any) -> TestResponse:
        return self.desk.as_(by).post(f"consultations/{asked['id']}/messages", {"text": text} | more)

    def act(self, by: UUID, asked: Json, action: str, **data: Any) -> TestResponse:
        return self.desk.as_(by).post(f"consultations/{asked['id']}/{action}", data)

    def do(self, by: UUID, asked: Json, action: str, **data: Any) -> Json:
        """Take an action that must succeed."""
        return self._done(self.act(by, asked, action, **data), 201 if action == "convert" else 200)

    def answered(self, **changes: Any) -> Json:
        """Return a consultation that the manager has answered."""
        asked = self.ask(**changes)
        self._done(self.say(self.estate.manager, asked, "开工三天前到前台登记。"), 201)
        return self.read(self.estate.resident, asked)

    def read(self, by: UUID, asked: Json) -> Json:
        return self._done(self.desk.as_(by).get(f"consultations/{asked['id']}"), 200)

    def thread(self, by: UUID, asked: Json) -> list[Json]:
        answer = self.desk.as_(by).get(f"consultations/{asked['id']}/messages")
        return self._done(answer, 200)["items"]

    def listed(self, by: UUID, query: str = "") -> list[str]:
        """Return the subjects of a list."""
        return [item["subject"] for item in self._done(self.desk.as_(by).get(f"consultations?{query}"), 200)["items"]]

    @staticmethod
    def _done(answer: TestResponse, status: int) -> Json:
        assert answer.status_code == status, answer.json
        return answer.json


@pytest.fixture
def counter(desk: Desk, estate: Estate) -> Counter:
    return Counter(desk, estate)
