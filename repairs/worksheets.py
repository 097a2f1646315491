"""A ticket as a sheet of paper (PDF, A4): for workers without a phone in hand, and for the signatures that an office keeps."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from sqlalchemy import select

from community import queries as community_queries
from community.core.db import find
from community.core.uow import UnitOfWork
from repairs.models import PriceKind, QuoteState, Ticket, TicketEvent
from repairs.names import ACTION_NAMES, STATE_NAMES
from repairs.paper import GREY, LINE, text, with_font
from repairs.queries.quotes import quotes
from repairs.words import SPOKEN
from repairs.workflow import SUBMIT

KINDS = {PriceKind.MATERIAL: "材料", PriceKind.LABOUR: "人工"}
QUOTES = {QuoteState.OFFERED: "待业主确认", QuoteState.AGREED: "业主已同意"}


@dataclass(frozen=True)
class Sheet:
    """What the paper says, in the words and the local time of the community."""

    number: str
    community: str
    facts: list[tuple[str, str]]
    steps: list[tuple[str, str, str, str]]
    lines: list[tuple[str, str, str, str, str]]
    total: str


def read(uow: UnitOfWork, ticket_id: UUID) -> Sheet:
    """Gather a ticket's sheet: an agreed or still undecided quote, the whole history, masked phone numbers."""
    ticket = find(uow.session, Ticket, ticket_id)
    uow.actor.require("tickets.worksheet", ticket.place)
    site = community_queries.public_site(uow.session, ticket.community_id)
    people = community_queries.contacts(uow.session, [p for p in (ticket.reporter_id, ticket.assignee_id) if p])
    reporter, assignee = people.get(ticket.reporter_id), people.get(ticket.assignee_id) if ticket.assignee_id else None
    steps = uow.session.scalars(select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.seq))
    valid = next((quote for quote in quotes(uow, ticket_id) if quote["state"] in QUOTES), None)
    return Sheet(
        number=ticket.number,
        community=site.community,
        facts=[
            ("报修地点", ticket.place_label),
            ("类别", ticket.category.name),
            ("报修内容", ticket.text or SPOKEN[0]),
            ("报修时间", _local(ticket.created_at, site.time_zone)),
            ("承诺完成", _local(ticket.due_at, site.time_zone)),
            ("当前状态", STATE_NAMES[ticket.state][0]),
            ("报修人", f"{reporter.name}　{reporter.phone_masked}" if reporter else ""),
            ("处理人", f"{assignee.name}　{assignee.phone_masked}" if assignee else "待派单"),
        ],
        steps=[(_local(s.happened_at, site.time_zone), _step(s.action), s.actor_name, s.note or "") for s in steps],
        lines=[_line(line) for line in valid["lines"]] if valid else [],
        total=f"{_money(valid['total_cents'])} 元（{QUOTES[valid['state']]}）" if valid else "",
    )


def draw(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF."""
    with_font()
    paper = io.BytesIO()
    margins = {"leftMargin": 18 * mm, "rightMargin": 18 * mm, "topMargin": 16 * mm, "bottomMargin": 16 * mm}
    document = SimpleDocTemplate(paper, pagesize=A4, title=f"维修工单 {sheet.number}", author=sheet.community, **margins)
    document.build([*_head(sheet), *_facts(sheet), *_costs(sheet), *_steps(sheet), *_signatures()])
    return paper.getvalue()


def _head(sheet: Sheet) -> list[Flowable]:
    return [text("维修工单", 18), text(f"{sheet.community}　　编号 {sheet.number}", 10, GREY), Spacer(1, 5 * mm)]


def _facts(sheet: Sheet) -> list[Flowable]:
    rows = [[text(name, 10, GREY), text(value)] for name, value in sheet.facts]
    return [_table(rows, (26, 148), heads=0), Spacer(1, 5 * mm)]


def _costs(sheet: Sheet) -> list[Flowable]:
    if not sheet.lines:
        return []
    head = [text(name, 10, GREY) for name in ("项目", "类型", "数量", "单价（元）", "金额（元）")]
    rows = [head, *([text(cell) for cell in line] for line in sheet.lines)]
    return [text("材料与人工", 12), _table(rows, (74, 20, 28, 26, 26)), text(f"合计　{sheet.total}"), Spacer(1, 5 * mm)]


def _steps(sheet: Sheet) -> list[Flowable]:
    head = [text(name, 10, GREY) for name in ("时间", "步骤", "经办人", "说明")]
    rows = [head, *([text(cell) for cell in step] for step in sheet.steps)]
    return [text("处理经过", 12), _table(rows, (36, 26, 26, 86)), Spacer(1, 12 * mm)]


def _signatures() -> list[Flowable]:
    blank = "＿" * 9
    return [text(f"维修人员签字 {blank}　　　　业主签字 {blank}")]


def _table(rows: list[list[Paragraph]], widths: tuple[int, ...], heads: int = 1) -> Table:
    table = Table(rows, colWidths=[width * mm for width in widths], hAlign="LEFT", repeatRows=heads, splitInRow=1)
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _line(line: dict[str, Any]) -> tuple[str, str, str, str, str]:
    quantity = f"{line['quantity'].normalize():f} {line['unit']}"
    return line["name"], KINDS[line["kind"]], quantity, _money(line["unit_price_cents"]), _money(line["amount_cents"])


def _money(cents: int) -> str:
    """Write cents as an office does: 1,234.50."""
    return f"{cents // 100:,}.{cents % 100:02d}"


def _step(action: str) -> str:
    return "报修" if action == SUBMIT else ACTION_NAMES[action][0]


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
