"""What can be found by its words: one row per searchable thing, and the index that each database keeps over them.

The words are cut by `repairs.search`; the databases only split at blanks. SQLite indexes them with FTS5 and triggers, PostgreSQL
keeps them as a tsvector with a GIN index. Neither is a table that models can describe, so both are made by DDL of their own,
here for `create_all` and in a revision of the migrations. Their names begin with `fts_`, which is how comparisons of models and
database know to leave them alone.
"""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import DDL, BigInteger, Integer, Text, event
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Model


class Kind(StrEnum):
    """What sort of thing a row of the index stands for."""

    ARTICLE = "article"
    CONSULTATION = "consultation"
    TICKET = "ticket"


class SearchEntry(Model):
    """The words of one thing. `subject_id` is the thing's id; ids are unique over all kinds."""

    __tablename__ = "search_entry"

    # A number, because FTS5 knows rows by number only, and one that survives a VACUUM.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    kind: Mapped[Kind]
    subject_id: Mapped[UUID] = mapped_column(unique=True)
    tokens: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


_REMOVE = "INSERT INTO fts_search(fts_search, rowid, tokens) VALUES ('delete', old.id, old.tokens)"
_ADD = "INSERT INTO fts_search(rowid, tokens) VALUES (new.id, new.tokens)"
_CREATE = {
    "sqlite": (
        # The tokenizer "ascii" takes every character beyond ASCII as part of a word; "unicode61" would drop rarer Chinese ones.
        "CREATE VIRTUAL TABLE fts_search USING fts5(tokens, content='search_entry', content_rowid='id', tokenize='ascii')",
        f"CREATE TRIGGER fts_search_added AFTER INSERT ON search_entry BEGIN {_ADD}; END",
        f"CREATE TRIGGER fts_search_removed AFTER DELETE ON search_entry BEGIN {_REMOVE}; END",
        f"CREATE TRIGGER fts_search_changed AFTER UPDATE OF tokens ON search_entry BEGIN {_REMOVE}; {_ADD}; END",
    ),
    "postgresql": ("CREATE INDEX fts_search_tokens ON search_entry USING gin (tokens)",),
}
_DROP = {"sqlite": ("DROP TABLE IF EXISTS fts_search",), "postgresql": ()}

for _moment, _statements in (("after_create", _CREATE), ("before_drop", _DROP)):
    for _dialect, _ddl in _statements.items():
        for _statement in _ddl:
            event.listen(SearchEntry.__table__, _moment, DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
