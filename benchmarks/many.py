"""Lists and figures over very many tickets: `python -m benchmarks.many [--tickets 1000000] [--plans]`.

Makes a community with three years of tickets and their histories, and measures in one process, without HTTP: a page of 50 for
each filter and order against the bare query (50 newest rows of one table), and the figures of a month and of a year, which are
counted by `recount` from those histories. Times are of the processor, so that whatever else the machine does changes little.
With `--plans`, says by which index SQLite finds each page.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event, select

from benchmarks.measure import Timing, compare, report
from community.app import create_app
from community.core.auth import Actor
from community.core.clock import now
from community.core.db import db
from community.core.ids import new_id
from community.core.settings import Settings
from community.core.uow import UnitOfWork, unit_of_work
from community.directory import grants_of
from community.models import Building, Entrance, Person
from repairs import queries, search, services
from repairs.catalogue import ensure_catalogue
from repairs.models import Category, Kind, Rating, SearchEntry, Ticket, TicketEvent, Urgency
from repairs.queries import TicketFilter
from repairs.workflow import ENDED, Action, State, step
from tests.support.estate import Estate, build_estate

SYSTEM = Actor.system("benchmark")
YEARS, BUILDINGS, WORKERS, AT_ONCE = 3, 20, 10, 2000
PLACES = ("厨房", "客厅", "卫生间", "阳台", "楼道", "车库", "电梯厅", "花园")
MATTERS = ("漏水了", "没有电", "灯不亮", "门关不上", "有异响", "堵住了", "墙皮脱落", "有异味")
WAYS: dict[tuple[Action, ...], int] = {
    (Action.ASSIGN, Action.ACCEPT, Action.ARRIVE, Action.RESOLVE, Action.CONFIRM, Action.RATE): 60,
    (Action.ASSIGN, Action.ACCEPT, Action.ARRIVE, Action.RESOLVE, Action.CONFIRM): 25,
    (
        Action.ASSIGN,
        Action.ACCEPT,
        Action.ARRIVE,
        Action.RESOLVE,
        Action.REJECT,
        Action.ACCEPT,
        Action.START,
        Action.RESOLVE,
        Action.CONFIRM,
    ): 5,
    (Action.CANCEL,): 6,
    (Action.ASSIGN, Action.ACCEPT, Action.CLOSE): 3,
    (): 1,
}


class Maker:
    """Writes tickets that could have happened, always the same ones for the same number."""

    def __init__(self, uow: UnitOfWork, estate: Estate) -> None:
        self._chance = random.Random(20261122)
        self._estate, self._uow = estate, uow
        self.categories = dict(uow.session.execute(select(Category.code, Category.id)).all())
        self.places = [(new_id(), new_id()) for _ in range(BUILDINGS)]
        self.workers = [new_id() for _ in range(WORKERS)]
        here = estate.community_id
        uow.insert(
            Building, [_row(Building, id=b, community_id=here, name=f"{n}栋", floors=30) for n, (b, _) in enumerate(self.places, 2)]
        )
        uow.insert(Entrance, [_row(Entrance, id=e, community_id=here, building_id=b, name="1单元") for b, e in self.places])
        phones = range(13900000000, 13900000000 + WORKERS)
        uow.insert(
            Person,
            [
                _row(Person, id=w, name=f"师傅{p % 100}", phone=f"+86{p}", created_at=now())
                for w, p in zip(self.workers, phones, strict=True)
            ],
        )

    def make(self, numbers: range, total: int) -> None:
        """Write the tickets of these numbers, the oldest first."""
        rows: dict[Any, list[dict[str, Any]]] = {Ticket: [], TicketEvent: [], Rating: [], SearchEntry: []}
        begin = now() - timedelta(days=365 * YEARS)
        for number in numbers:
            moment = begin + timedelta(days=365 * YEARS) * (number / total)
            for model, row in self._ticket(number, moment, fresh=number > total - 2000):
                rows[model].append(row)
        for model, found in rows.items():
            if found:
                self._uow.insert(model, found)

    def _ticket(self, number: int, moment: datetime, fresh: bool) -> Iterator[tuple[Any, dict[str, Any]]]:
        pick = self._chance
        way = pick.choices(list(WAYS), list(WAYS.values()))[0]
        way = way[: pick.randrange(len(way) + 1)] if fresh else way
        (building, entrance), worker = pick.choice(self.places), pick.choice(self.workers)
        ticket_id, words = new_id(), f"{pick.choice(PLACES)}{pick.choice(MATTERS)}"
        state, at, assignee = State.SUBMITTED, moment, None
        marks: dict[str, datetime | None] = dict.fromkeys(("responded_at", "arrived_at", "resolved_at"))
        yield TicketEvent, self._entry(ticket_id, 1, "submit", None, state, at, {})
        for seq, action in enumerate(way, 2):
            before, state = state, step(state, action).to
            at += timedelta(minutes=pick.expovariate(1 / 60))
            data: dict[str, Any] = {"in_time": pick.random() < 0.9}
            if action is Action.ASSIGN:
                assignee, data = worker, {"assignee_id": str(worker)}
            if action is Action.RATE:
                data = {name: pick.choice((5, 5, 5, 4, 4, 3, 2, 1)) for name in ("speed", "quality", "manner")}
                rating = {"id": new_id(), "ticket_id": ticket_id, "rater_id": self._estate.resident, "words": "", "created_at": at}
                yield Rating, rating | {"community_id": self._estate.community_id} | data
            done = {"accept": "responded_at", "arrive": "arrived_at", "resolve": "resolved_at"}.get(action)
            marks |= {done: at} if done else {}
            yield TicketEvent, self._entry(ticket_id, seq, action, before, state, at, data)
        head = f"BX-{moment:%Y%m%d}-{number:07}"
        due = moment + timedelta(days=1)
        given = {
            "id": ticket_id,
            "community_id": self._estate.community_id,
            "number": head,
            "building_id": building,
            "entrance_id": entrance,
            "place_label": "1单元",
            "category_id": pick.choice([*self.categories.values()]),
            "text": words,
            "urgency": pick.choices((Urgency.URGENT, Urgency.NORMAL), (5, 95))[0],
            "reporter_id": self._estate.resident,
            "assignee_id": assignee,
            "state": state,
            "version": len(way) + 1,
            "ended_at": at if state in ENDED else None,
        }
        times = dict.fromkeys(("response_due_at", "arrive_due_at", "due_at"), due)
        times |= {"created_at": moment, "clock_from": moment, "updated_at": at}
        yield Ticket, _row(Ticket, **given, **times, **marks)
        labels = [search._label(Kind.TICKET), search._label(self._estate.community_id)]
        tokens = " ".join([*labels, *search.cut(head) * search.HEAD_WEIGHT, *search.cut(words)])
        yield SearchEntry, {"kind": Kind.TICKET, "subject_id": ticket_id, "tokens": tokens}

    def _entry(self, ticket_id: Any, seq: int, action: str, before: Any, to: State, at: datetime, data: Any) -> dict[str, Any]:
        who = {"actor_id": None, "actor_name": "系统", "actor_role": "system", "note": None}
        when = {"happened_at": at, "recorded_at": at}
        return {
            "id": new_id(),
            "ticket_id": ticket_id,
            "seq": seq,
            "action": action,
            "from_state": before,
            "to_state": to,
            "data": data,
            **when,
            **who,
        }


def _row(model: Any, **given: Any) -> dict[str, Any]:
    """Return a whole row: what is not given has its column's plain default, or is null."""
    plain = {c.name: c.default.arg if c.default is not None and c.default.is_scalar else None for c in model.__table__.c}
    return plain | given


