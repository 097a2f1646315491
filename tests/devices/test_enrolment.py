"""The life of a device: created by a manager, enrolled once with its code, known by its secret, retired for good."""

import base64
import threading
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from community import queries as places
from community.core.auth import Actor
from community.core.clock import now, to_millis
from community.core.errors import Unauthenticated
from community.core.feed import FeedEntry
from community.core.uow import UnitOfWork, unit_of_work
from devices import services
from devices.broker import verify_secret
from devices.codes import hash_code, new_code
from devices.demo import panels
from devices.identity import authenticate
from devices.keeper import AccessKeeper
from devices.models import Device, DeviceState, PlatformKey
from devices.signing import read_public_key
from devices.simulator.fleet import read_seeds
from tests.support.clients import Client
from tests.support.estate import Estate, Neighbourhood
from tests.support.panels import FakeLink, add_panel

pytestmark = pytest.mark.usefixtures("link")


def created(client: Client, estate: Estate, **changes: Any) -> Any:
    body = {"community_id": str(estate.community_id), "entrance_id": str(estate.entrance_id), "name": "1栋1单元门口机"}
    return client.as_(estate.manager).post("devices", body | changes)


def enrolled(client: Client, code: str) -> Any:
    return client.post("devices/enrol", {"code": code, "model": "P-100", "serial": "SN-1"})


@pytest.fixture
def device(client: Client, estate: Estate) -> dict[str, Any]:
    answer = created(client, estate)
    assert answer.status_code == 201
    return dict(answer.json)


def test_a_manager_creates_a_device_and_gets_its_code_with_a_picture(device: dict[str, Any], estate: Estate) -> None:
    assert (device["state"], device["presence"], device["kind"]) == ("created", "unknown", "panel")
    assert device["entrance"] == {"id": str(estate.entrance_id), "label": "1栋1单元"}
    assert device["enrolment"]["qr_svg"].startswith("<svg")
    assert device["id"].startswith("panel-")


def test_a_device_trades_its_code_for_all_it_needs(client: Client, device: dict[str, Any], device_row: Any) -> None:
    answer = enrolled(client, device["enrolment"]["code"])
    assert answer.status_code == 200
    told = answer.json
    assert told.keys() == {"device", "secret", "mqtt", "keys", "time", "doors"}
    assert abs(told["time"] - to_millis(now())) < 5000
    assert [read_public_key(key["ed25519"]) for key in told["keys"]]
    row = device_row(device["id"])
    assert (row.state, row.model, row.serial) == (DeviceState.ENROLLED, "P-100", "SN-1")
    assert verify_secret(told["secret"], row.secret_hash)


def test_neither_code_nor_secret_is_kept_in_plain_text(client: Client, device: dict[str, Any], device_row: Any) -> None:
    secret = enrolled(client, device["enrolment"]["code"]).json["secret"]
    kept = repr(vars(device_row(device["id"])))
    assert secret not in kept
    assert device["enrolment"]["code"].replace("-", "") not in kept


def test_the_code_may_be_typed_in_any_case_without_dashes(client: Client, device: dict[str, Any]) -> None:
    assert enrolled(client, f" {device['enrolment']['code'].lower().replace('-', ' ')} ").status_code == 200


def test_a_spent_code_is_dead(client: Client, device: dict[str, Any]) -> None:
    enrolled(client, device["enrolment"]["code"])
    answer = enrolled(client, device["enrolment"]["code"])
    assert (answer.status_code, answer.json["code"]) == (410, "device.code_spent")


def test_a_code_is_good_for_ten_minutes_and_not_longer(client: Client, device: dict[str, Any], estate: Estate) -> None:
    young, old = device["enrolment"]["code"], created(client, estate).json["enrolment"]["code"]
    with time_machine.travel(now() + timedelta(minutes=9, seconds=58)):
        assert enrolled(client, young).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1)):
        answer = enrolled(client, old)
    assert (answer.status_code, answer.json["code"]) == (410, "device.code_expired")


def test_an_unknown_code_is_refused(client: Client, device: dict[str, Any]) -> None:
    answer = enrolled(client, new_code())
    assert (answer.status_code, answer.json["code"]) == (404, "device.code_unknown")


def test_of_two_devices_with_the_same_code_one_gets_a_secret(app: Flask, client: Client, device: dict[str, Any]) -> None:
    together = threading.Barrier(8)
    answers: list[int] = []

    def try_it() -> None:
        together.wait()
        answers.append(enrolled(Client(app), device["enrolment"]["code"]).status_code)

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [410] * 7


