"""A test client that signs people in and speaks JSON."""

from typing import Any, Self
from uuid import UUID

from flask import Flask
from flask_jwt_extended import create_access_token
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from community.core.db import db
from community.core.ids import new_id
from community.models import SignInSession


class Client:
    """`client.as_(person_id).post("/tickets", {...})`; paths are below /api/v1."""

    def __init__(self, app: Flask, headers: dict[str, str] | None = None) -> None:
        self.app = app
        self.headers = headers or {}

    def as_(self, person_id: UUID) -> "Client":
        """Return a client that is signed in as this person."""
        with self.app.app_context():
            session_id = new_id()
            with Session(db.engine) as session:
                session.connection(execution_options={"will_write": True})
                session.add(SignInSession(id=session_id, person_id=person_id, method="test"))
                session.commit()
            token = create_access_token(str(person_id), additional_claims={"sid": str(session_id)})
        return Client(self.app, self.headers | {"Authorization": f"Bearer {token}"})

    def with_headers(self, **headers: str) -> Self:
        """Return the same client with further headers; underscores stand for hyphens."""
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        return type(self)(self.app, self.headers | extra)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._open("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        if "data" not in options:
            options["json"] = {} if json is None else json
        return self._open("POST", path, **options)

    def patch(self, path: str, json: Any, **options: Any) -> TestResponse:
        return self._open("PATCH", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self._open("DELETE", path, **options)

    def _open(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = self.headers | options.pop("headers", {})
        url = path if path.startswith(("/api/", "/health", "/metrics")) else f"/api/v1/{path.lstrip('/')}"
        return self.app.test_client().open(url, method=method, headers=headers, **options)
