"""The figures of a period as a table to take away: the same as on the screen, a row for each week, category, building or worker."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from community.core.auth import Place
from community.core.uow import UnitOfWork
from repairs import queries, sheets

Titles = tuple[str, str]
HEADS: dict[str, Titles] = {
    "week": ("周（周一）", "Week (Monday)"),
    "category": ("类别", "Category"),
    "building": ("楼栋", "Building"),
    "worker": ("处理人", "Worker"),
}
TOTAL: Titles = ("合计", "Total")
# What there is a figure of, but not of whom: a place outside all buildings, a ticket that nobody had.
WITHOUT: dict[str, Titles] = {"building": ("公共区域", "outside"), "worker": ("未派单", "nobody")}
COUNTS: dict[str, Titles] = {
    "reported": ("报修", "Reported"),
    "assigned": ("派单", "Assigned"),
    "responded": ("响应", "Responded"),
    "arrived": ("到场", "Arrived"),
    "resolved": ("修复", "Resolved"),
    "closed": ("关闭", "Closed"),
    "closed_unfixed": ("未修好关闭", "Closed, not fixed"),
    "cancelled": ("取消", "Cancelled"),
    "returned": ("退单", "Returned"),
    "reopened": ("重开", "Reopened"),
}
DURATIONS: dict[str, Titles] = {"respond": ("响应", "Respond"), "arrive": ("到场", "Arrive"), "resolve": ("修复", "Resolve")}
OF_A_DURATION: dict[str, Titles] = {
    "median": ("中位数（分钟）", "median (min)"),
    "p90": ("九成以内（分钟）", "p90 (min)"),
    "mean": ("平均（分钟）", "mean (min)"),
    "in_time": ("按时", "in time"),
    "late": ("超时", "late"),
    "in_time_share": ("按时率（%）", "in time (%)"),
}
SCORES: dict[str, Titles] = {
    "count": ("评价数", "Ratings"),
    "average": ("平均评分", "Mean score"),
    "speed": ("速度", "Speed"),
    "quality": ("质量", "Quality"),
    "manner": ("态度", "Manner"),
}
REOPENED_SHARE: Titles = ("返修率（%）", "Reopened (%)")


def export_figures(uow: UnitOfWork, language: str, *, community_id: UUID, **asked: Any) -> Iterator[bytes]:
    """Return an Excel file of the figures that `queries.repairs` gives, the total first."""
    uow.actor.require("statistics.export_repairs", Place(community_id=community_id))
    figures = queries.repairs(uow, language, community_id, **asked)
    english, by = language == "en", figures["by"]
    header = [HEADS[by][english], *_titles(english)]
    rows = [[TOTAL[english], *_cells(figures["total"])]]
    rows += [[_name(item, by, english), *_cells(item)] for item in figures["items"]]
    return sheets.write("Figures" if english else "统计", header, [20, *(14 for _ in header[1:])], rows)


def _titles(english: bool) -> Iterator[str]:
    yield from (title[english] for title in COUNTS.values())
    yield REOPENED_SHARE[english]
    for duration in DURATIONS.values():
        yield from (f"{duration[english]}{' ' if english else ''}{figure[english]}" for figure in OF_A_DURATION.values())
    yield from (title[english] for title in SCORES.values())


def _cells(figures: dict[str, Any]) -> Iterator[sheets.Cell]:
    yield from (figures[name] for name in COUNTS)
    yield _percent(figures["reopened_share"])
    for duration in DURATIONS:
        for name in OF_A_DURATION:
            figure = figures[duration][name]
            yield _percent(figure) if name == "in_time_share" else figure
    yield from (figures["rating"][name] for name in SCORES)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)


def _name(item: dict[str, Any], by: str, english: bool) -> str:
    if by == "week":
        return str(item["week"])
    name: str | None = item["name"]
    return name or (WITHOUT[by][english] if by in WITHOUT else "")
