"""What a history says, entry by entry, and what the sums of it answer."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from community.core.ids import new_id
from repairs.facts import facts
from repairs.models.rollups import BOUNDS, DURATIONS, MEASURES, NOBODY, SPANS, bucket, buckets, span_start
from repairs.queries.performance import cover, quantile
from repairs.workflow import SUBMIT, State, step

START = datetime(2026, 11, 22, 1, tzinfo=UTC)
ANNA, BORIS = new_id(), new_id()


def history(*deeds: tuple[int, str, dict[str, Any]]) -> list[SimpleNamespace]:
    """Return a history: minutes after the report, action, data."""
    state = State.SUBMITTED
    found = [SimpleNamespace(seq=1, action=SUBMIT, from_state=None, to_state=state, happened_at=START, data={})]
    for seq, (minutes, action, data) in enumerate(deeds, 2):
        to = step(state, action).to
        moment = START + timedelta(minutes=minutes)
        found.append(SimpleNamespace(seq=seq, action=action, from_state=state, to_state=to, happened_at=moment, data=data))
        state = to
    return found


def summed(entries: list[SimpleNamespace]) -> dict[UUID, Counter[str]]:
    found: dict[UUID, Counter[str]] = {}
    for fact in facts(entries):
        found.setdefault(fact.worker, Counter()).update(fact.amounts)
    return found


def to(worker: UUID) -> dict[str, str]:
    return {"assignee_id": str(worker)}


STORY = history(
    (2, "assign", to(ANNA)),
    (7, "accept", {"in_time": True}),
    (20, "arrive", {"in_time": True}),
    (30, "hold", {}),
    (90, "resume", {}),
    (95, "start", {}),
    (100, "resolve", {"in_time": False}),
    (160, "reject", {}),
    (165, "accept", {"in_time": True}),
    (170, "return", {}),
    (175, "assign", to(BORIS)),
    (180, "accept", {"in_time": False}),
    (190, "start", {}),
    (200, "resolve", {"in_time": True}),
    (210, "confirm", {}),
    (220, "rate", {"speed": 5, "quality": 4, "manner": 3}),
)


def test_each_fact_counts_for_the_worker_who_had_the_ticket_then() -> None:
    sums = summed(STORY)
    assert sums[NOBODY] == {"reported": 1}
    assert {name: sums[ANNA][name] for name in ("assigned", "responded", "arrived", "resolved", "reopened", "returned")} == {
        "assigned": 1,
        "responded": 2,
        "arrived": 1,
        "resolved": 1,
        "reopened": 1,
        "returned": 1,
    }
    assert {name: sums[BORIS][name] for name in ("assigned", "responded", "arrived", "resolved", "closed", "rated", "manner")} == {
        "assigned": 1,
        "responded": 0,  # somebody had answered already since the ticket was reopened
        "arrived": 1,
        "resolved": 1,
        "closed": 1,
        "rated": 1,
        "manner": 3,
    }


def test_durations_run_from_the_report_and_anew_from_a_reopening() -> None:
    sums = summed(STORY)
    assert [sums[ANNA][f"{name}_minutes"] for name in DURATIONS] == [7 + 5, 20, 100]
    assert [sums[BORIS][f"{name}_minutes"] for name in DURATIONS] == [0, 30, 40]
    assert (sums[ANNA]["respond_in_time"], sums[ANNA]["resolve_late"], sums[BORIS]["resolve_in_time"]) == (2, 1, 1)
    assert sums[BORIS]["arrive_in_time"] + sums[BORIS]["arrive_late"] == 0  # nothing was promised


@given(st.integers(0, len(STORY)))
def test_what_an_entry_says_depends_on_no_later_one(length: int) -> None:
    assert list(facts(STORY[:length])) == [fact for fact in facts(STORY) if fact.seq <= length]


def test_every_fact_has_its_column() -> None:
    assert {name for fact in facts(STORY) for name in fact.amounts} <= set(MEASURES)
    assert len(MEASURES) == len(set(MEASURES))


DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(0, 800))
def test_spans_cover_a_period_without_a_gap_and_without_an_overlap(since: date, days: int) -> None:
    until = since + timedelta(days=days)
    blocks = list(cover(since, until))
    covered = [block.start + timedelta(days=n) for block in blocks for n in range(block.span)]
    assert covered == [since + timedelta(days=n) for n in range(days + 1)]
    assert all(span_start(block.start, block.span) == block.start for block in blocks)
    assert len(blocks) <= days // 28 + 6 + 12


@given(DAYS)
def test_a_day_lies_in_one_span_of_each_length_and_weeks_begin_on_monday(day: date) -> None:
    starts = [span_start(day, span) for span in SPANS]
    assert all(start <= day < start + timedelta(days=span) for start, span in zip(starts, SPANS, strict=True))
    assert span_start(day, 7).weekday() == 0
    assert all(long <= short for long, short in pairwise(starts))


@given(st.lists(st.integers(0, 20_000), min_size=1), st.sampled_from((0.5, 0.9)))
def test_a_quantile_from_buckets_lies_in_the_bucket_of_the_true_one(minutes: list[int], share: float) -> None:
    counts = Counter(bucket("resolve", m) for m in minutes)
    told = quantile([counts[name] for name in buckets("resolve")], share)
    ordered = sorted(minutes)
    true = ordered[max(0, -(-len(ordered) * round(share * 10) // 10) - 1)]
    bounds = [0, *BOUNDS]
    low = max(bound for bound in bounds if bound <= true)
    high = next((bound for bound in BOUNDS if bound > true), low)
    assert told is not None
    assert low <= told <= high


def test_nothing_has_no_quantile() -> None:
    assert quantile([0] * (len(BOUNDS) + 1), 0.5) is None
