"""R4: no acknowledged ticket, comment or photo is lost, none is doubled, and what follows from them happens exactly once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from community.core.feed import FeedEntry
from community.core.outbox import OutboxEvent, OutboxReceipt
from repairs.attachments.services import VARIANTS, file_key
from repairs.catalogue import default_id
from repairs.models import Attachment, Comment, MediaKind, Ticket, TicketEvent
from tests.fault.conftest import CallerOf
from tests.support.faults import SEED, Chaos, Launcher, Walker, eventually, sized
from tests.support.ledger import Caller, Database, Ledger
from tests.support.system import LiveSystem
from tests.support.tickets import WITHOUT_PROOF, picture

pytestmark = [pytest.mark.fault, pytest.mark.broker]
TICKETS, KILLS = sized((40, 9), (3000, 300))
WEB_POINTS = ("before_commit", "after_commit")
WORKER_POINTS = (
    "before_delivery",
    "after_delivery",
    "after_job_claim",
    "before_commit",
    "after_commit",
)
PASSES = sized(2, 60)
RARE, OFTEN = sized((6, 1), (8, 8))  # a photo for every so many tickets; nobody may upload more than 200 an hour
Made = tuple[UUID, int]  # a person and the number of what they made


@dataclass
class Office:
    """Residents who report, with photos and comments, and keep a log of it."""

    system: LiveSystem
    caller: CallerOf
    photos: Ledger = field(default_factory=lambda: Ledger("photos"))
    tickets: Ledger = field(default_factory=lambda: Ledger("tickets"))
    comments: Ledger = field(default_factory=lambda: Ledger("comments"))
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def writers(self) -> dict[UUID, UUID]:
        """Who reports, and for which home."""
        at = self.system.estate
        one, two, three = at.home_id, at.neighbour_home_id, at.other_entrance_home_id
        return {at.resident: one, at.relative: one, at.neighbour: two, at.distant: three}

    def report(self, person: UUID, photo_for_every: int) -> None:
        """A photo (for every so many tickets), a ticket and a comment, each repeated until it is acknowledged."""
        made: Made = (person, next(self._numbers))
        phone = self.caller(person)
        photos = [self._photo(phone, made)] if made[1] % photo_for_every == 0 else []
        body = {"category_id": str(default_id(WITHOUT_PROOF)), "home_id": str(self.writers[person]), "attachment_ids": photos}
        ticket = self._create(phone, self.tickets, made, "/tickets", json={**body, "text": f"停电 {made[1]}"})
        self._create(phone, self.comments, made, f"/tickets/{ticket}/comments", json={"text": f"还没电 {made[1]}"})

    def _photo(self, phone: Caller, made: Made) -> str:
        size = {"width": 40 + made[1] % 50, "height": 40 + made[1] // 50}  # the stored picture tells which it is
        file = {"file": ("photo.jpg", picture(**size), "image/jpeg")}
        return self._create(phone, self.photos, made, "/attachments", files=file)

    def _create(self, phone: Caller, ledger: Ledger, made: Made, path: str, **content: Any) -> str:
        ledger.sent.add(made)
        answer = phone.post(path, key=f"{ledger.kind}-{made[1]}", **content)
        assert answer.status_code == 201, answer.text
        ledger.acknowledged[made] = answer.json()["id"]
        return answer.json()["id"]


@pytest.fixture(scope="module")
def office(system: LiveSystem, caller: CallerOf) -> Office:
    """The residents, with a worker on duty in their grid and the categories in place."""
    at = system.estate
    grid = {"name": "第一网格", "places": [{"building_id": str(at.building_id)}], "worker_ids": [str(at.worker)]}
    assert caller(at.manager).post("/grids", json={**grid, "community_id": str(at.community_id)}).status_code == 201
    assert caller(at.worker).post("/shifts/on").is_success
    eventually(lambda: caller(at.resident).get(f"/categories?community_id={at.community_id}").json())
    return Office(system, caller)


def test_kills_at_random_moments_lose_and_double_nothing(office: Office, launcher: Launcher, database: Database) -> None:
    chaos = Chaos(launcher, KILLS, SEED)
    started = len(office.tickets.sent)

    def write(person: UUID) -> None:
        while not chaos.over or len(office.tickets.sent) < started + TICKETS:
            office.report(person, RARE)

    with chaos, ThreadPoolExecutor(2 * len(office.writers)) as pool:
        list(pool.map(write, [*office.writers, *office.writers]))
    assert chaos.done == KILLS
    print(f"[fault] R4: {chaos.done} kills of web, worker and broker, seed {SEED}")
    settle_accounts(office, database)


def test_a_death_at_any_fail_point_loses_and_doubles_nothing(office: Office, launcher: Launcher, database: Database) -> None:
    web, worker = Walker(WEB_POINTS, PASSES), Walker(WORKER_POINTS, PASSES)

    def run() -> None:
        deaths = launcher.deaths.total()
        with ThreadPoolExecutor(len(office.writers)) as pool:
            list(pool.map(lambda person: office.report(person, OFTEN), office.writers))
        eventually(lambda: launcher.deaths.total() > deaths or not database.undelivered())

    launcher.walk(run, web=web, worker=worker)
    print(f"[fault] R4: deaths at fail points: web {web.deaths}, worker {worker.deaths}")
    assert all((*web.deaths.values(), *worker.deaths.values())), "a fail point that was never reached proves nothing"
    settle_accounts(office, database)


def settle_accounts(office: Office, database: Database) -> None:
    """Wait until all news is delivered, then hold the database against what the writers say."""
    eventually(lambda: not [row for row in database.undelivered() if row.state == "pending"], timeout=300)
    assert database.undelivered() == []
    office.tickets.against(_made(row.reporter_id, row.text) for row in database.rows(Ticket)).check()
    office.comments.against(_made(row.author_id, row.text) for row in database.rows(Comment)).check()
    office.photos.against(_photo_made(row) for row in database.rows(Attachment)).check()
    assert {str(row.id) for row in database.rows(Ticket)} == set(office.tickets.acknowledged.values())
    check_photos(office, database)
    check_effects(database)


def _made(person: UUID, text: str) -> Made:
    return person, int(text.split()[-1])


def _photo_made(row: Attachment) -> Made:
    return row.uploader_id, (row.height - 40) * 50 + row.width - 40


def check_photos(office: Office, database: Database) -> None:
    """Every acknowledged photo is whole in the store, and on its ticket."""
    store = office.system.broker.settings.data / "files"
    for row in database.rows(Attachment):
        assert str(row.ticket_id) == office.tickets.acknowledged[_photo_made(row)]
        for variant in VARIANTS[MediaKind.PHOTO]:
            assert (store / file_key(row.id, variant)).read_bytes().endswith(b"\xff\xd9"), "the end of a JPEG"


def check_effects(database: Database) -> None:
    """What follows from a ticket or comment followed once: history, the grid's assignment, the comment count, feed entries."""
    tickets = database.rows(Ticket)
    history = Counter(database.rows(TicketEvent.ticket_id, TicketEvent.action))
    assert history == {(ticket.id, action): 1 for ticket in tickets for action in ("submit", "assign")}
    assert {ticket.id: ticket.comment_count for ticket in tickets} == Counter(database.rows(Comment.ticket_id))

    told = Counter(_news(entry) for entry in database.rows(FeedEntry) if entry.kind.startswith("ticket."))
    assert {news for news, times in told.items() if times > 1} == set()
    for ticket in tickets:
        assert (ticket.reporter_id, "ticket.changed", str(ticket.id), "submit") in told
        assert (ticket.assignee_id, "ticket.changed", str(ticket.id), "assign") in told
    for comment in database.rows(Comment):
        assert (comment.author_id, "ticket.comment", str(comment.id), "") in told
    check_receipts(database)


def _news(entry: FeedEntry) -> tuple[UUID, str, str, str]:
    subject = entry.data.get("comment_id") or entry.data["ticket_id"]
    return entry.person_id, entry.kind, subject, entry.data.get("action", "")


def check_receipts(database: Database) -> None:
    """Every event of a name has been dealt with by the same subscribers."""
    names = dict(tuple(row) for row in database.rows(OutboxEvent.id, OutboxEvent.name))
    receipts: dict[int, set[str]] = {event_id: set() for event_id in names}
    for event_id, subscriber in database.rows(OutboxReceipt.event_id, OutboxReceipt.subscriber):
        receipts[event_id].add(subscriber)
    circles: dict[str, set[frozenset[str]]] = {}
    for event_id, name in names.items():
        circles.setdefault(name, set()).add(frozenset(receipts[event_id]))
    assert {name: circle for name, circle in circles.items() if len(circle) > 1} == {}
