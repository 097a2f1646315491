"""The live feed's place in the API. The stream gateway answers there (`community.stream`); a web process only says so."""

from typing import Any, NoReturn

from community.core.errors import NotFound
from community.core.http import Blueprint
from community.core.uow import UnitOfWork

blp = Blueprint("feed", __name__, url_prefix="/api/v1/feed", description="News for the signed-in person, live")

CONTRACT: dict[str, Any] = {
    "parameters": [
        {
            "name": name,
            "in": place,
            "description": "number of the last event that has arrived; without it the stream begins at the present",
            "schema": {"type": "string", "pattern": "^[0-9]{1,15}$"},
        }
        for name, place in (("Last-Event-ID", "header"), ("last_event_id", "query"))
    ],
    "responses": {
        200: {
            "description": (
                "Server-sent events: `hello` (or `reset`, if some are lost for good) with the number to resume from, then one "
                "event for each piece of news, its kind as `event`, its number as `id` and JSON as `data`; a comment at "
                "least every 15 s. It ends with the access token."
            ),
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
}


class FeedElsewhere(NotFound):
    """The request has reached a process that serves no streams."""

    code = "feed.elsewhere"
    zh = "实时消息由 stream 进程提供，请检查代理的转发规则。"
    en = "The stream process serves the feed; check where the proxy sends this address."


@blp.get("/", operation="feed.read", returns=(200, None))
@blp.doc(**CONTRACT)
def read(uow: UnitOfWork) -> NoReturn:
    """Follow one's own news as server-sent events."""
    raise FeedElsewhere
