"""Rating by a link without a sign-in: one use, seven days, nothing personal, and the same answer for every dead link."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from community.core.auth import Actor
from community.core.uow import unit_of_work
from community.sms import EXTENSION
from repairs.models import RatingLink
from tests.repairs.test_ratings import BEST, code, told
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.threads import together
from tests.support.tickets import Desk

OVER = (410, "rating_link.over")
FIXED = {"fixed": True, **BEST, "tags": ["skilled"], "words": "谢谢师傅"}


def make(desk: Desk, ticket: dict[str, Any], **data: Any) -> str:
    """Make a link as the office does and return its token."""
    answer = desk.as_(desk.estate.manager).post(f"tickets/{ticket['id']}/rating-link", data)
    assert answer.status_code == 201, answer.json
    assert answer.json["qr_svg"].startswith("<svg")
    return answer.json["url"].rsplit("/rate/", 1)[1]


def use(client: Client, token: str, **data: Any) -> Any:
    return client.post(f"rating-links/{token}", data or FIXED)


def seen(desk: Desk, ticket: dict[str, Any]) -> dict[str, Any]:
    return desk.as_(desk.estate.manager).get(f"tickets/{ticket['id']}").json


def test_the_page_behind_a_link_shows_what_was_repaired_and_nothing_of_the_person(client: Client, desk: Desk) -> None:
    ticket = desk.resolved(contact_phone="13912345678")
    answer = client.get(f"rating-links/{make(desk, ticket)}")
    assert answer.status_code == 200
    assert (answer.json["place_label"], answer.json["category_name"], answer.json["confirmed"]) == (
        "1栋1单元",
        ticket["category"]["name"],
        False,
    )
    for personal in ("1203", "王芳", "1391", "1380", "客厅没电了", ticket["number"], ticket["id"], "赵师傅"):
        assert personal not in answer.text


def test_one_act_confirms_and_rates_in_the_name_of_nobody(client: Client, desk: Desk, estate: Estate) -> None:
    ticket = desk.resolved()
    token = make(desk, ticket)
    assert use(client, token).json == {"fixed": True}
    after = seen(desk, ticket)
    assert (after["state"], after["rating"]["speed"], after["rating"]["words"]) == ("closed", 5, "谢谢师傅")
    history = desk.as_(estate.manager).get(f"tickets/{ticket['id']}/history").json["items"]
    assert [(e["action"], e["actor"]["id"], e["actor"]["name"], e["data"]["by_link"]) for e in history[-2:]] == [
        ("confirm", None, "业主（评价链接）", True),
        ("rate", None, "业主（评价链接）", True),
    ]
    english = desk.as_(estate.manager).with_headers(Accept_Language="en").get(f"tickets/{ticket['id']}/history").json
    assert english["items"][-1]["actor"]["name"] == "Resident (rating link)"
    assert (code(use(client, token)), code(client.get(f"rating-links/{token}"))) == (OVER, OVER)
    assert desk.as_(estate.worker).get("ratings?assignee=me").json["items"][0]["words"] == "谢谢师傅"


def test_not_fixed_by_link_reopens_whether_closed_or_not(client: Client, desk: Desk) -> None:
    for ticket, action in ((desk.resolved(), "reject"), (desk.closed(), "reopen")):
        token = make(desk, ticket)
        refused = use(client, token, fixed=False)
        assert (code(refused), refused.json["field"]) == ((422, "ticket.data_missing"), "reason")
        assert use(client, token, fixed=False, reason="还是没电").status_code == 200
        after = seen(desk, ticket)
        assert (after["state"], after["rating"]) == ("reopened", None)
        last = desk.as_(desk.estate.resident).get(f"tickets/{ticket['id']}/history").json["items"][-1]
        assert (last["action"], last["note"]) == (action, "还是没电")


def test_a_rating_by_link_needs_all_scores_and_tags_that_fit(client: Client, desk: Desk) -> None:
    token = make(desk, desk.resolved())
    missing = use(client, token, fixed=True, speed=5, quality=5)
    assert (code(missing), missing.json["field"]) == ((422, "ticket.data_missing"), "manner")
    assert code(use(client, token, **(FIXED | {"tags": ["rude"]}))) == (422, "rating.tag_unfit")
    assert use(client, token, **(FIXED | {"speed": 6})).status_code == 422
    assert use(client, token).status_code == 200, "what was refused has used nothing up"


def test_every_dead_link_gets_the_same_answer(client: Client, desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-02T02:00:00Z", tick=False) as clock:
        void, rated, again = (desk.resolved() for _ in range(3))
        old = make(desk, void)
        new = make(desk, void)
        dead = ["x" * 43, "0", old, make(desk, rated), make(desk, again)]
        desk.do(estate.resident, rated, "rate", **BEST)
        desk.do(estate.resident, again, "reject", reason="没好")
        answers = [client.get(f"rating-links/{token}") for token in dead] + [use(client, token) for token in dead]
        assert {code(answer) for answer in answers} == {OVER}
        assert len({answer.json["detail"] for answer in answers}) == 1
        clock.shift(7 * 24 * 3600 - 1)
        assert client.get(f"rating-links/{new}").status_code == 200
        clock.shift(1)
        assert (code(client.get(f"rating-links/{new}")), code(use(client, new))) == (OVER, OVER)


def test_of_many_who_use_a_link_at_once_one_rates(client: Client, desk: Desk) -> None:
    ticket = desk.resolved()
    token = make(desk, ticket)
    assert sorted(together(*[lambda: use(client, token).status_code] * 4)) == [200, 410, 410, 410]
    history = desk.as_(desk.estate.manager).get(f"tickets/{ticket['id']}/history").json["items"]
    assert [entry["action"] for entry in history].count("rate") == 1


def test_of_a_link_and_the_app_at_once_one_rates(client: Client, desk: Desk) -> None:
    ticket = desk.resolved()
    token = make(desk, ticket)
    desk.as_(desk.estate.resident)
    answers = together(
        lambda: use(client, token).status_code, lambda: desk.act(desk.estate.resident, ticket, "rate", **BEST).status_code
    )
    assert sorted(answers) in ([200, 409], [200, 410])


def test_the_worker_who_has_it_and_the_office_make_links_and_nobody_else(desk: Desk, estate: Estate) -> None:
    ticket = desk.resolved()
    path = f"tickets/{ticket['id']}/rating-link"
    assert desk.as_(estate.manager).post(path, {}).status_code == 201
    assert code(desk.as_(estate.second_worker).post(path, {})) == (403, "ticket.not_your_part")
    for person in (estate.resident, estate.neighbour, estate.operator):
        assert desk.as_(person).post(path, {}).status_code == 403
    for person in (estate.foreign.worker, estate.foreign.manager):
        assert desk.as_(person).post(path, {}).status_code == 404


def test_there_is_no_link_before_the_repair_nor_after_the_rating(desk: Desk, estate: Estate) -> None:
    early, rated = desk.in_progress(), desk.do(estate.resident, desk.closed(), "rate", **BEST)
    made = [desk.as_(estate.manager).post(f"tickets/{ticket['id']}/rating-link", {}) for ticket in (early, rated)]
    assert [code(answer) for answer in made] == [(409, "ticket.wrong_state"), (409, "ticket.already_rated")]


def test_nothing_of_a_token_is_kept_but_a_digest(app: Flask, desk: Desk) -> None:
    token = make(desk, desk.resolved())
    with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        link = uow.session.scalars(select(RatingLink)).one()
        assert (len(link.hash), token in str(vars(link))) == (64, False)


class Recorded:
    """A sender that keeps what it is given."""

    delivers = True

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))


@pytest.fixture
def sms(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Recorded:
    monkeypatch.setitem(app.extensions, EXTENSION, Recorded())
    sender: Recorded = app.extensions[EXTENSION]
    return sender


def test_whose_work_it_is_can_have_the_link_sent_but_never_sees_it(
    client: Client, desk: Desk, estate: Estate, sms: Recorded
) -> None:
    ticket = desk.resolved()
    path = f"tickets/{ticket['id']}/rating-link"
    worker = desk.as_(estate.worker)
    assert code(worker.post(path, {})) == (403, "rating_link.by_text_only")
    answer = worker.post(path, {"sms": True})
    assert (answer.status_code, answer.json["url"], answer.json["qr_svg"]) == (201, None, None)
    token = sms.sent[-1][1].partition("/rate/")[2].partition("（")[0]
    assert token not in answer.text
    assert client.get(f"rating-links/{token}").status_code == 200


def test_the_link_goes_to_the_number_left_for_the_matter_or_to_the_reporters(
    client: Client, desk: Desk, estate: Estate, sms: Recorded
) -> None:
    for given, phone in (("139 1234 5678", "+8613912345678"), (None, estate.phones[estate.resident])):
        ticket = desk.resolved(contact_phone=given)
        answer = desk.as_(estate.worker).post(f"tickets/{ticket['id']}/rating-link", {"sms": True})
        assert (answer.status_code, answer.json["sent_to"][-4:]) == (201, phone[-4:])
        assert phone.removeprefix("+86") not in answer.text
        assert sms.sent[-1][0] == phone
        assert "/rate/" in sms.sent[-1][1]


def test_a_number_that_takes_no_text_is_told_and_the_link_before_goes_on(client: Client, desk: Desk, sms: Recorded) -> None:
    ticket = desk.resolved(contact_phone="023-6380 1234")
    token = make(desk, ticket)
    answer = desk.as_(desk.estate.worker).post(f"tickets/{ticket['id']}/rating-link", {"sms": True})
    assert (code(answer), sms.sent) == ((422, "phone.invalid"), [])
    assert client.get(f"rating-links/{token}").status_code == 200


def test_where_no_text_would_leave_nobody_is_told_that_one_has(desk: Desk) -> None:
    answer = desk.as_(desk.estate.worker).post(f"tickets/{desk.resolved()['id']}/rating-link", {"sms": True})
    assert code(answer) == (409, "sms.off")


def test_looking_and_using_are_limited_per_address(client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("repairs.routes.ratings"), "PER_ADDRESS", 3)
    with time_machine.travel("2026-11-23T02:00:00Z", tick=False):
        answers = [client.get("rating-links/x").status_code for _ in range(3)] + [use(client, "x").status_code]
    assert answers == [410, 410, 410, 429]


def test_a_rating_by_link_counts_and_has_its_return_visit_and_its_reply_tells_nobody(
    app: Flask, client: Client, desk: Desk, estate: Estate, relay: Callable[[], Any]
) -> None:
    use(client, make(desk, ticket := desk.resolved()))
    answer = desk.as_(estate.worker).post(f"ratings/{seen(desk, ticket)['rating']['id']}/reply", {"text": "不客气"})
    assert answer.status_code == 200
    relay()
    assert told(app, estate.resident, "rating.replied") == []
    figures = desk.as_(estate.manager).get(f"statistics/tickets?community_id={estate.community_id}").json
    assert figures["average_rating"] == 5