def stock(app: Flask, estate: Estate, total: int) -> Maker:
    """Fill the database."""
    with unit_of_work(SYSTEM) as uow:
        ensure_catalogue(uow)
    with unit_of_work(SYSTEM) as uow:
        maker = Maker(uow, estate)
    for first in range(0, total, AT_ONCE):
        with unit_of_work(SYSTEM) as maker._uow:
            maker.make(range(first, min(total, first + AT_ONCE)), total)
    return maker


def filters(estate: Estate, maker: Maker) -> dict[str, tuple[TicketFilter, str]]:
    """Return the pages to measure: name → filter and order."""
    building, entrance = maker.places[3]
    month = now() - timedelta(days=400)
    wanted: dict[str, dict[str, Any]] = {
        "newest": {},
        "open": {"only_open": True},
        "overdue": {"overdue": True},
        "one state: closed": {"states": [State.CLOSED]},
        "one rare state: closed_unfixed": {"states": [State.CLOSED_UNFIXED]},
        "one open state: in_progress": {"states": [State.IN_PROGRESS]},
        "several states": {"states": [State.CLOSED, State.CANCELLED]},
        "category": {"category_id": maker.categories["leak"]},
        "building": {"building_id": building},
        "entrance": {"entrance_id": entrance},
        "worker": {"assignee_id": maker.workers[0]},
        "reporter": {"reporter_id": estate.resident},
        "urgent": {"urgency": Urgency.URGENT},
        "a month, a year ago": {"created_since": month, "created_until": month + timedelta(days=30)},
        "closed in a month a year ago": {"closed_since": month, "closed_until": month + timedelta(days=30)},
        "rated 2 or lower": {"rating_max": 2},
        "building and state": {"building_id": building, "states": [State.CANCELLED]},
        "words: 车库 漏水 (one of 64)": {"q": "车库 漏水"},
        "words: the number": {"q": f"{len(PLACES) * 1000:07}"},
    }
    found = {name: (TicketFilter(community_id=estate.community_id, **given), "created") for name, given in wanted.items()}
    orders = {f"order: {sort}": (TicketFilter(community_id=estate.community_id), sort) for sort in ("due", "updated", "urgency")}
    return found | orders | {"open by due": (TicketFilter(community_id=estate.community_id, only_open=True), "due")}


