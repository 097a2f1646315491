"""The figures of a period: exactly what the histories say, whenever and however often events are delivered."""

from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from community.core import relay as core_relay
from community.core.auth import Actor
from community.core.clock import now
from community.core.errors import DomainError
from community.core.uow import UnitOfWork, unit_of_work
from community.directory import grants_of
from repairs import services
from repairs.jobs import count_missed
from repairs.models import Ticket, TicketEvent, TicketRollup
from repairs.models.rollups import MEASURES, SPANS, Dimension
from repairs.parties import parties
from repairs.services.counting import from_histories
from repairs.workflow import Action, open_to
from tests.support.estate import Estate
from tests.support.tickets import Desk, default_id

SYSTEM = Actor.system("test")
CATEGORIES = ("power-cut", "lift-noise", "pests")


def person(app: Flask, uow: UnitOfWork, person_id: UUID) -> Actor:
    core = app.extensions["linli"]
    grants = grants_of(uow.session, person_id)
    return Actor("person", person_id, "某人", grants=grants, table=core.operations, directory=core.directory)


def stored(uow: UnitOfWork, community_id: UUID) -> Counter[Any]:
    """Return the figures as they are kept, cell by cell, without zeros."""
    rows = uow.session.scalars(select(TicketRollup).where(TicketRollup.community_id == community_id))
    return Counter(
        {
            (row.community_id, row.dimension, row.span, row.start, row.key, name): getattr(row, name)
            for row in rows
            for name in MEASURES
            if getattr(row, name)
        }
    )


def entries(uow: UnitOfWork, community_id: UUID, *conditions: Any) -> int:
    query = select(func.count()).select_from(TicketEvent).join(Ticket, Ticket.id == TicketEvent.ticket_id)
    return uow.session.scalar(query.where(Ticket.community_id == community_id, *conditions)) or 0


def pieces_of_work(uow: UnitOfWork, community_id: UUID) -> dict[str, int]:
    """Return how much has been done; what is done on a ticket while it goes along with another is not done twice."""
    told = select(TicketEvent.ticket_id, TicketEvent.action).join(Ticket, Ticket.id == TicketEvent.ticket_id)
    told = told.where(Ticket.community_id == community_id).order_by(TicketEvent.ticket_id, TicketEvent.seq)
    names = {"assign": "assigned", "transfer": "assigned", "resolve": "resolved", "reject": "reopened", "reopen": "reopened"}
    found, merged = Counter[str](dict.fromkeys(names.values(), 0)), dict[UUID, bool]()
    for ticket_id, action in uow.session.execute(told):
        if action in ("merge", "split"):
            merged[ticket_id] = action == "merge"
        elif action in names and not merged.get(ticket_id):
            found[names[action]] += 1
    return dict(found)


