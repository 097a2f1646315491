"""Shapes of reports, comments, uploads and queries."""

from datetime import date
from typing import Any

import marshmallow as ma
from flask_smorest.fields import Upload

from community.core.http import Schema
from repairs.models import MediaKind, Purpose, Urgency
from repairs.queries import BY, MOST_DAYS, USUAL_DAYS
from repairs.schemas.fields import Floor, Photos, Words

DAYS = ma.validate.Range(date(2000, 1, 1), date(2999, 12, 31))
PHONE = ma.validate.Regexp(r"^\+?[0-9][0-9 \-]{4,18}\Z", error="format|电话号码格式不正确|Not a valid phone number.")


class AppointmentIn(Schema):
    starts_at = ma.fields.AwareDateTime(required=True, metadata={"description": "of a window that `appointment-slots` offers"})


class TicketIn(Schema):
    category_id = ma.fields.UUID(required=True)
    home_id = ma.fields.UUID(metadata={"description": "the home it is about; or name a public place"})
    community_id = ma.fields.UUID(metadata={"description": "for a public place, with at least one of the next three"})
    building_id = ma.fields.UUID()
    entrance_id = ma.fields.UUID()
    floor = Floor(metadata={"description": "of the building of a public place; -1 is the first basement"})
    spot = Words(100, empty=True, load_default="", metadata={"description": "where exactly, in words"})
    text = Words(2000, metadata={"description": "may be left out if a voice note says it"})
    urgency = ma.fields.Enum(Urgency, by_value=True, load_default=Urgency.NORMAL)
    attachment_ids = Photos(11, metadata={"description": "at most 9 photos, a voice note and a video"})
    contact_phone = ma.fields.String(validate=PHONE)
    appointment = ma.fields.Nested(AppointmentIn, metadata={"description": "a full window: 409 `slot.full` with `slots`"})


class TicketCommentIn(Schema):
    text = Words(2000, metadata={"description": "may be left out if a voice note says it"})
    internal = ma.fields.Boolean(load_default=False, metadata={"description": "for staff only"})
    to_all = ma.fields.Boolean(
        load_default=False, metadata={"description": "staff: an answer to all open reports that go along with the ticket"}
    )
    attachment_ids = Photos(10, metadata={"description": "at most 9 photos and a voice note"})


class TicketMeTooIn(Schema):
    home_id = ma.fields.UUID(metadata={"description": "whose home it is about; may be left out for a public place"})
    text = Words(2000, empty=True, load_default="")
    attachment_ids = Photos(11, metadata={"description": "at most 9 photos, a voice note and a video"})
    contact_phone = ma.fields.String(validate=PHONE)


class TicketSimilarQuery(Schema):
    """Either a ticket that is there, or the community with what is known of the new one."""

    ticket_id = ma.fields.UUID(metadata={"description": "like this ticket; the rest is then left out"})
    community_id = ma.fields.UUID()
    home_id = ma.fields.UUID()
    building_id = ma.fields.UUID()
    entrance_id = ma.fields.UUID()
    category_id = ma.fields.UUID()
    text = ma.fields.String(load_default="", validate=ma.validate.Length(max=2000))

    @ma.validates_schema
    def names_one(self, given: dict[str, Any], **_: Any) -> None:
        """A ticket or a community is needed."""
        if not {"ticket_id", "community_id"} & given.keys():
            raise ma.ValidationError("required|必填|Required.", "community_id")


class UploadForm(Schema):
    purpose = ma.fields.Enum(Purpose, by_value=True, load_default=Purpose.REPORT)
    kind = ma.fields.Enum(
        MediaKind,
        by_value=True,
        load_default=MediaKind.PHOTO,
        metadata={"description": "what it is meant to be; the content decides whether it is"},
    )


class UploadFiles(Schema):
    file = Upload(required=True)


class TicketStatisticsQuery(Schema):
    community_id = ma.fields.UUID(required=True)


class RepairStatisticsQuery(Schema):
    community_id = ma.fields.UUID(required=True)
    since = ma.fields.Date(data_key="from", validate=DAYS, metadata={"description": "first day"})
    until = ma.fields.Date(
        data_key="to",
        validate=DAYS,
        metadata={"description": "last day; at most 366 days in all. By default, today by the community's calendar"},
    )
    days = ma.fields.Integer(
        load_default=USUAL_DAYS,
        validate=ma.validate.Range(1, MOST_DAYS),
        metadata={"description": "how many in all, where the first or the last is not given"},
    )
    by = ma.fields.String(load_default="week", validate=ma.validate.OneOf([str(by) for by in BY]))
