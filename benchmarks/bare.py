"""The floor: the least that Flask + SQLAlchemy + marshmallow can do for one insert, one list of 50, and one MQTT exchange.

No sign-in, no rights, no history, no outbox. Same server, same database settings, same client as the product.
"""

import os
import uuid
from datetime import UTC, datetime
from pathlib import Path

from a2wsgi import WSGIMiddleware
from flask import Flask, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from marshmallow import RAISE, Schema, fields, validate
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from benchmarks.exchange import Asker
from community.core.db import UtcDateTime
from community.core.sqlite import configure_engine


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Ticket(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "bare_ticket"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    community_id: Mapped[uuid.UUID]
    category_id: Mapped[uuid.UUID]
    home_id: Mapped[uuid.UUID]
    text: Mapped[str] = mapped_column(String(2000))
    urgency: Mapped[str] = mapped_column(String(16), default="normal")
    state: Mapped[str] = mapped_column(String(16), default="submitted")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC), index=True)


class TicketIn(Schema):
    class Meta:
        unknown = RAISE

    community_id = fields.UUID(required=True)
    category_id = fields.UUID(required=True)
    home_id = fields.UUID(required=True)
    text = fields.String(required=True, validate=validate.Length(1, 2000))
    urgency = fields.String(validate=validate.OneOf(["normal", "urgent"]))


class TicketOut(TicketIn):
    id = fields.UUID()
    state = fields.String()
    created_at = fields.DateTime()


def make_app() -> Flask:
    """Make the floor's application on the database named by BARE_DATABASE_URL."""
    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BARE_DATABASE_URL"]
    db.init_app(app)
    with app.app_context():
        configure_engine(db.engine)
        db.create_all()

    @app.get("/health/ready")
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    @app.post("/tickets")
    def create() -> tuple[object, int]:
        ticket = Ticket(**TicketIn().load(request.get_json()))
        db.session.connection(execution_options={"will_write": True})
        db.session.add(ticket)
        db.session.commit()
        return jsonify(TicketOut().dump(ticket)), 201

    @app.post("/stock")
    def stock() -> tuple[object, int]:
        wish = request.get_json()
        count, fields = wish.pop("count"), TicketIn().load(wish)
        db.session.connection(execution_options={"will_write": True})
        db.session.add_all([Ticket(**fields) for _ in range(count)])
        db.session.commit()
        return jsonify(count=count), 201

    @app.get("/tickets")
    def list_() -> object:
        newest = db.session.scalars(select(Ticket).order_by(Ticket.created_at.desc()).limit(50)).all()
        return jsonify(items=TicketOut(many=True).dump(newest))

    asker = Asker(Path(os.environ["BARE_EXCHANGE"]))

    @app.post("/unlock")
    def unlock() -> object:
        return jsonify(id=asker.ask(), result="opened")

    return app


def make_asgi() -> WSGIMiddleware:
    """Make the floor for the same server that serves the product."""
    return WSGIMiddleware(make_app(), workers=16)
