"""What the people of a home do with a call, and that the first who answers is the only one."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from access.models import AccessUnlock
from community.core.ids import new_id
from intercom.jobs import end_overdue_calls
from intercom.models import Call
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.house import House, PanelAt, at_once
from tests.support.panels import rejected, silent


@pytest.fixture
def call(house: House, at: PanelAt) -> str:
    """The home of resident and relative rings."""
    house.invite(at, "1203")
    return str(the_call(house).id)


def the_call(house: House) -> Call:
    [call] = house.rows(select(Call))
    return call


def how(house: House) -> tuple[str, str | None, str | None]:
    call = the_call(house)
    return call.state, call.outcome, call.ended_reason


def act(phone: Client, call: str, action: str, **body: Any) -> Any:
    needs_client = action in ("accept", "unlock")
    return phone.post(f"calls/{call}/{action}", ({"client": "phone-1"} if needs_client else {}) | body)


def calls_of(house: House, person: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(kind, data) for kind, data in house.feed(person) if kind.startswith("call.")]


def test_the_first_who_accepts_has_the_call(house: House, estate: Estate, client: Client, at: PanelAt, call: str) -> None:
    answer = act(client.as_(estate.resident), call, "accept")
    assert answer.status_code == 200
    assert (answer.json["state"], answer.json["accepted_by"]["name"]) == ("accepted", "王芳")
    assert house.told(at) == ["ringing", "accept"]


def test_everybody_is_told_at_once_who_accepted_and_with_which_phone(
    house: House, estate: Estate, client: Client, call: str
) -> None:
    act(client.as_(estate.resident), call, "accept", client="kitchen")
    house.relay()
    for person in (estate.resident, estate.relative, estate.manager):
        assert calls_of(house, person)[-1] == (
            "call.accepted",
            {"call_id": call, "accepted_by_name": "王芳", "client": "kitchen"},
        )
    assert calls_of(house, estate.neighbour) == []


def test_a_second_person_is_told_who_was_first(estate: Estate, client: Client, call: str) -> None:
    act(client.as_(estate.resident), call, "accept")
    answer = act(client.as_(estate.relative).with_headers(Accept_Language="en"), call, "accept")
    assert (answer.status_code, answer.json["code"]) == (409, "call.already_accepted")
    assert (answer.json["accepted_by_name"], answer.json["detail"]) == ("王芳", "王芳 has already answered.")


def test_the_same_phone_may_ask_again_another_of_the_same_person_may_not(estate: Estate, client: Client, call: str) -> None:
    resident = client.as_(estate.resident)
    first = act(resident, call, "accept").json
    assert act(resident, call, "accept").json == first
    assert act(resident, call, "accept", client="phone-2").status_code == 409


@pytest.mark.parametrize("round_", range(3))
def test_of_many_who_accept_at_once_exactly_one_wins(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str, round_: int
) -> None:
    phones = [(client.as_(person), f"{name}-{n}") for n in range(8) for name, person in people(estate)]
    answers = at_once(*[lambda p=phone, c=name: act(p, call, "accept", client=c) for phone, name in phones])
    won = [answer for answer in answers if answer.status_code == 200]
    lost = [answer for answer in answers if answer.status_code != 200]
    assert len(won) == 1
    winner = won[0].json["accepted_by"]["name"]
    assert {(answer.status_code, answer.json["code"], answer.json["accepted_by_name"]) for answer in lost} == {
        (409, "call.already_accepted", winner)
    }
    house.relay()
    assert len([entry for entry in calls_of(house, estate.relative) if entry[0] == "call.accepted"]) == 1
    assert house.told(at) == ["ringing", "accept"]


def people(estate: Estate) -> list[tuple[str, Any]]:
    return [("resident", estate.resident), ("relative", estate.relative)]


def test_of_accept_and_the_visitors_hangup_at_once_one_order_holds(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    resident = client.as_(estate.resident)
    answer, _ = at_once(lambda: act(resident, call, "accept"), lambda: house.hang_up(at))
    house.relay()
    assert (answer.status_code, how(house)[1]) in ((200, "answered"), (409, "cancelled"))


def test_nobody_but_members_of_the_home_can_take_a_call(house: House, estate: Estate, client: Client, call: str) -> None:
    for action in ("accept", "decline", "hangup", "unlock", "seen"):
        for person in (estate.neighbour, estate.distant):
            assert act(client.as_(person), call, action).status_code == 403, action
        for person in (estate.manager, estate.operator, estate.worker, estate.admin):
            assert act(client.as_(person), call, action).status_code == 403, action
        assert act(client.as_(estate.foreign.resident), call, action).status_code == 404, action
        assert act(client, call, action).status_code == 401, action
    assert how(house) == ("ringing", None, None)


def test_a_call_that_does_not_exist_is_not_found(estate: Estate, client: Client, call: str) -> None:
    for action in ("accept", "decline", "hangup", "unlock", "seen"):
        assert act(client.as_(estate.resident), str(new_id()), action).status_code == 404
    assert client.as_(estate.resident).get(f"calls/{new_id()}").status_code == 404


def test_one_persons_decline_stops_only_that_persons_phones(house: House, estate: Estate, client: Client, call: str) -> None:
    assert act(client.as_(estate.relative), call, "decline").json["state"] == "ringing"
    house.relay()
    assert calls_of(house, estate.relative)[-1] == (
        "call.ended",
        {"call_id": call, "outcome": "declined", "reason": "declined", "by_name": "王小明"},
    )
    assert calls_of(house, estate.resident)[-1][0] == "call.ringing"
    assert act(client.as_(estate.resident), call, "accept").status_code == 200


def test_each_is_shown_how_the_call_stands_with_them(house: House, estate: Estate, client: Client, call: str) -> None:
    """A second browser of the one who declined must not ring, and the relative's must."""

    def mine(person: Any) -> str | None:
        [listed] = client.as_(person).get("calls?state=ringing").json["items"]
        assert client.as_(person).get(f"calls/{call}").json["my_state"] == listed["my_state"]
        return listed["my_state"]

    assert [mine(person) for person in (estate.resident, estate.relative, estate.manager)] == ["ringing", "ringing", None]
    assert act(client.as_(estate.relative), call, "decline").json["my_state"] == "declined"
    assert [mine(person) for person in (estate.resident, estate.relative, estate.manager)] == ["ringing", "declined", None]
    act(client.as_(estate.resident), call, "accept")
    states = [client.as_(person).get(f"calls/{call}").json["my_state"] for person in (estate.resident, estate.relative)]
    assert states == ["accepted", "declined"]


