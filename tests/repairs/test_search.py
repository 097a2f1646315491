"""Search: whatever part of a Chinese text is typed finds it, on both databases; what a thing does not say does not find it."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from community.core.auth import Actor
from community.core.ids import new_id
from community.core.uow import UnitOfWork, unit_of_work
from repairs import search
from repairs.models import Kind

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("𠮷𡃁㐂〇々龘㙟")
WORDS = st.text(HAN, min_size=1, max_size=12) | st.from_regex(r"[A-Za-z0-9]{1,8}", fullmatch=True)
MARKS = st.sampled_from(["，", "。", " ", "\n", "！？", "<b>", "👍", "'", '"', "*", "&", ":", "\\", "\0"])
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def uow(app: Flask) -> Iterator[UnitOfWork]:
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        yield uow


def keep(uow: UnitOfWork, text: str, head: str = "", kind: Kind = Kind.ARTICLE, **where: UUID) -> UUID:
    """Index a text and return the id it goes by."""
    subject_id = new_id()
    search.index(uow.session, kind, subject_id, head=head, body=text, **where)
    return subject_id


def found(uow: UnitOfWork, q: str, kind: Kind = Kind.ARTICLE, **where: UUID) -> list[UUID]:
    hits = search.matches(uow.session, kind, q, **where)
    return list(uow.session.scalars(select(hits.c.subject_id).order_by(hits.c.rank)))


def alike(uow: UnitOfWork, text: str) -> list[UUID]:
    hits = search.resembles(uow.session, Kind.ARTICLE, text)
    return list(uow.session.scalars(select(hits.c.subject_id).order_by(hits.c.rank)))


@QUICK
@given(st.text(HAN, min_size=2, max_size=60), st.data())
def test_every_part_of_a_chinese_text_finds_it(uow: UnitOfWork, text: str, data: st.DataObject) -> None:
    thing = keep(uow, text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert thing in found(uow, text[start:end])


@QUICK
@given(st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=8), st.data())
def test_any_words_of_a_mixed_text_find_it_whatever_stands_between(
    uow: UnitOfWork, parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    thing = keep(uow, "".join(word + mark for word, mark in parts))
    asked = data.draw(st.lists(st.sampled_from(parts), min_size=1, max_size=4))
    assert thing in found(uow, " ".join(word for word, _ in asked))


@QUICK
@given(st.text(max_size=80))
def test_no_question_and_no_text_is_too_strange(uow: UnitOfWork, text: str) -> None:
    """Operators, quotes, control characters, emoji: nothing breaks, and what is findable of a text finds it."""
    thing = keep(uow, text)
    assert (thing in found(uow, text)) is bool(search.cut(text))


@QUICK
@given(st.text(HAN, min_size=1, max_size=30), st.text(HAN, min_size=2, max_size=6))
def test_what_a_text_does_not_say_does_not_find_it(uow: UnitOfWork, text: str, q: str) -> None:
    thing = keep(uow, text)
    pairs = {q[place : place + 2] for place in range(len(q) - 1)}
    assert (thing in found(uow, q)) is all(pair in text for pair in pairs)


@pytest.mark.parametrize(
    "q", ["漏水", "水", "了", "LED", "led灯", "１２０３", "1203", "12", "BX-2026", "厨房 漏水", "20261122", "Ａ座", "a座"]
)
def test_people_type_as_they_do(uow: UnitOfWork, q: str) -> None:
    thing = keep(uow, "A座1203厨房水管漏水，LED灯坏了。工单 BX-20261122-0001")
    assert found(uow, q) == [thing]


@pytest.mark.parametrize(
    "q", ["漏电", "房厨", "203", "ED", "厨房 漏电", "", " ", "？！", "👍", "* OR a", "厨房 NOT 漏水", "'", '"']
)
def test_what_is_not_there_is_not_found(uow: UnitOfWork, q: str) -> None:
    keep(uow, "A座1203厨房水管漏水，LED灯坏了。")
    assert found(uow, q) == []


def test_a_changed_thing_is_found_by_its_new_words_alone(uow: UnitOfWork) -> None:
    thing = keep(uow, "地下车库照明")
    search.index(uow.session, Kind.ARTICLE, thing, head="电梯年检", body="每年一次")
    assert (found(uow, "车库"), found(uow, "年检")) == ([], [thing])
    search.forget(uow.session, thing)
    assert found(uow, "年检") == []


def test_kinds_and_communities_stay_apart(uow: UnitOfWork) -> None:
    here, there = new_id(), new_id()
    ours = keep(uow, "楼上漏水", kind=Kind.CONSULTATION, community_id=here)
    theirs = keep(uow, "楼上漏水", kind=Kind.CONSULTATION, community_id=there)
    article = keep(uow, "漏水怎么办")
    assert found(uow, "漏水") == [article]
    assert found(uow, "漏水", Kind.CONSULTATION, community_id=here) == [ours]
    assert set(found(uow, "漏水", Kind.CONSULTATION)) == {ours, theirs}
    assert found(uow, here.hex) == found(uow, "article") == []  # labels are no words


def test_what_says_it_in_its_head_comes_first(uow: UnitOfWork) -> None:
    filler = "办理时请携带身份证与房屋证明，到物业服务中心前台登记，一般三个工作日内办结。"
    aside = keep(uow, f"{filler}装修期间请注意。{filler}", head="门禁卡办理")
    main = keep(uow, f"{filler}{filler}", head="装修申请")
    for _ in range(5):
        keep(uow, filler, head="停车月卡")
    assert found(uow, "装修") == [main, aside]


def test_a_whole_sentence_finds_what_it_is_about(uow: UnitOfWork) -> None:
    leak = keep(uow, "先关闭总阀，再打开水龙头放空余水，然后报修。", head="家里漏水怎么办")
    keep(uow, "请在物业前台登记车牌。", head="停车月卡怎么办理")
    keep(uow, "每天早晚各清运一次。", head="垃圾清运时间")
    assert alike(uow, "请问厨房水龙头一直漏水怎么办啊")[0] == leak
    assert alike(uow, "请问怎么办") == []


def test_the_index_is_whole_after_many_changes(uow: UnitOfWork) -> None:
    """SQLite's index is kept by triggers; its own check compares it with what it stands for."""
    things = [keep(uow, f"第{number}条 公告") for number in range(50)]
    for number, thing in enumerate(things):
        search.index(uow.session, Kind.ARTICLE, thing, head=f"新{number}", body="换了内容")
    for thing in things[::2]:
        search.forget(uow.session, thing)
    assert set(found(uow, "内容")) == set(things[1::2])
    if uow.session.get_bind().dialect.name == "sqlite":
        uow.session.connection().exec_driver_sql("INSERT INTO fts_search(fts_search, rank) VALUES ('integrity-check', 1)")


def test_the_longest_text_fits(uow: UnitOfWork) -> None:
    """As many different rare characters as there may be, and a word without end."""
    rare = "".join(chr(0x20000 + number) for number in range(search.MOST_CHARACTERS))
    word = "x" * 5_000
    things = [keep(uow, rare), keep(uow, word)]
    assert [found(uow, rare[39_000:39_010]), found(uow, word)] == [[thing] for thing in things]