class Office(RuleBasedStateMachine):
    """People report, work, answer and rate in any order; deliveries come late, twice, or not at all until somebody looks."""

    def __init__(self, app: Flask, estate: Estate) -> None:
        super().__init__()
        self.app, self.estate = app, estate
        self.tickets: list[UUID] = []
        self.people = [estate.resident, estate.worker, estate.manager]
        self.clock = time_machine.travel("2026-11-29T14:00:00+00:00", tick=False)  # a Sunday, ten at night in Chongqing
        self.time = self.clock.start()

    @rule(category=st.sampled_from(CATEGORIES), public=st.booleans())
    def report(self, category: str, public: bool) -> None:
        where = {"community_id": self.estate.community_id, "spot": "东门"} if public else {"home_id": self.estate.home_id}
        with self.app.app_context(), unit_of_work(SYSTEM) as uow:
            uow.actor = person(self.app, uow, self.estate.resident)
            self.tickets.append(services.submit(uow, category_id=default_id(category), text="坏了", **where).id)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), late=st.integers(0, 60))
    def act(self, data: st.DataObject, late: int) -> None:
        """Take a step that is open to somebody; perhaps one that happened a while ago."""
        with suppress(DomainError), self.app.app_context(), unit_of_work(SYSTEM) as uow:
            ticket = uow.session.get_one(Ticket, data.draw(st.sampled_from(self.tickets)))
            who = data.draw(st.sampled_from(self.people))
            uow.actor = person(self.app, uow, who)
            choices = open_to(ticket.state, parties(uow.actor, ticket, who == self.estate.manager))
            if choices:
                self._take(uow, ticket.id, data, choices, max(ticket.updated_at, now() - timedelta(minutes=late)))

    def _take(self, uow: UnitOfWork, ticket_id: UUID, data: st.DataObject, choices: tuple[Action, ...], moment: datetime) -> None:
        action = data.draw(st.sampled_from(choices))
        scores = {name: data.draw(st.integers(1, 5)) for name in ("speed", "quality", "manner")} if action == "rate" else {}
        said = {"reason": "因为", "measure": "修好", "until": now() + timedelta(days=1)}
        assignee = data.draw(st.sampled_from([self.estate.worker, self.estate.manager]))
        services.act(uow, ticket_id, action, happened_at=moment, assignee_id=assignee, **said, **scores)

    @rule(minutes=st.sampled_from((1, 10, 45, 180, 1_000, 12_000)))
    def time_passes(self, minutes: int) -> None:
        self.time.shift(timedelta(minutes=minutes))

    @rule()
    def deliver_some(self) -> None:
        core_relay.deliver_next(self.app)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def deliver_out_of_turn_or_again(self, data: st.DataObject) -> None:
        with self.app.app_context(), unit_of_work(SYSTEM) as uow:
            services.count(uow, data.draw(st.sampled_from(self.tickets)))

    @rule()
    def count_what_was_missed(self) -> None:
        with self.app.app_context(), unit_of_work(SYSTEM) as uow:
            count_missed(uow)

    @rule()
    def recount(self) -> None:
        with self.app.app_context(), unit_of_work(SYSTEM) as uow:
            services.recount(uow, self.estate.community_id)

    @rule()
    def compare(self) -> None:
        core_relay.drain(self.app)
        self.figures_are_what_the_histories_say()

    def teardown(self) -> None:
        try:
            core_relay.drain(self.app)
            self.figures_are_what_the_histories_say()
        finally:
            self.clock.stop()

    def figures_are_what_the_histories_say(self) -> None:
        with self.app.app_context(), unit_of_work(SYSTEM, read_only=True) as uow:
            here = self.estate.community_id
            kept = stored(uow, here)
            _, sums = from_histories(uow, here)
            assert kept == +sums
            assert entries(uow, here, TicketEvent.seq > Ticket.counted_version) == 0
            sums_of = pieces_of_work(uow, here) | {
                "reported": entries(uow, here, TicketEvent.action == "submit"),
                "cancelled": entries(uow, here, TicketEvent.action == "cancel"),
                "rated": entries(uow, here, TicketEvent.action == "rate"),
            }
        for dimension in Dimension:
            for span in SPANS:
                found = Counter[str]()
                for (_, of, length, _, _, measure), amount in kept.items():
                    if (of, length) == (dimension, span):
                        found[measure] += amount
                assert {name: found[name] for name in sums_of} == sums_of, (dimension, span)


