"""Signing in with a password or a one-time code, and what an attacker gets for trying."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update

from community import passwords
from community.core.ratelimit import RateWindow
from community.models import LoginCode, Membership, Person, SignInSession
from tests.community.conftest import RecordingSms
from tests.support.clients import Client
from tests.support.estate import PASSWORD, Estate

PhoneOf = Callable[[UUID], str]


def sign_in(client: Client, phone: str, password: str = PASSWORD) -> Any:
    return client.post("/auth/login", {"phone": phone, "password": password})


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_right_password_signs_in(client: Client, estate: Estate, phone_of: PhoneOf) -> None:
    answer = sign_in(client, phone_of(estate.resident))

    assert answer.status_code == 200
    assert answer.json["expires_in"] == 900
    assert answer.json["person"] == {
        "id": str(estate.resident),
        "name": "王芳",
        "phone": phone_of(estate.resident),
        "locale": "zh-CN",
    }
    bearer = client.with_headers(Authorization=f"Bearer {answer.json['access_token']}")
    assert bearer.get("/me").json["id"] == str(estate.resident)


def test_the_number_may_be_written_as_people_write_it(client: Client, estate: Estate, phone_of: PhoneOf) -> None:
    digits = phone_of(estate.resident)
    assert sign_in(client, f"+86 {digits[:3]}-{digits[3:7]} {digits[7:]}").status_code == 200


def test_a_wrong_password_and_an_unknown_phone_get_the_same_answer(client: Client, estate: Estate, phone_of: PhoneOf) -> None:
    known = sign_in(client, phone_of(estate.resident), "not-the-password")
    unknown = sign_in(client, "13999999999", "not-the-password")

    assert known.status_code == unknown.status_code == 401
    assert known.json["code"] == unknown.json["code"] == "auth.bad_credentials"
    assert known.json["detail"] == unknown.json["detail"]


def test_an_unknown_phone_costs_as_many_password_hashes_as_a_known_one(
    client: Client, estate: Estate, phone_of: PhoneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []

    class Hasher:
        def verify(self, stored: str, _password: str) -> None:
            judged.append(stored)

        def check_needs_rehash(self, _stored: str) -> bool:
            return False

    monkeypatch.setattr(passwords, "_hasher", Hasher())
    sign_in(client, phone_of(estate.resident), "x" * 8)
    sign_in(client, "13999999999", "x" * 8)
    assert len(judged) == 2


def test_what_is_no_phone_number_is_refused_in_the_askers_language(client: Client) -> None:
    answer = client.with_headers(Accept_Language="en").post("/auth/login", {"phone": "123", "password": "x"})
    assert answer.status_code == 422
    assert answer.json["code"] == "phone.invalid"
    assert "mobile number" in answer.json["detail"]
    assert "手机号" in client.post("/auth/login", {"phone": "123", "password": "x"}).json["detail"]


@pytest.mark.parametrize("extra", [{}, {"password": "x", "code": "123456"}, {"code": "12345"}, {"code": "123456\n"}])
def test_a_login_needs_either_a_password_or_six_digits(client: Client, extra: dict[str, str]) -> None:
    answer = client.post("/auth/login", {"phone": "13999999999"} | extra)
    assert answer.status_code == 422
    assert answer.json["code"] == "validation.failed"


def test_a_disabled_account_cannot_sign_in_and_its_token_stops_working(
    client: Client, estate: Estate, phone_of: PhoneOf, write: Any
) -> None:
    access = sign_in(client, phone_of(estate.resident)).json["access_token"]
    bearer = client.with_headers(Authorization=f"Bearer {access}")
    assert bearer.get("/me").status_code == 200

    write(lambda uow: uow.session.execute(update(Person).where(Person.id == estate.resident).values(disabled_at=uow.now)))

    assert bearer.get("/me").status_code == 401
    assert sign_in(client, phone_of(estate.resident)).json["code"] == "auth.bad_credentials"


def test_the_eleventh_failure_for_an_account_is_refused_even_with_the_right_password(
    client: Client, estate: Estate, phone_of: PhoneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community.passwords.verify", lambda _stored, password: password == PASSWORD)
    with time_machine.travel(datetime(2026, 11, 22, 8, 1, tzinfo=UTC), tick=False):
        for _ in range(10):
            assert sign_in(client, phone_of(estate.resident), "guess").status_code == 401
        refused = sign_in(client, phone_of(estate.resident))
        assert refused.status_code == 429
        assert refused.json["code"] == "rate.limited"
        assert int(refused.headers["Retry-After"]) == 14 * 60
        assert sign_in(client, phone_of(estate.neighbour)).status_code == 200
    with time_machine.travel(datetime(2026, 11, 22, 8, 16, tzinfo=UTC), tick=False):
        assert sign_in(client, phone_of(estate.resident)).status_code == 200


def test_signing_in_rightly_any_number_of_times_is_no_attack(
    client: Client, estate: Estate, phone_of: PhoneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community.passwords.verify", lambda _stored, password: password == PASSWORD)
    answers = [sign_in(client, phone_of(estate.resident)).status_code for _ in range(12)]
    assert answers == [200] * 12


def test_an_address_that_tries_many_accounts_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("community.passwords.verify", lambda _stored, _password: False)
    monkeypatch.setattr("community.routes.auth.PER_ADDRESS", 5)
    answers = [sign_in(client, f"1390000000{n}", "guess").status_code for n in range(6)]
    assert answers == [401] * 5 + [429]


def test_no_phone_number_is_kept_by_the_rate_limit(client: Client, estate: Estate, phone_of: PhoneOf, read: Any) -> None:
    sign_in(client, phone_of(estate.resident), "guess")
    keys = read(lambda session: session.scalars(select(RateWindow.key)).all())
    assert keys
    assert not [key for key in keys if phone_of(estate.resident) in key]


def test_a_code_sent_to_the_phone_signs_in_once(client: Client, estate: Estate, phone_of: PhoneOf, sms: RecordingSms) -> None:
    phone = phone_of(estate.resident)
    assert client.post("/auth/code", {"phone": phone}).json == {"retry_after": 60}
    assert sms.sent[0][0] == f"+86{phone}"

    login = {"phone": phone, "code": sms.last_code()}
    assert client.post("/auth/login", login).status_code == 200
    assert client.post("/auth/login", login).json["code"] == "auth.bad_credentials"


def test_an_unknown_phone_gets_the_same_answer_and_no_message(client: Client, sms: RecordingSms) -> None:
    answer = client.post("/auth/code", {"phone": "13999999999"})
    assert answer.status_code == 202
    assert answer.json == {"retry_after": 60}
    assert sms.sent == []


def test_a_second_code_within_a_minute_is_refused(client: Client, estate: Estate, phone_of: PhoneOf, sms: RecordingSms) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 8, 0, 20, tzinfo=UTC), tick=False):
        client.post("/auth/code", {"phone": phone_of(estate.resident)})
        again = client.post("/auth/code", {"phone": phone_of(estate.resident)})
    assert again.status_code == 429
    assert again.headers["Retry-After"] == "40"
    assert len(sms.sent) == 1


def test_a_newer_code_voids_the_older(client: Client, estate: Estate, phone_of: PhoneOf, sms: RecordingSms) -> None:
    phone = phone_of(estate.resident)
    client.post("/auth/code", {"phone": phone})
    first = sms.last_code()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1, seconds=1)):
        client.post("/auth/code", {"phone": phone})
        second = sms.last_code()
        if first != second:
            assert client.post("/auth/login", {"phone": phone, "code": first}).status_code == 401
        assert client.post("/auth/login", {"phone": phone, "code": second}).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (300, 401)])
def test_a_code_lasts_five_minutes(
    client: Client, estate: Estate, phone_of: PhoneOf, sms: RecordingSms, seconds: int, status: int
) -> None:
    start = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        client.post("/auth/code", {"phone": phone_of(estate.resident)})
    with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
        login = {"phone": phone_of(estate.resident), "code": sms.last_code()}
        assert client.post("/auth/login", login).status_code == status


@pytest.mark.parametrize(("failures", "status"), [(4, 200), (5, 401)])
def test_a_code_bears_five_attempts(
    client: Client, estate: Estate, phone_of: PhoneOf, sms: RecordingSms, failures: int, status: int
) -> None:
    phone = phone_of(estate.resident)
    client.post("/auth/code", {"phone": phone})
    code = sms.last_code()
    for _ in range(failures):
        assert client.post("/auth/login", {"phone": phone, "code": wrong(code)}).status_code == 401
    assert client.post("/auth/login", {"phone": phone, "code": code}).status_code == status


def test_somebody_elses_code_signs_nobody_in(client: Client, estate: Estate, phone_of: PhoneOf, sms: RecordingSms) -> None:
    client.post("/auth/code", {"phone": phone_of(estate.resident)})
    login = {"phone": phone_of(estate.neighbour), "code": sms.last_code()}
    assert client.post("/auth/login", login).status_code == 401


def test_neither_code_nor_token_is_stored_as_given(
    client: Client, estate: Estate, phone_of: PhoneOf, sms: RecordingSms, read: Any
) -> None:
    client.post("/auth/code", {"phone": phone_of(estate.resident)})
    kept = read(lambda session: session.scalar(select(LoginCode.hash)))
    assert sms.last_code() not in kept


def test_two_logins_with_the_same_code_at_once_give_one_sign_in(
    client: Client, estate: Estate, phone_of: PhoneOf, sms: RecordingSms, at_once: Any, read: Any
) -> None:
    phone = phone_of(estate.resident)
    client.post("/auth/code", {"phone": phone})
    login = {"phone": phone, "code": sms.last_code()}

    answers = at_once(*[lambda: client.post("/auth/login", login).status_code] * 4)

    assert sorted(answers) == [200, 401, 401, 401]
    mine = select(SignInSession).where(SignInSession.person_id == estate.resident)
    assert len(read(lambda session: session.scalars(mine).all())) == 1


def test_at_most_two_passwords_are_judged_at_a_time(monkeypatch: pytest.MonkeyPatch, at_once: Any) -> None:
    three = Barrier(3)

    class Hasher:
        def verify(self, _stored: str, _password: str) -> None:
            with pytest.raises(BrokenBarrierError):
                three.wait(timeout=0.3)

    monkeypatch.setattr(passwords, "_hasher", Hasher())
    assert at_once(*[lambda: passwords.verify("stored", "x")] * 3) == [True] * 3


def test_a_moved_out_resident_keeps_the_account_and_loses_the_rights(client: Client, estate: Estate, write: Any) -> None:
    resident = client.as_(estate.resident)
    assert resident.get(f"/homes/{estate.home_id}").status_code == 200

    mine = update(Membership).where(Membership.person_id == estate.resident)
    write(lambda uow: uow.session.execute(mine.values(status="ended", ended_at=uow.now)))

    assert resident.get(f"/homes/{estate.home_id}").status_code == 403
    assert resident.get("/me").json["memberships"] == []