def test_when_all_have_declined_the_visitor_is_told(house: House, estate: Estate, client: Client, at: PanelAt, call: str) -> None:
    act(client.as_(estate.relative), call, "decline")
    assert act(client.as_(estate.resident), call, "decline").json["outcome"] == "declined"
    house.relay()
    assert how(house) == ("ended", "declined", "declined")
    assert house.told(at) == ["ringing", "hangup"]
    assert calls_of(house, estate.manager)[-1][1]["by_name"] == "王芳"


def test_a_decline_twice_counts_once(house: House, estate: Estate, client: Client, call: str) -> None:
    for _ in range(2):
        assert act(client.as_(estate.relative), call, "decline").status_code == 200
    assert how(house) == ("ringing", None, None)


def test_two_who_decline_at_once_end_the_call_once(house: House, estate: Estate, client: Client, at: PanelAt, call: str) -> None:
    phones = [client.as_(estate.resident), client.as_(estate.relative)]
    answers = at_once(*[lambda p=phone: act(p, call, "decline") for phone in phones])
    assert [answer.status_code for answer in answers] == [200, 200]
    assert how(house) == ("ended", "declined", "declined")
    assert house.told(at) == ["ringing", "hangup"]


def test_after_somebody_has_accepted_it_is_too_late_to_decline(estate: Estate, client: Client, call: str) -> None:
    act(client.as_(estate.resident), call, "accept")
    assert act(client.as_(estate.relative), call, "decline").json["code"] == "call.already_accepted"


def test_who_answered_hangs_up(house: House, estate: Estate, client: Client, at: PanelAt, call: str) -> None:
    act(client.as_(estate.resident), call, "accept")
    assert act(client.as_(estate.resident), call, "hangup").json["outcome"] == "answered"
    assert act(client.as_(estate.resident), call, "hangup").status_code == 200
    assert house.told(at) == ["ringing", "accept", "hangup"]


