"""Identifiers: UUID version 7, so that new rows land at the end of an index and ids tell nothing but their age."""

import uuid

import uuid_utils


def new_id() -> uuid.UUID:
    """Return a new time-ordered id (RFC 9562, version 7)."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
