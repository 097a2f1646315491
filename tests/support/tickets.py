"""Walks tickets through their life over HTTP, as the people of the estate."""

import io
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from community.core.auth import Actor
from community.core.uow import unit_of_work
from repairs.catalogue import default_id, ensure_catalogue
from tests.support.clients import Client
from tests.support.estate import Estate

WITHOUT_PROOF, WITH_PROOF = "power-cut", "drain"


def picture(width: int = 60, height: int = 40, kind: str = "JPEG", **options: Any) -> bytes:
    """Return a picture as a phone might send it, red in its left half and white in the other."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((200, 0, 0), (0, 0, width // 2, height))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


class Desk:
    """Reports and handles tickets; every call is a request of a signed-in person."""

    def __init__(self, app: Flask, estate: Estate) -> None:
        self.estate = estate
        self._anonymous = Client(app)
        self._clients: dict[UUID, Client] = {}

    def as_(self, person: UUID) -> Client:
        """Return the person's client, signed in once."""
        if person not in self._clients:
            self._clients[person] = self._anonymous.as_(person)
        return self._clients[person]

    def sign_in_again(self) -> None:
        """Forget the access tokens: they last a quarter of an hour."""
        self._clients.clear()

    def body(self, **changes: Any) -> dict[str, Any]:
        """Return a report for the resident's home that would be taken."""
        base = {"category_id": str(default_id(WITHOUT_PROOF)), "home_id": str(self.estate.home_id), "text": "客厅没电了"}
        return {key: value for key, value in (base | changes).items() if value is not None}

    def report(self, by: UUID | None = None, **changes: Any) -> dict[str, Any]:
        """Report something and return the ticket."""
        answer = self.as_(by or self.estate.resident).post("tickets", self.body(**changes))
        assert answer.status_code == 201, answer.json
        return answer.json

    def act(self, by: UUID, ticket: dict[str, Any] | str, action: str, **data: Any) -> TestResponse:
        """Try an action and return the answer."""
        ticket_id = ticket if isinstance(ticket, str) else ticket["id"]
        return self.as_(by).post(f"tickets/{ticket_id}/{action}", data)

    def do(self, by: UUID, ticket: dict[str, Any] | str, action: str, **data: Any) -> dict[str, Any]:
        """Take an action that must succeed and return the ticket."""
        answer = self.act(by, ticket, action, **data)
        assert answer.status_code == 200, answer.json
        return answer.json

    def assigned(self, **changes: Any) -> dict[str, Any]:
        """Return a ticket that the manager has given to the worker."""
        return self.do(self.estate.manager, self.report(**changes), "assign", assignee_id=str(self.estate.worker))

    def in_progress(self, **changes: Any) -> dict[str, Any]:
        """Return a ticket that the worker is at work on."""
        ticket = self.assigned(**changes)
        for action in ("accept", "depart", "arrive"):
            ticket = self.do(self.estate.worker, ticket, action)
        return ticket

    def resolved(self, **changes: Any) -> dict[str, Any]:
        """Return a ticket that waits for the resident's word."""
        return self.do(self.estate.worker, self.in_progress(**changes), "resolve", measure="更换空气开关")

    def closed(self, **changes: Any) -> dict[str, Any]:
        """Return a ticket that the resident has confirmed."""
        return self.do(self.estate.resident, self.resolved(**changes), "confirm")

    def upload(self, by: UUID, content: bytes | None = None, name: str = "photo.jpg", **form: str) -> TestResponse:
        """Try to upload a file and return the answer."""
        file = (io.BytesIO(picture() if content is None else content), name)
        return self.as_(by).post("attachments", data={"file": file, **form}, content_type="multipart/form-data")

    def photo(self, by: UUID) -> str:
        """Upload a photo and return its id."""
        return self.uploaded(by)["id"]

    def uploaded(self, by: UUID, content: bytes | None = None, **form: str) -> dict[str, Any]:
        """Upload a file that must be taken and return its attachment."""
        answer = self.upload(by, content, **form)
        assert answer.status_code == 201, answer.json
        return answer.json


@pytest.fixture
def desk(app: Flask, estate: Estate) -> Desk:
    """The service desk, with the default categories as a starting worker provides them."""
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        ensure_catalogue(uow)
    return Desk(app, estate)
