"""The figures as an Excel file: what the API says, cell by cell."""

import io
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from repairs import sheets
from repairs.services.exporting_figures import COUNTS, DURATIONS, OF_A_DURATION, SCORES
from tests.support.estate import Estate
from tests.support.tickets import Desk, default_id


def asked(desk: Desk, person: UUID, path: str, language: str = "zh-CN", **query: str) -> Any:
    query |= {"community_id": str(desk.estate.community_id)}
    return desk.as_(person).get(f"statistics/repairs{path}", query_string=query, headers={"Accept-Language": language})


def table(answer: Any) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200, answer.json
    return list(load_workbook(io.BytesIO(answer.data)).active.values)


def percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)


def cells(figures: dict[str, Any]) -> list[Any]:
    """The figures of the API in the order of the columns."""
    row = [figures[name] for name in COUNTS] + [percent(figures["reopened_share"])]
    for duration in DURATIONS:
        told = figures[duration] | {"in_time_share": percent(figures[duration]["in_time_share"])}
        row += [told[name] for name in OF_A_DURATION]
    return row + [figures["rating"][name] for name in SCORES]


def busy(desk: Desk) -> None:
    estate = desk.estate
    done = desk.do(estate.resident, desk.resolved(), "reject", reason="又坏了")
    desk.do(estate.manager, done, "cancel", reason="自己修好了")
    desk.do(estate.resident, desk.closed(), "rate", speed=5, quality=4, manner=3)
    desk.report(home_id=None, community_id=str(estate.community_id), spot="东门", category_id=str(default_id("pests")))


@pytest.mark.parametrize("by", ["week", "category", "building", "worker"])
def test_every_cell_is_the_figure_that_the_api_tells(desk: Desk, estate: Estate, relay: Any, by: str) -> None:
    busy(desk)
    relay()
    told = asked(desk, estate.manager, "", by=by).json
    answer = asked(desk, estate.manager, "/export", by=by)
    assert answer.headers["Content-Type"] == sheets.XLSX
    header, total, *rows = table(answer)
    assert len(set(header)) == len(header)
    assert total == ("合计", *cells(told["total"]))
    assert [row[1:] for row in rows] == [tuple(cells(item)) for item in told["items"]]
    without = {"building": "公共区域", "worker": "未派单"}
    names = [item["week"] if by == "week" else item["name"] or without[by] for item in told["items"]]
    assert [row[0] for row in rows] == names


def test_headers_and_names_follow_the_language_and_the_period_holds(desk: Desk, estate: Estate, relay: Any) -> None:
    busy(desk)
    relay()
    header, total, *rows = table(asked(desk, estate.officer, "/export", language="en", by="category"))
    assert (header[0], header[1], header[-1], total[0]) == ("Category", "Reported", "Manner", "Total")
    assert "Power cut" in [row[0] for row in rows]
    quiet = table(asked(desk, estate.manager, "/export", by="category", **{"from": "2020-01-01", "to": "2020-01-07"}))
    assert [row[:2] for row in quiet[1:]] == [("合计", 0)]


@pytest.mark.parametrize(("who", "status"), [("resident", 403), ("worker", 403), ("operator", 200), ("auditor", 200)])
def test_the_figures_are_for_the_office(desk: Desk, estate: Estate, who: str, status: int) -> None:
    assert asked(desk, getattr(estate, who), "/export").status_code == status
    assert asked(desk, estate.foreign.manager, "/export").status_code == 404
    assert asked(desk, estate.manager, "/export", to="9999-12-31").status_code == 422
