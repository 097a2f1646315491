"""Nobody reaches anything of another community: every route that takes an id, by every role, with ids from over there."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from community.core.db import db
from tests.support.bodies import body_for
from tests.support.clients import Client
from tests.support.estate import CANARY, Estate
from tests.support.world import fill, identify

ROLES = ("resident", "neighbour", "worker", "manager", "operator", "officer", "auditor", "stranger")


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (method, path, operation) of everything the API offers."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "patch", "put", "delete"):
                yield method.upper(), path, operation


@pytest.fixture
def foreign(app: Flask, estate: Estate) -> dict[str, Any]:
    """A row of every table in the other community."""
    with app.app_context(), Session(db.engine) as session:
        session.connection(execution_options={"will_write": True})
        return fill(session, estate.foreign)


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    return client.get("openapi.json").json


def known_ids(foreign: dict[str, Any], estate: Estate) -> dict[str, str]:
    """Ids that a body or a query may name, all from over there."""
    there = estate.foreign
    return {
        "community_id": str(there.community_id),
        "building_id": str(there.building_id),
        "entrance_id": str(there.entrance_id),
        "home_id": str(there.home_id),
        "assignee_id": str(there.worker),
        "district_id": str(there.district_id),
        "ticket_id": identify(foreign, "ticket_id"),
        "device_id": identify(foreign, "device_id"),
    }


@pytest.mark.parametrize("role", ROLES)
def test_no_id_of_another_community_leads_anywhere(
    role: str, client: Client, estate: Estate, foreign: dict[str, Any], document: dict[str, Any]
) -> None:
    asker = client.as_(getattr(estate, role))
    reached = []
    for method, path, operation in operations(document):
        if "{" not in path or operation["x-authz"] == {"*": "public"}:
            continue
        url = re.sub(r"\{(\w+)\}", lambda m: identify(foreign, m[1]), path)
        answer = ask(asker, method, url, body_for(document, operation, known_ids(foreign, estate)), operation)
        if answer.status_code not in (403, 404) or CANARY in answer.text:
            reached.append(f"{method} {path} → {answer.status_code} {answer.text[:200]}")
    assert not reached, "\n".join(reached)


@pytest.mark.parametrize("role", ROLES)
def test_no_list_shows_anything_of_another_community(
    role: str, client: Client, estate: Estate, foreign: dict[str, Any], document: dict[str, Any]
) -> None:
    asker = client.as_(getattr(estate, role))
    leaks = []
    for method, path, operation in operations(document):
        if method != "GET" or "{" in path or operation["x-authz"] == {"*": "public"}:
            continue
        names = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
        for query in ({}, {n: v for n, v in known_ids(foreign, estate).items() if n in names}):
            answer = asker.get(path, query_string=query | ({"q": "1"} if "q" in names else {}))
            if CANARY in answer.text or answer.status_code >= 500:
                leaks.append(f"{path} {query} → {answer.status_code} {answer.text[:300]}")
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_created_in_another_community(
    role: str, client: Client, estate: Estate, foreign: dict[str, Any], document: dict[str, Any]
) -> None:
    asker = client.as_(getattr(estate, role))
    created = []
    for method, path, operation in operations(document):
        if method != "POST" or "{" in path or operation["x-authz"] in ({"*": "public"}, {"*": "signed_in"}):
            continue
        body = body_for(document, operation, known_ids(foreign, estate))
        if not isinstance(body, dict) or not body.keys() & known_ids(foreign, estate).keys():
            continue  # names no place: it acts on the asker's own
        answer = ask(asker, method, path, body, operation)
        if answer.status_code < 400 or CANARY in answer.text:
            created.append(f"{method} {path} {body} → {answer.status_code} {answer.text[:200]}")
    assert not created, "\n".join(created)


def ask(asker: Client, method: str, url: str, body: Any, operation: dict[str, Any]) -> Any:
    """Send the request, with a file where the operation wants one."""
    if method == "GET":
        return asker.get(url)
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
        return asker.post(url, data={"file": (BytesIO(b"PK"), "file.xlsx")}, content_type="multipart/form-data")
    return asker._open(method, url, json=body)