def test_a_new_code_kills_the_old_one_and_spares_the_secret_until_it_is_used(
    client: Client, device: dict[str, Any], estate: Estate, device_row: Any
) -> None:
    old_secret = enrolled(client, device["enrolment"]["code"]).json["secret"]
    renewed = client.as_(estate.manager).post(f"devices/{device['id']}/credentials")
    assert renewed.status_code == 201
    assert enrolled(client, device["enrolment"]["code"]).status_code == 404
    assert verify_secret(old_secret, device_row(device["id"]).secret_hash)
    secret = enrolled(client, renewed.json["enrolment"]["code"]).json["secret"]
    assert verify_secret(secret, device_row(device["id"]).secret_hash)
    assert not verify_secret(old_secret, device_row(device["id"]).secret_hash)


def test_too_many_attempts_from_one_address_are_put_off(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.routes.ENROL_LIMIT", 3)
    answers = [enrolled(client, new_code()) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    assert int(answers[-1].headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "ABCD-EFGH-JKLM"},
        {"code": "ABCD-EFGH-JKLM", "model": "", "serial": "1"},
        {"code": "x" * 65, "model": "M", "serial": "1"},
        {"code": "ABCD-EFGH-JKLM", "model": "M", "serial": "1\x01"},
        {"code": "ABCD-EFGH-JKLM", "model": "M", "serial": "1", "state": "enrolled"},
        {"code": None, "model": "M", "serial": "1"},
    ],
)
def test_an_enrolment_of_the_wrong_shape_is_refused(client: Client, body: dict[str, Any]) -> None:
    assert client.post("devices/enrol", body).status_code == 422


def test_a_retired_device_is_void_at_once_and_for_good(
    client: Client, device: dict[str, Any], estate: Estate, device_row: Any
) -> None:
    enrolled(client, device["enrolment"]["code"])
    manager = client.as_(estate.manager)
    assert manager.post(f"devices/{device['id']}/retire").json["state"] == "retired"
    assert manager.post(f"devices/{device['id']}/retire").status_code == 200
    assert device_row(device["id"]).secret_hash is None
    answer = manager.post(f"devices/{device['id']}/credentials")
    assert (answer.status_code, answer.json["code"]) == (409, "device.retired")


def test_a_retired_device_cannot_enrol_with_the_code_it_had(client: Client, device: dict[str, Any], estate: Estate) -> None:
    client.as_(estate.manager).post(f"devices/{device['id']}/retire")
    assert enrolled(client, device["enrolment"]["code"]).status_code == 404


def test_the_signing_key_is_entered_once_however_many_enrol(client: Client, estate: Estate, rows: Any) -> None:
    for _ in range(2):
        enrolled(client, created(client, estate).json["enrolment"]["code"])
    assert len(rows(select(PlatformKey))) == 1


def test_the_entrance_must_be_of_the_same_community(client: Client, estate: Estate) -> None:
    answer = created(client, estate, entrance_id=str(estate.foreign.entrance_id))
    assert answer.status_code == 422
    assert "金丝雀" not in answer.text


def test_a_gate_needs_no_entrance(client: Client, estate: Estate) -> None:
    assert created(client, estate, entrance_id=None).json["entrance"] is None


@pytest.mark.parametrize("name", ["", " ", "\n", "x" * 65])
def test_a_device_needs_a_proper_name(client: Client, estate: Estate, name: str) -> None:
    assert created(client, estate, name=name).status_code == 422


@pytest.mark.parametrize("role", ["resident", "worker", "operator", "officer", "auditor", "stranger"])
def test_only_managers_create_and_retire(client: Client, estate: Estate, device: dict[str, Any], role: str) -> None:
    asker = client.as_(getattr(estate, role))
    body = {"community_id": str(estate.community_id), "entrance_id": str(estate.entrance_id), "name": "门口机"}
    assert asker.post("devices", body).status_code == 403
    assert asker.post(f"devices/{device['id']}/credentials").status_code == 403
    assert asker.post(f"devices/{device['id']}/retire").status_code == 403


