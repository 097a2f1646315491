"""Setting up an empty installation from the command line."""

import pytest
from flask import Flask

from tests.support.clients import Client
from tests.support.estate import Estate

PASSWORD = "ein-langes-geheimnis-7"


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["setup", *arguments])
    return result.exit_code, result.output


def test_a_new_administrator_can_sign_in_and_staff_a_new_community(app: Flask, client: Client, estate: Estate) -> None:
    code, community_id = run(app, "community", "新街道", "新小区", "--address", "新街 1 号")
    assert code == 0
    assert run(app, "administrator", "13900001111", "新管理员", "--password", PASSWORD) == (0, "")
    answer = client.post("auth/login", {"phone": "13900001111", "password": PASSWORD})
    admin = client.with_headers(Authorization=f"Bearer {answer.json['access_token']}")
    staff = {"phone": "13900002222", "name": "新经理", "role": "property_manager", "community_id": community_id.strip()}
    assert admin.post("memberships/staff", staff).status_code == 201


def test_a_forgotten_password_is_replaced(app: Flask, client: Client, estate: Estate) -> None:
    phone = estate.phones[estate.resident]
    assert run(app, "password", phone, "--password", PASSWORD)[0] == 0
    assert client.post("auth/login", {"phone": phone, "password": estate.password}).status_code == 401
    assert client.post("auth/login", {"phone": phone, "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(("phone", "password"), [("13912345678", PASSWORD), ("13800000001", "kurz"), ("12", PASSWORD)])
def test_an_unknown_number_or_a_weak_password_is_refused_in_one_line(app: Flask, estate: Estate, phone: str, password: str) -> None:
    code, output = run(app, "password", phone, "--password", password)
    assert code == 1
    assert len(output.strip().splitlines()) == 1


def test_a_community_may_not_be_made_twice(app: Flask, estate: Estate) -> None:
    assert run(app, "community", "新街道", "新小区")[0] == 0
    code, output = run(app, "community", "新街道", "新小区")
    assert (code, output.startswith("Error: ")) == (1, True)
