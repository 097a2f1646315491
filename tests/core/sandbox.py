"""A slice of its own for testing the machinery: notes pinned to a board, with every kind of route the core offers.

Its table has a metadata of its own, so that it is in no migration and in nobody else's database.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import marshmallow as ma
from flask import Flask, request
from sqlalchemy import String, desc, select
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from werkzeug import exceptions as http_errors

from community.core import errors, feed
from community.core.auth import ANY, COMMUNITY, DISTRICT, HOME, OWN, PUBLIC, SIGNED_IN, Actor, Place, allow
from community.core.db import Base, Id
from community.core.events import Event
from community.core.http import Begin, Blueprint, Schema
from community.core.kernel import Kernel
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork


class SandboxBase(DeclarativeBase):
    registry = registry(type_annotation_map=Base.registry.type_annotation_map)


class Note(SandboxBase):
    """A note, standing wherever a test wants it."""

    __tablename__ = "sandbox_note"

    id: Mapped[Id]
    community_id: Mapped[uuid.UUID | None]
    building_id: Mapped[uuid.UUID | None]
    home_id: Mapped[uuid.UUID | None]
    owner_id: Mapped[uuid.UUID | None]
    text: Mapped[str] = mapped_column(String(50))
    rank: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]

    @property
    def place(self) -> Place:
        return Place(
            community_id=self.community_id,
            building_id=self.building_id,
            home_id=self.home_id,
            owners=frozenset({self.owner_id} - {None}),
        )


@dataclass(frozen=True, kw_only=True)
class NotePinned(Event):
    name: ClassVar[str] = "sandbox.note_pinned"
    note_id: uuid.UUID
    community_id: uuid.UUID
    text: str = ""


EVERYBODY = allow(
    resident=(HOME, OWN), property_manager=COMMUNITY, grid_worker=COMMUNITY, district_officer=DISTRICT, platform_admin=ANY
)
OPERATIONS = {
    "notes.create": allow(resident=COMMUNITY, property_manager=COMMUNITY),
    "notes.list": EVERYBODY,
    "notes.read": EVERYBODY,
    "notes.edit": allow(property_manager=COMMUNITY),
    "notes.upload": SIGNED_IN,
    "notes.careless": allow(resident=HOME, property_manager=COMMUNITY),
    "notes.careless_write": allow(resident=HOME, property_manager=COMMUNITY),
    "notes.fail": PUBLIC,
    "notes.hello": PUBLIC,
    "notes.whoami": SIGNED_IN,
    "notes.slow": SIGNED_IN,
    "notes.tell": SIGNED_IN,
}


class NoteIn(Schema):
    community_id = ma.fields.UUID(required=True)
    text = ma.fields.String(required=True, validate=ma.validate.Length(1, 40))
    rank = ma.fields.Integer(load_default=0)
    at = ma.fields.AwareDateTime(load_default=None, allow_none=True)
    tags = ma.fields.List(ma.fields.String(validate=ma.validate.Length(max=5)), load_default=list)


class NoteOut(Schema):
    id = ma.fields.UUID(required=True)
    text = ma.fields.String(required=True)
    rank = ma.fields.Integer(required=True)
    at = ma.fields.AwareDateTime(required=True)


class NoteEdit(Schema):
    text = ma.fields.String(required=True)


class NoteQuery(Schema):
    text = ma.fields.String()


class UploadForm(Schema):
    purpose = ma.fields.String(required=True)


class UploadFiles(Schema):
    file = ma.fields.Raw(required=True)


class CountOut(Schema):
    count = ma.fields.Integer(required=True)


class NameOut(Schema):
    name = ma.fields.String(required=True)


blp = Blueprint("notes", __name__, url_prefix="/api/v1/notes", description="Notes for tests")


@blp.post("/", operation="notes.create", body=NoteIn, returns=(201, NoteOut))
def create(uow: UnitOfWork, data: dict[str, Any]) -> Note:
    """Pin a note."""
    uow.actor.require("notes.create", Place(community_id=data["community_id"]))
    del data["tags"]
    note = Note(**data | {"at": data["at"] or uow.now, "owner_id": uow.actor.person_id})
    uow.session.add(note)
    uow.session.flush()
    uow.audit("note.pin", subject=("note", note.id), community_id=note.community_id)
    uow.record(NotePinned(note_id=note.id, community_id=data["community_id"], text=note.text))
    if note.text == "explode":
        raise errors.Conflict
    return note


@blp.get("/", operation="notes.list", query=NoteQuery, returns=NoteOut, page=True)
def list_notes(uow: UnitOfWork, query: dict[str, Any]) -> Page[Note]:
    """List the notes that the asker may see."""
    columns = {"community": Note.community_id, "home": Note.home_id, "owner": Note.owner_id}
    notes = select(Note).where(uow.actor.scope("notes.list", **columns))
    if "text" in query:
        notes = notes.where(Note.text == query["text"])
    return paginate(uow.session, notes, [desc(Note.at), desc(Note.id)], query.get("cursor"), query["limit"])


@blp.get("/<uuid:note_id>", operation="notes.read", returns=NoteOut)
def read(uow: UnitOfWork, note_id: uuid.UUID) -> Note:
    """Read a note."""
    note = uow.session.get(Note, note_id)
    if note is None:
        raise errors.NotFound
    uow.actor.require("notes.read", note.place)
    return note


@blp.patch("/<uuid:note_id>", operation="notes.edit", body=NoteEdit, returns=NoteOut)
def edit(uow: UnitOfWork, data: dict[str, Any], note_id: uuid.UUID) -> Note:
    """Change the text."""
    note = uow.session.get_one(Note, note_id, with_for_update=True)
    uow.actor.require("notes.edit", note.place)
    note.text = data["text"]
    return note


@blp.post("/upload", operation="notes.upload", body=UploadForm, files=UploadFiles, returns=(201, CountOut))
def upload(uow: UnitOfWork, files: dict[str, Any], data: dict[str, Any]) -> dict[str, int]:
    """Count the bytes of a file."""
    uow.audit(f"note.upload {data['purpose']}", subject=("note", "1"))
    return {"count": len(files["file"].read())}


@blp.get("/careless", operation="notes.careless", returns=CountOut)
def careless(uow: UnitOfWork) -> dict[str, int]:
    """Answer without having asked for any right."""
    return {"count": 1}


@blp.post("/careless", operation="notes.careless_write", returns=CountOut)
def careless_write(uow: UnitOfWork) -> dict[str, int]:
    """Act without having asked for any right."""
    uow.audit("note.careless", subject=("note", "1"))
    return {"count": 1}


FAILURES: dict[str, Callable[[], BaseException]] = {
    "invalid": errors.Invalid,
    "unauthenticated": errors.Unauthenticated,
    "forbidden": errors.Forbidden,
    "not_found": errors.NotFound,
    "conflict": errors.Conflict,
    "gone": errors.Gone,
    "too_many": lambda: errors.TooMany(retry_after=7),
    "unavailable": lambda: errors.Unavailable(retry_after=3),
    "parameters": lambda: errors.Conflict.of(
        "note.pinned", zh="已由{by}张贴。", en="Pinned by {by}.", by="王芳", note=uuid.UUID(int=1)
    ),
    "bug": lambda: ZeroDivisionError("the secret recipe"),
    "database_away": lambda: OperationalError("SELECT secret", {}, Exception("driver text")),
    "connection_closed": lambda: InterfaceError("SELECT secret", {}, Exception("driver text")),
    "constraint": lambda: IntegrityError("INSERT secret", {}, Exception("driver text")),
    "data": lambda: DataError("INSERT secret", {}, Exception("driver text")),
    "overflow": lambda: OverflowError("Python int too large to convert to SQLite INTEGER"),
    **{
        str(kind.code): kind
        for kind in http_errors.default_exceptions.values()
        if kind.code and kind is not http_errors.Unauthorized
    },
}


@blp.get("/fail/<kind>", operation="notes.fail", returns=CountOut)
def fail(uow: UnitOfWork, kind: str) -> dict[str, int]:
    """Fail as asked."""
    raise FAILURES[kind]()


@blp.post("/hello", operation="notes.hello", returns=NameOut)
def hello(uow: UnitOfWork) -> dict[str, str]:
    """Greet whoever comes."""
    uow.audit("note.hello", subject=("note", "1"))
    return {"name": uow.actor.name or uow.actor.kind}


@blp.get("/whoami", operation="notes.whoami", returns=NameOut)
def whoami(uow: UnitOfWork) -> dict[str, str]:
    """Say who asks."""
    return {"name": uow.actor.name}


@blp.post("/slow", operation="notes.slow", returns=CountOut, begins_late=True)
def slow(actor: Actor, begin: Begin) -> dict[str, int]:
    """Act after some work that needs no transaction."""
    barrier = request.headers.get("X-Barrier")
    if barrier:
        BARRIERS[barrier]()
    uow = begin()
    uow.audit("note.slow", subject=("note", "1"))
    return {"count": len(uow.actor.grants)}


@blp.post("/tell", operation="notes.tell", returns=(204, None))
def tell(uow: UnitOfWork) -> None:
    """Put a line into one's own feed."""
    feed.post(uow, [uow.actor.person_id], "note.told", {"at": uow.now})


BARRIERS: dict[str, Callable[[], Any]] = {}


def init_app(app: Flask) -> None:
    core: Kernel = app.extensions["linli"]
    core.allow(OPERATIONS)
    app.extensions["linli_api"].register_blueprint(blp)