def test_a_manager_of_another_community_does_not_learn_of_a_device(client: Client, estate: Estate, device: dict[str, Any]) -> None:
    stranger = client.as_(estate.foreign.manager)
    for path in ("credentials", "retire"):
        assert stranger.post(f"devices/{device['id']}/{path}").status_code == 404
    assert stranger.get(f"devices/{device['id']}").status_code == 404
    assert stranger.get("devices").json["items"] == []
    assert stranger.get(f"devices?community_id={estate.community_id}").json["items"] == []
    assert stranger.get(f"statistics/devices?community_id={estate.community_id}").json["total"] == 0
    body = {"community_id": str(estate.community_id), "name": "门口机"}
    assert stranger.post("devices", body).status_code == 404


@pytest.mark.parametrize("role", ["manager", "operator", "officer", "auditor", "admin"])
def test_those_who_look_after_devices_see_them(client: Client, estate: Estate, device: dict[str, Any], role: str) -> None:
    asker = client.as_(getattr(estate, role))
    assert asker.get(f"devices/{device['id']}").status_code == 200
    assert [each["id"] for each in asker.get("devices").json["items"]] == [device["id"]]
    assert "enrolment" not in asker.get(f"devices/{device['id']}").json


@pytest.mark.parametrize(
    "device_id", ["panel-000000000000", "x", "%01", "panel-00000000%01", "Panel-000000000000", "%F0%9F%92%A9", "a" * 40]
)
def test_what_is_no_device_is_not_found(client: Client, estate: Estate, device_id: str) -> None:
    manager = client.as_(estate.manager)
    assert manager.get(f"devices/{device_id}").status_code == 404
    assert manager.post(f"devices/{device_id}/retire").status_code == 404


@pytest.mark.parametrize("role", ["resident", "worker", "stranger"])
def test_others_do_not_see_devices(client: Client, estate: Estate, device: dict[str, Any], role: str) -> None:
    asker = client.as_(getattr(estate, role))
    for path in (f"devices/{device['id']}", "devices", "statistics/devices"):
        assert asker.get(path).status_code == 403


def test_nobody_sees_anything_without_signing_in(client: Client, device: dict[str, Any]) -> None:
    for path in (f"devices/{device['id']}", "devices", "statistics/devices"):
        assert client.get(path).status_code == 401


def test_lists_are_filtered_by_state_and_paged(client: Client, estate: Estate, context: None) -> None:
    ids = {add_panel(estate.community_id, None) for _ in range(3)}
    created(client, estate)
    manager = client.as_(estate.manager)
    first = manager.get("devices?state=enrolled&limit=2").json
    second = manager.get(f"devices?state=enrolled&limit=2&cursor={first['next']}").json
    assert {each["id"] for each in first["items"] + second["items"]} == ids
    assert second["next"] is None
    assert manager.get("devices?state=broken").status_code == 422


def test_statistics_count_devices_in_service(client: Client, estate: Estate, context: None) -> None:
    for presence in ("ready", "ready", "offline", "stale", "sleeping"):
        add_panel(estate.community_id, None, presence=presence)
    add_panel(estate.community_id, None, state=DeviceState.RETIRED)
    add_panel(estate.foreign.community_id, None)
    figures = client.as_(estate.manager).get("statistics/devices").json
    assert figures == {"total": 5, "ready": 2, "offline": 2, "by_kind": {"panel": 5}}


def test_managers_and_the_control_room_see_changes_live_and_others_do_not(
    client: Client, estate: Estate, device: dict[str, Any], relay: Any, rows: Any
) -> None:
    enrolled(client, device["enrolment"]["code"])
    relay()
    entries = [entry for entry in rows(select(FeedEntry)) if entry.kind == "device.changed"]
    assert {entry.person_id for entry in entries} == {estate.manager, estate.second_manager, estate.operator}
    shown = entries[-1].data["device"]
    assert (shown["id"], shown["state"]) == (device["id"], "enrolled")
    assert not {"secret_hash", "code_hash", "sess"} & shown.keys()


class Access:
    """A broker's list, as the keeper sets it."""

    def __init__(self) -> None:
        self.devices: list[str] = []

    def apply(self, rows: Any) -> bool:
        before, self.devices = self.devices, [device for device, _ in rows]
        return before != self.devices


def test_the_broker_lets_in_who_is_enrolled_and_nobody_else(
    app: Flask, client: Client, estate: Estate, device: dict[str, Any], context: None
) -> None:
    access = Access()
    keeper = AccessKeeper(app, access)
    assert (keeper.apply(), access.devices) == (False, [])
    enrolled(client, device["enrolment"]["code"])
    assert (keeper.apply(), access.devices) == (True, [device["id"]])
    assert keeper.apply() is False
    client.as_(estate.manager).post(f"devices/{device['id']}/retire")
    assert (keeper.apply(), access.devices) == (True, [])


