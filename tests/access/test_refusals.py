"""Refused openings leave a trace, and tell the asker nothing."""

from typing import Any
from uuid import UUID

import pytest

from access import refusals
from community.core.ids import new_id
from tests.support.clients import Client
from tests.support.estate import CANARY, Estate
from tests.support.house import House, PanelAt


def ask(client: Client, person: UUID, door: UUID, **body: Any) -> Any:
    return client.as_(person).post(f"doors/{door}/unlock", body)


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("distant", 403, "forbidden"),
        ("worker", 403, "forbidden"),
        ("officer", 403, "forbidden"),
        ("stranger", 403, "forbidden"),
        ("manager", 422, "unlock.reason_required"),
    ],
)
def test_who_was_sent_away_from_which_door_is_on_record(
    house: House, estate: Estate, client: Client, at: PanelAt, who: str, status: int, code: str
) -> None:
    person = getattr(estate, who)
    assert ask(client, person, at.door).status_code == status
    [row] = house.audit("door.unlock")
    assert (row.actor_id, row.subject_id, row.community_id) == (str(person), str(at.door), estate.community_id)
    assert (row.data["result"], row.data["code"], row.data["via"]) == ("refused", code, "app")


def test_a_foreign_asker_is_on_record_where_the_door_stands_and_learns_nothing(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    there, nowhere = (ask(client, estate.foreign.resident, door).json for door in (at.door, new_id()))
    assert there["code"] == "not_found"
    assert there | {"request_id": ""} == nowhere | {"request_id": ""}
    [row] = house.audit("door.unlock")
    assert (row.actor_id, row.community_id, row.data["code"]) == (str(estate.foreign.resident), estate.community_id, "not_found")
    assert str(at.door) in client.as_(estate.manager).get("audit?action=door.unlock").text
    assert client.as_(estate.foreign.manager).get("audit?action=door.unlock").json["items"] == []
    assert CANARY not in client.as_(estate.resident).get("access-events").text


def test_a_door_that_does_not_exist_leaves_no_row(house: House, estate: Estate, client: Client) -> None:
    for person in (estate.resident, estate.worker, estate.manager):
        assert ask(client, person, new_id()).status_code in (403, 404)
    assert house.audit("door.unlock") == []


def test_what_is_no_refusal_of_the_right_leaves_none(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    assert ask(client, estate.resident, at.door, seconds=99).status_code == 422
    assert client.post(f"doors/{at.door}/unlock").status_code == 401
    assert house.audit("door.unlock") == []


def test_nobody_fills_the_audit_trail(
    house: House, estate: Estate, client: Client, at: PanelAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "KEPT_PER_HOUR", 3)
    assert [ask(client, estate.distant, at.door).status_code for _ in range(5)] == [403] * 5
    assert len(house.audit("door.unlock")) == 3
    ask(client, estate.worker, at.door)
    assert house.audit("door.unlock")[-1].actor_id == str(estate.worker)
    assert ask(client, estate.resident, at.door).json["result"] == "opened"


def test_one_who_fills_the_own_share_with_unknown_doors_gains_no_word(
    house: House, estate: Estate, client: Client, at: PanelAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known and unknown doors count alike, and are answered alike when the share is used up."""
    monkeypatch.setattr(refusals, "KEPT_PER_HOUR", 1)
    answers = [ask(client, estate.foreign.resident, door) for door in (new_id(), at.door, new_id())]
    assert {(answer.status_code, answer.json["detail"]) for answer in answers} == {(404, answers[0].json["detail"])}
    assert house.audit("door.unlock") == []
