"""How well a community's repairs go: read from the sums that `services.counting` keeps, whatever the length of its history."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from community import queries as community_queries
from community.core.auth import Place
from community.core.uow import UnitOfWork
from repairs.errors import BadPeriod
from repairs.models import Category, TicketRollup
from repairs.models.rollups import BOUNDS, COUNTS, DURATIONS, MEASURES, NOBODY, SPANS, Dimension, buckets, span_start

USUAL_DAYS, MOST_DAYS = 28, 366
WEEK = "week"
BY = (WEEK, Dimension.CATEGORY, Dimension.BUILDING, Dimension.WORKER)
Sums = Mapping[str, int]
View = dict[str, Any]


class Block(NamedTuple):
    """A span of days that one row holds the sums of."""

    span: int
    start: date


def repairs(
    uow: UnitOfWork,
    language: str,
    community_id: UUID,
    *,
    since: date | None = None,
    until: date | None = None,
    days: int = USUAL_DAYS,
    by: str = WEEK,
) -> View:
    """Return the figures of the days `since` to `until`, both included, in total and told apart by week or `Dimension`.

    Where an end is not given, of so many `days` in all, without any up to today by the community's calendar. Raises BadPeriod
    if `until` comes first or more than a year is asked for.
    """
    uow.actor.require("statistics.repairs", Place(community_id=community_id))
    zone = community_queries.public_site(uow.session, community_id).time_zone
    until = until or (since + timedelta(days=days - 1) if since else uow.now.astimezone(zone).date())
    since = since or until - timedelta(days=days - 1)
    if not 0 <= (until - since).days < MOST_DAYS:
        raise BadPeriod(most=MOST_DAYS)
    items = _weeks(uow, community_id, since, until) if by == WEEK else _things(uow, community_id, since, until, by, language)
    total = Counter[str]()
    for _, sums in items:
        total.update(sums)
    return {"since": since, "until": until, "by": by, "total": _figures(total), "items": [head | _figures(s) for head, s in items]}


def cover(since: date, until: date, spans: Iterable[int] = SPANS) -> Iterator[Block]:
    """Yield the fewest spans that make up the days from `since` to `until`, both included, in order."""
    after = until + timedelta(days=1)
    day, spans = since, tuple(spans)
    while day < after:
        span = next(s for s in spans if span_start(day, s) == day and day + timedelta(days=s) <= after)
        yield Block(span, day)
        day += timedelta(days=span)


def quantile(counts: list[int], share: float) -> int | None:
    """Return the minutes that this share (0..1) of all durations does not exceed; None if there are none.

    Within a bucket durations are taken to lie evenly; of the longest only the lower bound is known.
    """
    wanted, passed = share * sum(counts), 0
    for place, count in enumerate(counts):
        if count and passed + count >= wanted:
            low = BOUNDS[place - 1] if place else 0
            high = BOUNDS[place] if place < len(BOUNDS) else low
            return round(low + (high - low) * (wanted - passed) / count)
        passed += count
    return None


_SUMS = tuple(func.sum(getattr(TicketRollup, name)).label(name) for name in MEASURES)
_PLAIN = tuple(getattr(TicketRollup, name) for name in MEASURES)


def _rows(community_id: UUID, dimension: Dimension, blocks: Iterable[Block]) -> Any:
    """Return the condition for these rows, as ranges of the primary key."""
    ranges: list[list[Any]] = []
    for span, start in blocks:
        if ranges and ranges[-1][0] == span:
            ranges[-1][2] = start
        else:
            ranges.append([span, start, start])
    pieces = (and_(TicketRollup.span == span, TicketRollup.start.between(low, high)) for span, low, high in ranges)
    return and_(TicketRollup.community_id == community_id, TicketRollup.dimension == dimension, or_(*pieces))


def _weeks(uow: UnitOfWork, community_id: UUID, since: date, until: date) -> list[tuple[View, Sums]]:
    """Return the sums of each week from Monday, of the first and the last only the days asked for; also of a quiet week."""
    condition = _rows(community_id, Dimension.ALL, cover(since, until, (7, 1)))
    weeks = {span_start(since, 7) + timedelta(days=n): Counter[str]() for n in range(0, (until - span_start(since, 7)).days + 1, 7)}
    for row in uow.session.execute(select(TicketRollup.start, *_PLAIN).where(condition)):
        weeks[span_start(row.start, 7)].update(dict(zip(MEASURES, row[1:], strict=True)))
    return [({"id": None, "name": None, "week": start}, sums) for start, sums in sorted(weeks.items())]


def _things(uow: UnitOfWork, community_id: UUID, since: date, until: date, by: str, language: str) -> list[tuple[View, Sums]]:
    """Return the sums of each category, building or worker, the busiest first."""
    condition = _rows(community_id, Dimension(by), cover(since, until))
    rows = uow.session.execute(select(TicketRollup.key, *_SUMS).where(condition).group_by(TicketRollup.key)).all()
    names = _NAMES[Dimension(by)](uow, {row.key for row in rows} - {NOBODY}, language)
    rows = sorted(rows, key=lambda row: (-row.reported - row.assigned, names.get(row.key, ""), row.key))
    return [
        (
            {"id": None if row.key == NOBODY else row.key, "name": names.get(row.key), "week": None},
            dict(zip(MEASURES, map(int, row[1:]), strict=True)),
        )
        for row in rows
    ]


def _categories(uow: UnitOfWork, ids: set[UUID], language: str) -> dict[UUID, str]:
    name = Category.name_en if language == "en" else Category.name
    return {row[0]: row[1] for row in uow.session.execute(select(Category.id, name).where(Category.id.in_(ids)))}


_NAMES: dict[Dimension, Callable[[UnitOfWork, set[UUID], str], dict[UUID, str]]] = {
    Dimension.CATEGORY: _categories,
    Dimension.BUILDING: lambda uow, ids, _: community_queries.building_labels(uow.session, ids),
    Dimension.WORKER: lambda uow, ids, _: community_queries.person_names(uow.session, ids),
}


def _figures(sums: Sums) -> View:
    """Return sums in the shape that goes out: counts as they are, the rest as shares, means and quantiles."""
    return {
        **{name: sums.get(name, 0) for name in COUNTS},
        "reopened_share": _share(sums.get("reopened", 0), sums.get("resolved", 0)),
        **{duration: _duration(sums, duration) for duration in DURATIONS},
        "rating": _rating(sums),
    }


def _duration(sums: Sums, duration: str) -> View:
    counts = [sums.get(name, 0) for name in buckets(duration)]
    in_time, late = (sums.get(f"{duration}_{end}", 0) for end in ("in_time", "late"))
    return {
        "median": quantile(counts, 0.5),
        "p90": quantile(counts, 0.9),
        "mean": _mean(sums.get(f"{duration}_minutes", 0), sum(counts)),
        "in_time": in_time,
        "late": late,
        "in_time_share": _share(in_time, in_time + late),
    }


def _rating(sums: Sums) -> View:
    count = sums.get("rated", 0)
    scores = {name: sums.get(name, 0) for name in ("speed", "quality", "manner")}
    means = {name: _mean(score, count) for name, score in scores.items()}
    return {"count": count, "average": _mean(sum(scores.values()), 3 * count), **means}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _mean(total: int, count: int) -> float | None:
    return round(total / count, 2) if count else None