def test_enrolling_and_retiring_wake_the_keeper(
    app: Flask, client: Client, estate: Estate, device: dict[str, Any], relay: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[str] = []

    class Keeper:
        def wake(self) -> None:
            woken.append("woken")

    monkeypatch.setitem(app.extensions, "devices.keeper", Keeper())
    relay()
    assert woken == []
    enrolled(client, device["enrolment"]["code"])
    relay()
    client.as_(estate.manager).post(f"devices/{device['id']}/retire")
    relay()
    assert woken == ["woken", "woken"]


def basic(device_id: str, secret: str) -> str:
    return base64.b64encode(f"{device_id}:{secret}".encode()).decode()


def signed_in(credentials: str) -> Actor:
    with unit_of_work(Actor("anonymous"), read_only=True) as uow:
        return authenticate(uow, credentials)


def test_a_device_is_known_over_https_by_its_id_and_secret(panel: str) -> None:
    actor = signed_in(basic(panel, "a-panel's-secret"))
    assert (actor.kind, actor.id) == ("device", panel)


@pytest.mark.parametrize("credentials", ["", "%%%", "AAAA", basic("", ""), basic("panel-unknown00000", "x"), "4pyT", "\ud800"])
def test_other_credentials_are_refused(panel: str, credentials: str) -> None:
    with pytest.raises(Unauthenticated):
        signed_in(credentials)


def test_a_wrong_secret_or_a_retired_device_is_refused(estate: Estate, panel: str) -> None:
    retired = add_panel(estate.community_id, None, state=DeviceState.RETIRED, secret="known")
    for credentials in (basic(panel, "wrong"), basic(panel, ""), basic(retired, "known")):
        with pytest.raises(Unauthenticated):
            signed_in(credentials)


def test_a_device_is_no_person(client: Client, panel: str) -> None:
    asker = client.with_headers(Authorization=f"Basic {basic(panel, 'a-panel' + chr(39) + 's-secret')}")
    assert asker.get("devices").status_code == 403


def test_a_message_about_a_call_leaves_after_the_commit(link: FakeLink, panel: str, context: None) -> None:
    with unit_of_work(Actor.system("test")) as uow:
        services.send_call(uow, panel, {"call": "call-0001", "type": "ringing", "label": "1栋1单元1203"})
        assert link.published == []
    (sent,) = link.published
    assert (sent.topic, sent.expiry, sent.retain) == (f"sc/v1/{panel}/down/call", 30, False)


def test_a_message_about_a_call_does_not_leave_when_the_transaction_fails(link: FakeLink, panel: str, context: None) -> None:
    with pytest.raises(RuntimeError), unit_of_work(Actor.system("test")) as uow:
        services.send_call(uow, panel, {"call": "call-0001", "type": "ringing"})
        raise RuntimeError
    assert link.published == []


def test_codes_differ_and_have_no_signs_that_people_confuse() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("01IO") & set("".join(codes))
    assert len({hash_code(code) for code in codes}) == 200


def _demo_community(uow: UnitOfWork, place: Neighbourhood) -> SimpleNamespace:
    entrances = places.entrances_of(uow.session, place.community_id)
    community = places.community_of(uow.session, place.community_id)
    return SimpleNamespace(community=community, entrances={entrance.label: entrance for entrance in entrances})


def test_the_demo_hands_codes_that_enrol_to_the_simulator(app: Flask, client: Client, estate: Estate, work: Any, rows: Any) -> None:
    def seed(uow: UnitOfWork) -> None:
        estates = [_demo_community(uow, each) for each in (estate, estate.foreign)]
        panels(uow, SimpleNamespace(main=estates[0], other=estates[1]))

    work(seed)
    path = app.extensions["linli"].settings.data / "simulator" / "panels.json"
    seeds = read_seeds(path)
    assert len(seeds) == len(rows(select(Device))) == 4
    assert len({seed.label + seed.community for seed in seeds}) == len(seeds)
    with time_machine.travel(now() + timedelta(days=100)):
        body = {"code": seeds[0].code, "model": seeds[0].model, "serial": seeds[0].serial}
        assert client.post("devices/enrol", body).status_code == 200
