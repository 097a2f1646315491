"""Taking a list of tickets away as a table: who did, and what for a list, is kept before the first row leaves."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, literal, select

from community import queries as community_queries
from community.core.auth import Actor, Place
from community.core.paging import paginate
from community.core.uow import UnitOfWork, unit_of_work
from repairs import sheets
from repairs.deadlines import kept
from repairs.errors import TooManyToExport
from repairs.models import Category, Rating, Ticket
from repairs.names import STATE_NAMES
from repairs.queries import SORTS, TicketFilter
from repairs.queries.lists import scope
from repairs.terms import Promise
from repairs.words import SPOKEN

MOST_ROWS = 50_000
AT_ONCE = 1000
URGENCY_NAMES = {"normal": ("普通", "normal"), "urgent": ("紧急", "urgent")}
LATE = {False: ("是", "yes"), True: ("否", "no"), None: (None, None)}  # by whether the repair kept its promise
# Chinese and English title, width in characters
COLUMNS = (
    ("工单号", "Number", 18),
    ("状态", "State", 12),
    ("紧急程度", "Urgency", 10),
    ("类别", "Category", 14),
    ("地点", "Place", 24),
    ("描述", "Text", 48),
    ("报修人", "Reporter", 12),
    ("报修人电话", "Reporter's phone", 14),
    ("处理人", "Worker", 12),
    ("报修时间", "Reported", 17),
    ("更新时间", "Last change", 17),
    ("处理时限", "Due", 17),
    ("完成时间", "Resolved", 17),
    ("关闭时间", "Closed", 17),
    ("是否超时", "Overdue", 10),
    ("速度评分", "Speed", 10),
    ("质量评分", "Quality", 10),
    ("态度评分", "Manner", 10),
    ("评价内容", "Words", 40),
)
_OF_TICKETS = ("id", "number", "state", "urgency", "place_label", "text", "reporter_id", "assignee_id", "held_at")
_TIMES = ("created_at", "updated_at", "due_at", "resolved_at", "ended_at")
_SCORES = ("speed", "quality", "manner")
_SELECTED = (
    *(getattr(Ticket, name) for name in (*_OF_TICKETS, *_TIMES)),
    Category.name.label("category"),
    Category.name_en.label("category_en"),
    *(getattr(Rating, name) for name in (*_SCORES, "words")),
)
_ROWS = select(*_SELECTED).join(Category, Ticket.category_id == Category.id).outerjoin(Rating, Rating.ticket_id == Ticket.id)


def export(actor: Actor, wanted: TicketFilter, sort: str, language: str) -> Iterator[bytes]:
    """Return an Excel file of the tickets that the actor may see, as it is being written.

    Raises TooManyToExport. What is read later comes in transactions of its own, a page each: a slow download holds up nobody.
    """
    assert wanted.community_id is not None
    with unit_of_work(actor) as uow:
        actor.require("tickets.export", Place(community_id=wanted.community_id))
        zone = community_queries.public_site(uow.session, wanted.community_id).time_zone
        count = _count(uow, wanted)
        subject = ("community", wanted.community_id)
        uow.audit("tickets.export", subject=subject, community_id=wanted.community_id, rows=count, filter=_told(wanted), sort=sort)
    english = language == "en"
    titles = [title_en if english else title for title, title_en, _ in COLUMNS]
    widths = [width for *_, width in COLUMNS]
    rows = _rows(actor, wanted, sort, zone, english)
    return sheets.write("Tickets" if english else "工单", titles, widths, rows)


def _count(uow: UnitOfWork, wanted: TicketFilter) -> int:
    some = (
        _ROWS.with_only_columns(literal(1))
        .where(scope(uow, wanted.community), *wanted.conditions(uow))
        .limit(MOST_ROWS + 1)
        .subquery()
    )
    count = uow.session.scalar(select(func.count()).select_from(some)) or 0
    if count > MOST_ROWS:
        raise TooManyToExport(most=MOST_ROWS)
    return count


def _told(wanted: TicketFilter) -> dict[str, Any]:
    """Return the filter as the audit keeps it."""
    given = {name: value for name, value in asdict(wanted).items() if value not in (None, "", (), [], False)}
    return {name: list(map(str, value)) if isinstance(value, list | tuple) else str(value) for name, value in given.items()}


def _rows(actor: Actor, wanted: TicketFilter, sort: str, zone: ZoneInfo, english: bool) -> Iterator[list[sheets.Cell]]:
    cursor, left = None, MOST_ROWS  # tickets that arrive meanwhile may not make it more
    while left > 0:
        with unit_of_work(actor, read_only=True) as uow:
            query = _ROWS.where(scope(uow, wanted.community), *wanted.conditions(uow))
            page = paginate(uow.session, query, SORTS[sort], cursor, min(AT_ONCE, left), rows=True)
            people = {person for row in page.items for person in (row.reporter_id, row.assignee_id) if person}
            contacts = community_queries.contacts(uow.session, people)
            found = [_row(row, contacts, zone, english, uow) for row in page.items]
        yield from found
        cursor, left = page.next, left - len(found)
        if cursor is None:
            return


def _row(row: Any, contacts: dict[UUID, Any], zone: ZoneInfo, english: bool, uow: UnitOfWork) -> list[sheets.Cell]:
    reporter, worker = contacts.get(row.reporter_id), contacts.get(row.assignee_id)
    times = (getattr(row, name) for name in _TIMES)
    return [
        row.number,
        STATE_NAMES[row.state][english],
        URGENCY_NAMES[row.urgency][english],
        row.category_en if english else row.category,
        row.place_label,
        row.text or SPOKEN[english],
        reporter.name if reporter else None,
        reporter.phone_masked if reporter else None,
        worker.name if worker else None,
        *(moment.astimezone(zone) if moment else None for moment in times),
        LATE[kept(row, Promise.RESOLVE, uow.now)][english],
        *(getattr(row, name) for name in _SCORES),
        row.words,
    ]
