"""The way of a ticket from report to rating, as people walk it."""

from tests.support.estate import Estate
from tests.support.tickets import WITH_PROOF, Desk, default_id


def test_a_ticket_goes_from_report_to_rating_and_each_sees_what_is_theirs_to_do(desk: Desk, estate: Estate) -> None:
    """The whole thread, with photos, over HTTP alone."""
    photo = desk.photo(estate.resident)
    ticket = desk.report(category_id=str(default_id(WITH_PROOF)), text=" 厨房下水堵了 ", attachment_ids=[photo])
    assert (ticket["state"], ticket["version"], ticket["text"]) == ("submitted", 1, "厨房下水堵了")
    assert ticket["place_label"] == ticket["home"]["label"] == "1栋1单元1203"
    assert [a["id"] for a in ticket["attachments"]] == [photo]
    assert ticket["actions"] == ["urge", "cancel", "appointment"]
    office = desk.as_(estate.manager).get(f"tickets/{ticket['id']}").json["actions"]
    assert office == ["assign", "close", "cancel", "appointment", "merge"]

    ticket = desk.do(estate.manager, ticket, "assign", assignee_id=str(estate.worker), version=1)
    assert ticket["assignee"]["name"] == "赵师傅"
    for action, state in (("accept", "accepted"), ("depart", "on_the_way"), ("arrive", "in_progress")):
        ticket = desk.do(estate.worker, ticket, action, version=ticket["version"])
        assert ticket["state"] == state
    proof = desk.photo(estate.worker)
    ticket = desk.do(estate.worker, ticket, "resolve", measure="疏通管道", cause="油污", attachment_ids=[proof])
    assert [a["purpose"] for a in ticket["attachments"]] == ["report", "proof"]
    assert ticket["actions"] == []

    ticket = desk.do(estate.resident, ticket, "confirm")
    assert ticket["actions"] == ["rate", "reopen"]
    ticket = desk.do(estate.resident, ticket, "rate", speed=5, quality=4, manner=5, words="师傅很快就来了")
    assert (ticket["rating"]["quality"], ticket["rating"]["words"]) == (4, "师傅很快就来了")
    assert ticket["actions"] == ["reopen"]

    history = desk.as_(estate.resident).get(f"tickets/{ticket['id']}/history").json["items"]
    assert [e["seq"] for e in history] == list(range(1, ticket["version"] + 1))
    assert [e["action"] for e in history] == ["submit", "assign", "accept", "depart", "arrive", "resolve", "confirm", "rate"]
    assert history[5]["note"] == "疏通管道"
    assert history[5]["data"] == {"cause": "油污", "attachment_ids": [proof], "in_time": True}
    assert [e["actor"]["role"] for e in history[:3]] == ["reporter", "manager", "assignee"]


def test_not_fixed_goes_back_to_the_same_worker_with_the_clock_restarted(desk: Desk, estate: Estate) -> None:
    ticket = desk.resolved()
    before = ticket["due_at"]
    ticket = desk.do(estate.resident, ticket, "reject", reason="还是跳闸")
    assert (ticket["state"], ticket["assignee"]["id"]) == ("reopened", str(estate.worker))
    assert ticket["due_at"] > before
    ticket = desk.do(estate.worker, ticket, "accept")
    ticket = desk.do(estate.worker, ticket, "start")
    ticket = desk.do(estate.worker, ticket, "resolve", measure="更换线路")
    assert desk.do(estate.resident, ticket, "confirm")["state"] == "closed"


def test_the_office_closes_what_cannot_be_fixed_as_not_fixed(desk: Desk, estate: Estate) -> None:
    assert desk.do(estate.manager, desk.assigned(), "close", reason="业主自行处理")["state"] == "closed_unfixed"
    assert desk.do(estate.manager, desk.resolved(), "close", reason="业主电话确认")["state"] == "closed"


def test_a_returned_ticket_waits_for_the_office_without_a_worker(desk: Desk, estate: Estate) -> None:
    ticket = desk.do(estate.worker, desk.assigned(), "return", reason="需要持证电工")
    assert (ticket["state"], ticket["assignee"]) == ("returned", None)
    assert desk.do(estate.manager, ticket, "assign", assignee_id=str(estate.second_worker))["state"] == "assigned"


def test_a_transferred_ticket_waits_for_the_other_worker(desk: Desk, estate: Estate) -> None:
    ticket = desk.in_progress()
    ticket = desk.do(estate.worker, ticket, "transfer", assignee_id=str(estate.second_worker), reason="换班")
    assert (ticket["state"], ticket["assignee"]["name"], ticket["actions"]) == ("assigned", "钱师傅", [])
    assert desk.do(estate.second_worker, ticket, "accept")["state"] == "accepted"