@pytest.mark.usefixtures("desk")
def test_figures_equal_a_recount_whatever_happens_in_whatever_order(app: Flask, estate: Estate) -> None:
    patient = settings(
        max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(lambda: Office(app, estate), settings=patient)


def figures(desk: Desk, person: UUID, **query: Any) -> Any:
    answer = desk.as_(person).get("statistics/repairs", query_string={"community_id": desk.estate.community_id} | query)
    assert answer.status_code == 200, answer.json
    return answer.json


def work_a_day(desk: Desk, clock: time_machine.Traveller) -> None:
    """One mended in 40 minutes, said not to be, mended again within 30; one withdrawn; one that waits."""
    estate = desk.estate
    ticket = desk.assigned()
    clock.shift(timedelta(minutes=10))
    desk.do(estate.worker, ticket, "accept")
    clock.shift(timedelta(minutes=10))
    desk.sign_in_again()
    desk.do(estate.worker, ticket, "arrive")
    clock.shift(timedelta(minutes=20))
    desk.sign_in_again()
    desk.do(estate.worker, ticket, "resolve", measure="换空开")
    desk.do(estate.resident, ticket, "reject", reason="又跳了")
    desk.do(estate.worker, ticket, "accept")
    clock.shift(timedelta(minutes=30))
    desk.sign_in_again()
    desk.do(estate.worker, ticket, "start")
    desk.do(estate.worker, ticket, "resolve", measure="换线")
    desk.do(estate.resident, ticket, "confirm")
    desk.do(estate.resident, ticket, "rate", speed=4, quality=5, manner=3)
    desk.do(estate.resident, desk.report(category_id=str(default_id("pests"))), "cancel", reason="好了")
    desk.report(by=estate.foreign.resident, home_id=str(estate.foreign.home_id))


def test_a_day_in_figures(desk: Desk, estate: Estate, relay: Any) -> None:
    with time_machine.travel("2026-11-22T15:00:00+00:00", tick=False) as clock:  # a Sunday, 23:00 in Chongqing
        work_a_day(desk, clock)
        relay()
        told = figures(desk, estate.manager)
        assert (told["from"], told["to"], told["by"], len(told["items"])) == ("2026-10-27", "2026-11-23", "week", 5)
        total = told["total"]
        counts = {name: total[name] for name in ("reported", "assigned", "resolved", "reopened", "closed", "cancelled")}
        assert counts == {"reported": 2, "assigned": 1, "resolved": 2, "reopened": 1, "closed": 1, "cancelled": 1}
        assert total["reopened_share"] == 0.5
        assert total["respond"] | {"median": 0, "p90": 0} == {
            "median": 0,
            "p90": 0,
            "mean": 5.0,
            "in_time": 2,
            "late": 0,
            "in_time_share": 1.0,
        }
        assert total["resolve"]["mean"] == 35.0
        assert total["rating"] == {"count": 1, "average": 4.0, "speed": 4.0, "quality": 5.0, "manner": 3.0}
        by_week = {item["week"]: (item["reported"], item["resolved"]) for item in told["items"]}
        assert by_week["2026-11-16"] == (1, 1)  # the second repair, the second report: after midnight, on Monday
        assert by_week["2026-11-23"] == (1, 1)
        assert by_week["2026-11-02"] == (0, 0)
        sunday = figures(desk, estate.manager, **{"from": "2026-11-22", "to": "2026-11-22"})
        assert (sunday["total"]["reported"], sunday["total"]["resolved"]) == (1, 1)
        assert figures(desk, estate.officer, to="2026-11-21")["total"]["reported"] == 0
        for given, days in (
            ({"days": 1}, ("2026-11-23", "2026-11-23")),  # the community's own today, an hour old
            ({"days": 7, "to": "2026-11-22"}, ("2026-11-16", "2026-11-22")),
            ({"days": 7, "from": "2026-11-22"}, ("2026-11-22", "2026-11-28")),
        ):
            told = figures(desk, estate.manager, **given)
            assert (told["from"], told["to"]) == days


def test_figures_are_told_apart_by_category_building_and_worker(desk: Desk, estate: Estate, relay: Any) -> None:
    with time_machine.travel("2026-11-25T03:00:00+00:00", tick=False) as clock:
        work_a_day(desk, clock)
        desk.report(home_id=None, community_id=str(estate.community_id), spot="东门")
        relay()
        by_category = figures(desk, estate.manager, by="category")
        assert [(i["name"], i["reported"], i["cancelled"]) for i in by_category["items"]] == [("断电", 2, 0), ("虫鼠防治", 1, 1)]
        by_building = figures(desk, estate.manager, by="building")["items"]
        assert [(i["id"] is None, i["reported"]) for i in by_building] == [(False, 2), (True, 1)]
        by_worker = figures(desk, estate.manager, by="worker")["items"]
        names = {i["name"]: (i["reported"], i["assigned"], i["resolved"], i["rating"]["count"]) for i in by_worker}
        assert names == {None: (3, 0, 0, 0), "赵师傅": (0, 1, 2, 1)}
        for by in ("category", "building", "worker"):
            assert figures(desk, estate.manager, by=by)["total"] == by_category["total"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"from": "2026-11-22", "to": "2026-11-21"}, 422),
        ({"from": "2025-11-22", "to": "2026-11-23"}, 422),
        ({"from": "2025-11-22", "to": "2026-11-22"}, 200),
        ({"from": "0001-01-01"}, 422),
        ({"to": "9999-12-31"}, 422),
        ({"by": "mood"}, 422),
        ({"days": "0"}, 422),
        ({"days": "366"}, 200),
        ({"days": "367"}, 422),
        ({"from": "yesterday"}, 422),
    ],
)
def test_periods_have_bounds(desk: Desk, estate: Estate, query: dict[str, str], status: int) -> None:
    asked = query | {"community_id": str(estate.community_id)}
    assert desk.as_(estate.manager).get("statistics/repairs", query_string=asked).status_code == status


@pytest.mark.parametrize(("who", "status"), [("resident", 403), ("worker", 403), ("operator", 200), ("auditor", 200)])
def test_figures_of_a_period_are_for_the_office(desk: Desk, estate: Estate, who: str, status: int) -> None:
    asked = {"community_id": str(estate.community_id)}
    assert desk.as_(getattr(estate, who)).get("statistics/repairs", query_string=asked).status_code == status
    assert desk.as_(estate.foreign.manager).get("statistics/repairs", query_string=asked).status_code == 404


def test_an_operator_can_have_the_figures_made_anew(app: Flask, desk: Desk, estate: Estate, relay: Any) -> None:
    desk.report()
    desk.closed()
    relay()
    with app.app_context(), unit_of_work(SYSTEM) as uow:
        before = stored(uow, estate.community_id)
        for row in uow.session.scalars(select(TicketRollup).where(TicketRollup.community_id == estate.community_id)):
            row.reported += 1
    said = app.test_cli_runner().invoke(args=["statistics", "recount"])
    assert said.exit_code == 0, said.output
    assert ": 2\n" in said.output
    with app.app_context(), unit_of_work(SYSTEM, read_only=True) as uow:
        assert stored(uow, estate.community_id) == before