def measure(app: Flask, estate: Estate, total: int, plans: bool) -> str:
    """Return the tables."""
    started = perf_counter()
    maker = stock(app, estate, total)
    made = perf_counter()
    with unit_of_work(SYSTEM) as uow:
        services.recount(uow, estate.community_id)
    counted = perf_counter()
    lines = [f"{total:,} tickets made in {made - started:.0f} s, recounted in {counted - made:.0f} s.", ""]
    with unit_of_work(SYSTEM, read_only=True) as uow:
        core = app.extensions["linli"]
        grants = grants_of(uow.session, estate.manager)
        uow.actor = Actor("person", estate.manager, "经理", grants=grants, table=core.operations, directory=core.directory)
        bare = select(Ticket.id, Ticket.number, Ticket.text, Ticket.state, Ticket.created_at).order_by(Ticket.created_at.desc())
        bare = bare.where(Ticket.community_id == estate.community_id).limit(50)
        timings: list[Timing] = []
        for name, (wanted, sort) in filters(estate, maker).items():
            page = _page(uow, wanted, sort)
            contestants = {"bare query": lambda: uow.session.execute(bare).all(), name: page}
            both = compare(contestants, 60, block=10, warm_up=3, clock=process_time)
            timings += both if not timings else both[1:]
            if plans:
                lines += [f"- {name}: {'; '.join(_plan(uow, page))}"]
        year = {"since": (now() - timedelta(days=365)).date(), "until": now().date()}
        figures = {
            f"{span} by {by}": _figures(uow, estate, by, days)
            for by in queries.BY
            for span, days in (("28 days", {}), ("a year", year))
        }
        stats = compare(figures, 60, block=10, warm_up=3, clock=process_time)
    return "\n".join([*lines, "", report(f"50 of {total:,} tickets", timings), report(f"Figures over {total:,} tickets", stats)])


def _page(uow: UnitOfWork, wanted: TicketFilter, sort: str) -> Any:
    return lambda: queries.tickets(uow, "zh", wanted, sort=sort)


def _figures(uow: UnitOfWork, estate: Estate, by: str, days: dict[str, Any]) -> Any:
    return lambda: queries.repairs(uow, "zh", estate.community_id, by=by, **days)


def _plan(uow: UnitOfWork, page: Any) -> list[str]:
    """Return how SQLite goes about the page's main query."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    page()
    event.remove(db.engine, "before_cursor_execute", note)
    statement, parameters = next((s, p) for s, p in sent if "LEFT OUTER JOIN rating" in s)
    rows = uow.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return [row[3] for row in rows]


def main() -> None:
    """Fill a database in a temporary folder, measure, print Markdown."""
    parser = argparse.ArgumentParser(prog="benchmarks.many", description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--plans", action="store_true")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(env="test", data=Path(folder), log_level="error", sms="null", simulator="off"), "benchmark")
        with app.app_context():
            estate = build_estate()
            print(measure(app, estate, wish.tickets, wish.plans))
            db.engine.dispose()


if __name__ == "__main__":
    main()
