"""The table of rights itself: complete, printed into the API document, and obeyed by the entrance."""

import re
from typing import Any

import pytest
from flask import Flask

from community.core.auth import COMMUNITY
from community.core.ids import new_id
from community.policies import Role
from community.services.memberships import MANAGER_GIVES
from tests.authz.test_foreign_community import operations
from tests.support.clients import Client
from tests.support.estate import Estate

MANAGER = Role.PROPERTY_MANAGER
ROLE_OF = {
    "resident": "resident",
    "worker": "grid_worker",
    "manager": "property_manager",
    "operator": "control_room",
    "officer": "district_officer",
    "auditor": "auditor",
    "admin": "platform_admin",
}


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    return client.get("openapi.json").json


def test_every_operation_of_the_document_has_its_row_printed(app: Flask, document: dict[str, Any]) -> None:
    table = app.extensions["linli"].operations
    for _, path, operation in operations(document):
        assert operation["x-authz"] == table[operation["operationId"]].describe(), path


@pytest.mark.parametrize("person", ROLE_OF)
def test_a_role_without_a_row_is_refused_before_anything_is_looked_up(
    person: str, client: Client, estate: Estate, document: dict[str, Any]
) -> None:
    asker = client.as_(getattr(estate, person))
    let_in = []
    for method, path, operation in operations(document):
        rights = operation["x-authz"]
        if "*" in rights or ROLE_OF[person] in rights:
            continue
        answer = asker._open(method, re.sub(r"\{\w+\}", str(new_id()), path), json={} if method != "GET" else None)
        if answer.status_code != 403:
            let_in.append(f"{method} {path} → {answer.status_code}")
    assert not let_in, "\n".join(let_in)


def test_nobody_without_a_sign_in_gets_past_the_door(client: Client, document: dict[str, Any]) -> None:
    let_in = []
    for method, path, operation in operations(document):
        if operation["x-authz"] == {"*": "public"}:
            continue
        answer = client._open(method, re.sub(r"\{\w+\}", str(new_id()), path), json={} if method != "GET" else None)
        if answer.status_code != 401 or answer.json["code"] != "auth.required":
            let_in.append(f"{method} {path} → {answer.status_code}")
    assert not let_in, "\n".join(let_in)


@pytest.mark.parametrize("given", sorted(MANAGER_GIVES))
def test_a_role_that_managers_give_carries_no_right_that_they_lack(app: Flask, given: Role) -> None:
    """Otherwise a manager with a second phone would gain by it; such a role needs a second person's approval (ADR 7)."""
    table = app.extensions["linli"].operations
    beyond = [name for name, rule in table.items() if given in rule.roles and COMMUNITY not in rule.roles.get(MANAGER, ())]
    gained = [name for name in beyond if set(table[name].roles[given]) - set(table[name].roles.get(MANAGER, ()))]
    assert gained == []


@pytest.mark.parametrize("token", ["", "x", "eyJhbGciOiJub25lIn0.e30.", "Bearer"])
def test_a_forged_token_is_no_sign_in(client: Client, token: str) -> None:
    answer = client.get("me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json["code"]) == (401, "auth.required")