def test_nobody_hangs_up_a_ringing_call_or_another_persons(house: House, estate: Estate, client: Client, call: str) -> None:
    assert act(client.as_(estate.resident), call, "hangup").json["code"] == "call.not_accepted"
    act(client.as_(estate.resident), call, "accept")
    assert act(client.as_(estate.relative), call, "hangup").json["code"] == "call.already_accepted"
    assert how(house) == ("accepted", None, None)


def test_the_visitor_ends_an_answered_call(house: House, estate: Estate, client: Client, at: PanelAt, call: str) -> None:
    act(client.as_(estate.resident), call, "accept")
    house.hang_up(at)
    assert how(house) == ("ended", "answered", "visitor")


def test_a_talk_is_cut_after_three_minutes_and_not_before(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    act(client.as_(estate.resident), call, "accept")
    accepted_at = the_call(house).accepted_at
    assert accepted_at is not None
    for seconds, state in ((179.9, "accepted"), (180, "ended")):
        with house.work() as uow:
            uow.now = accepted_at + timedelta(seconds=seconds)
            end_overdue_calls(uow)
        assert how(house)[0] == state
    assert how(house) == ("ended", "answered", "time_limit")
    assert house.told(at)[-1] == "hangup"


def test_a_call_whose_time_is_up_cannot_be_accepted_although_the_clock_has_not_run(
    house: House, estate: Estate, client: Client, call: str
) -> None:
    with house.work() as uow:
        row = uow.session.scalars(select(Call)).one()
        row.deadline = uow.now
    answer = act(client.as_(estate.resident), call, "accept")
    assert (answer.status_code, answer.json["code"]) == (409, "call.ended")


def test_an_ended_call_cannot_be_accepted_or_opened(house: House, estate: Estate, client: Client, at: PanelAt, call: str) -> None:
    house.hang_up(at)
    for action in ("accept", "unlock"):
        answer = act(client.as_(estate.resident), call, action)
        assert (answer.status_code, answer.json["code"]) == (409, "call.ended")
    assert house.link.commands(at.device) == []
    assert house.rows(select(AccessUnlock)) == []


def test_opening_while_it_rings_answers_and_ends_it_in_one_tap(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    answer = act(client.as_(estate.resident), call, "unlock").json
    assert (answer["state"], answer["outcome"], answer["accepted_by"]["name"]) == ("ended", "opened", "王芳")
    assert (answer["unlock"]["result"], answer["unlock"]["detail"]) == ("opened", "门口机已开门。")
    [command] = house.link.commands(at.device)
    assert (command["cmd"], command["via"]) == ("unlock", "call")
    house.relay()
    assert house.told(at) == ["ringing", "accept", "opened"]
    assert [kind for kind, _ in calls_of(house, estate.relative)] == ["call.ringing", "call.accepted", "call.ended"]


def test_an_opening_from_a_call_is_in_the_log_as_such(house: House, estate: Estate, client: Client, call: str) -> None:
    act(client.as_(estate.resident), call, "unlock")
    [line] = client.as_(estate.resident).get("access-events").json["items"]
    assert (line["kind"], line["via"], line["person"]["name"]) == ("opened_by_call", "call", "王芳")
    assert house.audit("door.unlock")[0].data["via"] == "call"


def test_who_was_not_let_open_the_door_of_a_call_is_on_record(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    for person, status in ((estate.neighbour, 403), (estate.worker, 403), (estate.foreign.resident, 404)):
        assert act(client.as_(person), call, "unlock").status_code == status
    assert act(client.as_(estate.foreign.resident), str(new_id()), "unlock").status_code == 404
    rows = house.audit("door.unlock")
    assert [row.data["code"] for row in rows] == ["forbidden", "forbidden", "not_found"]
    assert {(row.subject_id, row.data["via"], row.data["result"]) for row in rows} == {(str(at.door), "call", "refused")}


def test_opening_after_answering_leaves_the_talk_going_on(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    act(client.as_(estate.resident), call, "accept")
    answer = act(client.as_(estate.resident), call, "unlock").json
    assert (answer["state"], answer["unlock"]["result"]) == ("accepted", "opened")
    house.relay()
    assert how(house) == ("accepted", None, None)
    assert act(client.as_(estate.resident), call, "hangup").json["outcome"] == "opened"


def test_an_answered_call_ends_when_the_visitor_has_gone_in(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    act(client.as_(estate.resident), call, "accept")
    act(client.as_(estate.resident), call, "unlock")
    house.relay()
    [unlock] = house.rows(select(AccessUnlock))
    house.happened(at, "door_opened", cause=str(unlock.command_id))
    assert how(house) == ("ended", "opened", "opened")
    shown = client.as_(estate.resident).get(f"calls/{call}").json
    assert shown["unlock"]["door_moved"] is True


def test_a_neighbour_who_goes_out_does_not_cut_a_talk(house: House, estate: Estate, client: Client, at: PanelAt, call: str) -> None:
    act(client.as_(estate.resident), call, "accept")
    house.happened(at, "door_opened")
    client.as_(estate.neighbour).post(f"doors/{at.door}/unlock")
    house.relay()
    assert how(house) == ("accepted", None, None)


def test_another_member_may_open_for_the_one_who_talks(house: House, estate: Estate, client: Client, call: str) -> None:
    act(client.as_(estate.resident), call, "accept")
    answer = act(client.as_(estate.relative), call, "unlock").json
    assert (answer["unlock"]["result"], answer["accepted_by"]["name"]) == ("opened", "王芳")


@pytest.mark.parametrize(("answer_of_panel", "result"), [(rejected("jammed"), "refused"), (silent, "unknown")])
def test_an_opening_that_did_not_succeed_leaves_the_call_with_who_tried(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str, answer_of_panel: Any, result: str
) -> None:
    house.link.answers[at.device] = answer_of_panel
    answer = act(client.as_(estate.resident), call, "unlock").json
    assert (answer["state"], answer["outcome"], answer["unlock"]["result"]) == ("accepted", None, result)
    house.relay()
    assert how(house) == ("accepted", None, None)


def test_a_late_acknowledgement_of_a_one_tap_opening_ends_the_call(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    house.link.answers[at.device] = silent
    act(client.as_(estate.resident), call, "unlock")
    house.relay()
    [unlock] = house.rows(select(AccessUnlock))
    house.happened(at, "door_opened", cause=str(unlock.command_id))
    assert how(house) == ("ended", "opened", "opened")


def test_with_the_door_offline_a_ringing_call_goes_on_ringing(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    house.link.connected = False
    answer = act(client.as_(estate.resident), call, "unlock")
    assert (answer.status_code, answer.json["code"]) == (503, "door.offline")
    assert how(house) == ("ringing", None, None)
    assert house.rows(select(func.count()).select_from(AccessUnlock)) == [0]


def test_the_same_key_opens_once_and_may_be_asked_again_after_the_call(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    resident = client.as_(estate.resident).with_headers(Idempotency_Key="tap-1")
    first = act(resident, call, "unlock").json
    house.relay()
    assert act(resident, call, "unlock").json["unlock"] == first["unlock"]
    assert len(house.link.commands(at.device)) == 1


def test_two_members_who_open_at_once_are_two_wishes_of_one_call(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    """The second finds the call accepted or already over; the panel judges each command, and the door is open either way."""
    phones = [client.as_(estate.resident), client.as_(estate.relative)]
    answers = at_once(*[lambda p=phone: act(p, call, "unlock") for phone in phones])
    codes = sorted(answer.status_code for answer in answers)
    assert codes in ([200, 200], [200, 409])
    assert len(house.link.commands(at.device)) == codes.count(200)
    assert how(house) == ("ended", "opened", "opened")


def test_ten_taps_with_one_key_are_one_pulse(house: House, estate: Estate, client: Client, at: PanelAt, call: str) -> None:
    resident = client.as_(estate.resident).with_headers(Idempotency_Key="tap-1")
    answers = at_once(*[lambda: act(resident, call, "unlock") for _ in range(10)])
    assert {answer.status_code for answer in answers} == {200}
    assert len(house.link.commands(at.device)) == 1


def test_accepting_and_opening_at_once_gives_the_call_to_one(
    house: House, estate: Estate, client: Client, at: PanelAt, call: str
) -> None:
    resident, relative = client.as_(estate.resident), client.as_(estate.relative)
    accepted, opened = at_once(lambda: act(resident, call, "accept"), lambda: act(relative, call, "unlock"))
    assert opened.status_code == 200
    winner = the_call(house).accepted_by_id
    assert (accepted.status_code == 200) == (winner == estate.resident)


def test_a_body_without_the_phones_name_is_refused(estate: Estate, client: Client, call: str) -> None:
    for action in ("accept", "unlock"):
        answer = client.as_(estate.resident).post(f"calls/{call}/{action}", {})
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/client")
