"""Opening a door: only the panel's word counts, once per request, and everybody concerned can see it."""

from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from access.models import AccessEvent, AccessUnlock
from access.services import Wish, prepare_unlock
from community.core.auth import Actor, Grant
from community.core.ids import new_id
from community.core.outbox import OutboxEvent
from community.core.uow import unit_of_work
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.house import House, PanelAt, at_once
from tests.support.panels import rejected, silent


def unlock(client: Client, at: PanelAt, key: str | None = None, **body: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"doors/{at.door}/unlock", body, headers=headers)


def pulses(house: House, at: PanelAt) -> int:
    """How many commands the panel was sent, each with an id of its own."""
    ids = [command["id"] for command in house.link.commands(at.device)]
    assert len(ids) == len(set(ids))
    return len(ids)


def kinds(house: House) -> list[tuple[str, str | None]]:
    return [(line.kind, line.result) for line in house.rows(select(AccessEvent).order_by(AccessEvent.at, AccessEvent.id))]


def test_a_resident_opens_the_own_door_and_is_told_the_panels_word(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    answer = unlock(client.as_(estate.resident), at)
    assert answer.status_code == 200
    assert (answer.json["result"], answer.json["code"], answer.json["detail"]) == ("opened", "opened", "门口机已开门。")
    assert answer.json["acked_at"] is not None
    assert answer.json["door_moved"] is None
    [command] = house.link.commands(at.device)
    assert (command["cmd"], command["door"], command["args"], command["via"]) == ("unlock", 1, {"seconds": 5}, "app")


def test_the_length_of_the_pulse_is_the_callers_within_the_rule(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    resident = client.as_(estate.resident)
    assert unlock(resident, at, seconds=30).status_code == 200
    for wrong in (0, 31, "ten"):
        assert unlock(resident, at, seconds=wrong).status_code == 422
    assert [command["args"] for command in house.link.commands(at.device)] == [{"seconds": 30}]


@pytest.mark.parametrize(
    ("code", "english"),
    [
        ("stale_session", "The panel has just reconnected; please try again."),
        ("jammed", "The lock is jammed; please call the property office."),
        ("a_code_of_tomorrow", "The panel refused to open the door."),
    ],
)
def test_a_panel_that_refuses_is_believed(
    house: House, estate: Estate, client: Client, at: PanelAt, code: str, english: str
) -> None:
    house.link.answers[at.device] = rejected(code)
    answer = unlock(client.as_(estate.resident).with_headers(Accept_Language="en"), at).json
    assert (answer["result"], answer["code"], answer["detail"]) == ("refused", code, english)
    assert kinds(house) == [("denied", "refused")]


def test_without_an_answer_the_outcome_is_unknown_and_said_to_be(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.link.answers[at.device] = silent
    answer = unlock(client.as_(estate.resident), at).json
    assert (answer["result"], answer["code"], answer["acked_at"]) == ("unknown", "no_answer", None)
    assert kinds(house) == [("unconfirmed", "unknown")]


def test_an_offline_door_is_refused_at_once_and_nothing_is_sent_or_opened_later(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    house.presence(at, "offline")
    answer = unlock(client.as_(estate.resident), at, key="k-offline")
    assert (answer.status_code, answer.json["code"]) == (503, "door.offline")
    assert int(answer.headers["Retry-After"]) > 0
    house.presence(at, "ready", was="offline")
    assert pulses(house, at) == 0
    assert house.rows(select(AccessUnlock)) == []


def test_a_refusal_for_being_offline_leaves_its_audit_row(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.presence(at, "offline")
    unlock(client.as_(estate.resident), at)
    [row] = house.audit("door.unlock")
    assert (row.subject_id, row.actor_id, row.data["code"]) == (str(at.door), str(estate.resident), "offline")


def test_a_panel_that_turns_out_to_be_absent_is_offline_too(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.link.absent.add(at.device)
    answer = unlock(client.as_(estate.resident), at)
    assert (answer.status_code, answer.json["code"]) == (503, "door.offline")
    assert [row.data["result"] for row in house.audit("door.unlock")] == ["refused"]


def test_with_the_platforms_own_link_down_nothing_is_written(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.link.connected = False
    assert unlock(client.as_(estate.resident), at).status_code == 503
    assert house.rows(select(AccessUnlock)) == []


def test_a_door_without_a_panel_is_offline(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.retire(at)
    assert unlock(client.as_(estate.manager), at, reason="检修").json["code"] == "door.offline"


def test_who_does_not_live_behind_a_door_cannot_open_it(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    for person in (estate.distant, estate.worker):
        assert unlock(client.as_(person), at, reason="路过").status_code == 403
    for person in (estate.foreign.resident, estate.foreign.manager):
        assert unlock(client.as_(person), at, reason="路过").status_code == 404
    assert unlock(client.as_(estate.stranger), at).status_code == 403
    assert unlock(client.as_(estate.officer), at).status_code == 403
    assert unlock(client, at).status_code == 401
    assert pulses(house, at) == 0


def test_a_door_that_does_not_exist_is_not_found(estate: Estate, client: Client, at: PanelAt) -> None:
    assert client.as_(estate.resident).post(f"doors/{new_id()}/unlock").status_code == 404


def test_every_resident_opens_a_gate_and_a_foreign_one_does_not(house: House, estate: Estate, client: Client) -> None:
    gate = house.panel(None)
    assert unlock(client.as_(estate.distant), gate).json["result"] == "opened"
    assert unlock(client.as_(estate.foreign.resident), gate).status_code == 404


def test_staff_open_only_with_a_reason(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    for body in ({}, {"reason": "  "}, {"reason": "\u200b\u2060"}):
        answer = client.as_(estate.operator).post(f"doors/{at.door}/unlock", body)
        assert (answer.status_code, answer.json["code"]) == (422, "unlock.reason_required")
    assert pulses(house, at) == 0
    assert unlock(client.as_(estate.operator), at, reason="老人求助").json["result"] == "opened"


def test_residents_of_the_door_see_that_staff_opened_it_and_why(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    unlock(client.as_(estate.operator), at, reason="老人求助")
    house.relay()
    for person in (estate.resident, estate.neighbour):
        [line] = client.as_(person).get("access-events").json["items"]
        assert (line["kind"], line["reason"], line["person"]["name"]) == ("opened_by_app", "老人求助", "吴中控")
        assert house.feed(person)[-1] == ("access.event", {"event": line})
    assert client.as_(estate.distant).get("access-events").json["items"] == []
    assert house.feed(estate.distant) == []


def test_a_residents_opening_is_seen_by_that_resident_and_by_staff_only(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    unlock(client.as_(estate.resident), at)
    house.relay()
    for person in (estate.resident, estate.manager, estate.operator):
        [line] = client.as_(person).get("access-events").json["items"]
        assert (line["kind"], line["via"], line["result"]) == ("opened_by_app", "app", "opened")
        assert (line["door"]["name"], line["door"]["entrance"]["label"]) == ("单元门", "1栋1单元")
        assert house.feed(person)[-1] == ("access.event", {"event": line})
    for person in (estate.relative, estate.neighbour, estate.distant):
        assert client.as_(person).get("access-events").json["items"] == []
        assert "access.event" not in [kind for kind, _ in house.feed(person)]
    assert client.as_(estate.worker).get("access-events").status_code == 403


def test_no_line_of_the_log_crosses_into_another_community(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    unlock(client.as_(estate.resident), at)
    for person in (estate.foreign.resident, estate.foreign.manager, estate.foreign.auditor):
        assert client.as_(person).get("access-events", query_string={"door_id": at.door}).json["items"] == []


def test_an_opening_and_its_audit_row_name_person_door_reason_and_result(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    unlock(client.as_(estate.manager), at, reason="检修")
    [row] = house.audit("door.unlock")
    assert (row.actor_id, row.subject_id, row.reason) == (str(estate.manager), str(at.door), "检修")
    assert (row.data["result"], row.data["via"]) == ("opened", "app")


def test_an_unlock_can_be_read_by_its_person_and_staff_only(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    own = unlock(client.as_(estate.resident), at).json
    path = f"unlocks/{own['id']}"
    assert client.as_(estate.resident).get(path).json == own
    assert client.as_(estate.manager).get(path).json == own
    assert client.as_(estate.neighbour).get(path).status_code == 403
    assert client.as_(estate.foreign.manager).get(path).status_code == 404
    assert client.as_(estate.resident).get(f"unlocks/{new_id()}").status_code == 404


def test_residents_of_the_door_can_read_an_unlock_by_staff(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    path = f"unlocks/{unlock(client.as_(estate.operator), at, reason='老人求助').json['id']}"
    assert client.as_(estate.neighbour).get(path).status_code == 200
    assert client.as_(estate.distant).get(path).status_code == 403


def test_the_same_key_gives_the_same_unlock_and_one_pulse(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    resident = client.as_(estate.resident)
    first = unlock(resident, at, key="k-1").json
    assert unlock(resident, at, key="k-1").json == first
    assert unlock(resident, at, key="k-2").json["id"] != first["id"]
    assert pulses(house, at) == 2


def test_a_key_that_was_used_for_another_pulse_or_door_is_refused(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    gate, resident = house.panel(None), client.as_(estate.resident)
    unlock(resident, at, key="k-1")
    for answer in (unlock(resident, at, key="k-1", seconds=9), unlock(resident, gate, key="k-1")):
        assert (answer.status_code, answer.json["code"]) == (422, "idempotency.mismatch")
    assert (pulses(house, at), pulses(house, gate)) == (1, 0)


def test_the_same_key_of_another_person_is_another_wish(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    ids = {unlock(client.as_(person), at, key="k-1").json["id"] for person in (estate.resident, estate.neighbour)}
    assert len(ids) == 2


def test_a_repeat_after_a_refusal_does_not_try_again(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.link.answers[at.device] = rejected("stale_session")
    resident = client.as_(estate.resident)
    first = unlock(resident, at, key="k-1").json
    del house.link.answers[at.device]
    assert unlock(resident, at, key="k-1").json == first
    assert pulses(house, at) == 1


def test_fifty_posts_at_once_with_one_key_are_one_pulse(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    resident = client.as_(estate.resident)
    answers = at_once(*[lambda: unlock(resident, at, key="k-race") for _ in range(50)])
    assert {answer.status_code for answer in answers} == {200}
    assert {(answer.json["id"], answer.json["result"]) for answer in answers} == {(answers[0].json["id"], "opened")}
    assert pulses(house, at) == 1
    assert len(house.rows(select(AccessUnlock))) == 1


def test_a_double_click_without_a_key_is_one_pulse(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    """The second request comes while the panel is still deciding about the first."""
    resident = client.as_(estate.resident)
    second: list[Any] = []

    def click_again() -> None:
        house.link.before_answer = lambda: None
        [found] = house.rows(select(AccessUnlock))
        second.append(found.request_key)
        second.append(unlock_without_waiting(house, estate, at))

    house.link.before_answer = click_again
    first = unlock(resident, at)
    assert first.json["result"] == "opened"
    assert second[1] == second[0]
    assert pulses(house, at) == 1
    unlock(resident, at)
    assert pulses(house, at) == 2


def unlock_without_waiting(house: House, estate: Estate, at: PanelAt) -> str:
    """The first transaction of a second, equal request; returns the key under which it was entered."""
    here = {"community_id": estate.community_id, "entrance_id": estate.entrance_id, "home_id": estate.home_id}
    linli = house.app.extensions["linli"]
    found: list[str] = []

    def ask() -> None:
        with house.app.app_context():
            actor = Actor(
                "person",
                estate.resident,
                "王芳",
                grants=(Grant("resident", **here),),
                table=linli.operations,
                directory=linli.directory,
            )
            with unit_of_work(actor) as uow:
                opening = prepare_unlock(uow, Wish(door_id=at.door))
                assert not opening.fresh
                found.append(opening.unlock.request_key)

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    return found[0]


def test_what_is_not_told_yet_is_told_when_the_relay_comes_back(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    """The outcome is in the outbox with the change, so a crash between commit and telling loses nothing."""
    unlock(client.as_(estate.resident), at)
    names = [event.name for event in house.rows(select(OutboxEvent).where(OutboxEvent.state == "pending"))]
    assert names == ["access.unlock_settled"]
