"""Finding things by their words, Chinese ones too, alike on both databases.

A text is cut here, in Python, once for what is kept and in the same way for what is asked. Chinese has no blanks between words,
so a run of Han characters becomes its overlapping pairs, and its last character once more alone: 水管漏 → 水管 管漏 漏. Every
character thus begins exactly one token, which makes any part of a text findable: two or more characters by their pairs, a single
one as the beginning of a token. Latin words and numbers stand as they are, in lower case, and are found by their beginning.

Two questions can be asked: `matches` finds what has all the words, for search; `resembles` finds what has some of them, the best
first, for suggestions while somebody writes a whole sentence. The databases' own ranking orders both: words that stand in the
head of a thing count as `HEAD_WEIGHT`, long texts weigh less per word.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Double, Select, Subquery, bindparam, cast, delete, false, func, literal_column, select, table
from sqlalchemy import column as sql_column
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from community.core.db import upsert_into
from repairs.models.search import Kind, SearchEntry

MOST_CHARACTERS = 40_000  # of one thing; a PostgreSQL tsvector holds at most 1 MB
LONGEST_WORD = 32  # characters; what is longer is found by its beginning
MOST_NEEDLES = 64
HEAD_WEIGHT = 3

_HAN = "々〇\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # with kana, which is written alike
_RUN = re.compile(f"(?P<han>[{_HAN}]+)|[^\\W_{_HAN}]+")
_LABEL = "\ue000"  # a private character: no text is cut into a token that begins with it

# What every other question says, whatever its matter; it would lead suggestions astray.
_FILLERS = (
    "怎么办理、怎么了、要怎么、什么时候、为什么、是什么、请问一下、想问一下、知道、我家里、我们、你们、这个、那个、"
    "是不是、能不能、有没有、可不可以、可以吗、需要、哪里、如何、多少、一直、了吗、的吗"
)


class Needle(NamedTuple):
    """One word that is looked for: a whole token, or the beginning of one."""

    text: str
    prefix: bool = False


def cut(text: str) -> list[str]:
    """Return the tokens under which a text is found, in its order."""
    found: list[str] = []
    for run in _runs(text):
        found += _pairs(run.group()) if run["han"] else [run.group()[:LONGEST_WORD]]
    return found


def needles(text: str) -> list[Needle]:
    """Return what to look for when somebody types this, none twice."""
    found: dict[Needle, None] = {}
    for run in _runs(text):
        words = _pairs(run.group())[:-1] if run["han"] else []  # the last character alone says nothing that its pair does not
        found |= dict.fromkeys(map(Needle, words) if words else [Needle(run.group()[:LONGEST_WORD], prefix=True)])
    return list(found)[:MOST_NEEDLES]


def index(session: Session, kind: Kind, subject_id: UUID, *, head: str, body: str = "", community_id: UUID | None = None) -> None:
    """Make a thing findable by these words, and by no longer by those it had before; one statement."""
    words = [_label(kind), *([_label(community_id)] if community_id else []), *cut(head) * HEAD_WEIGHT, *cut(body)]
    tokens = _vector(words) if _is_postgres(session) else " ".join(words)
    entry = upsert_into(session, SearchEntry).values(kind=kind, subject_id=subject_id, tokens=tokens)
    session.execute(entry.on_conflict_do_update(index_elements=["subject_id"], set_={"tokens": entry.excluded.tokens}))


def forget(session: Session, subject_id: UUID) -> None:
    """Take a thing out of the index."""
    session.execute(delete(SearchEntry).where(SearchEntry.subject_id == subject_id))


def matches(session: Session, kind: Kind, q: str, *, community_id: UUID | None = None) -> Subquery:
    """Return (subject_id, rank) of all things that have every word of `q`; the smaller the rank, the better.

    A question without a single word, such as "？！", finds nothing. With `community_id`, only things that were indexed with it.
    """
    return _hits(session, [_label(kind), *([_label(community_id)] if community_id else [])], needles(q), any_of_them=False)


def resembles(session: Session, kind: Kind, text: str) -> Subquery:
    """Return (subject_id, rank) of all things that share words with `text`; the smaller the rank, the better."""
    telling = [needle for needle in needles(text) if needle.text not in _EMPTY]
    return _hits(session, [_label(kind)], telling, any_of_them=True)


def _hits(session: Session, labels: Iterable[str], wanted: list[Needle], *, any_of_them: bool) -> Subquery:
    if not wanted:
        return select(SearchEntry.subject_id, literal_column("0.0", Double).label("rank")).where(false()).subquery()
    if _is_postgres(session):
        return _in_postgres(_tsquery(labels, wanted, " | " if any_of_them else " & ")).subquery()
    return _in_sqlite(_fts5(labels, wanted, " OR " if any_of_them else " AND ")).subquery()


def _in_postgres(question: str) -> Select[tuple[UUID, float]]:
    asked: ColumnElement[str] = cast(bindparam(None, question), TSQUERY)
    # 1 divides by the logarithm of the length. The product is a float4; as a double, a cursor brings it back exactly.
    rank = -cast(func.ts_rank(SearchEntry.tokens, asked, 1), Double)
    return select(SearchEntry.subject_id, rank.label("rank")).where(SearchEntry.tokens.op("@@")(asked))


def _in_sqlite(question: str) -> Select[tuple[UUID, float]]:
    itself: ColumnElement[str] = literal_column("fts_search")
    found = table("fts_search", sql_column("rowid"))
    query = select(SearchEntry.subject_id, func.bm25(itself, type_=Double).label("rank"))
    return query.select_from(found).join(SearchEntry, SearchEntry.id == found.c.rowid).where(itself.op("MATCH")(question))


def _fts5(labels: Iterable[str], wanted: list[Needle], operator: str) -> str:
    words = operator.join(f'"{needle.text}"{" *" if needle.prefix else ""}' for needle in wanted)
    return " AND ".join([*(f'"{label}"' for label in labels), f"({words})"])


def _tsquery(labels: Iterable[str], wanted: list[Needle], operator: str) -> str:
    words = operator.join(f"'{needle.text}'{':*' if needle.prefix else ''}" for needle in wanted)
    return " & ".join([*(f"'{label}'" for label in labels), f"({words})"])


def _vector(words: Iterable[str]) -> str:
    """Write a tsvector as PostgreSQL reads it, past its parser; tokens hold letters and digits only, so nothing is quoted."""
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))


def _label(what: Kind | UUID) -> str:
    return f"{_LABEL}{what.hex if isinstance(what, UUID) else what}"


def _runs(text: str) -> Iterable[re.Match[str]]:
    return _RUN.finditer(unicodedata.normalize("NFKC", text).casefold()[:MOST_CHARACTERS])


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run))]


_EMPTY = frozenset(cut(_FILLERS))


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
