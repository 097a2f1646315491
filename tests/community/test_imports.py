"""Importing an estate list over HTTP: preview, apply, and what both never do."""

import io
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from community import queries
from community.core.audit import AuditEntry
from community.core.auth import Actor
from community.core.uow import unit_of_work
from community.estate_list import carrying_out, plan
from community.estate_list.rows import read_rows
from community.models import Building, Entrance, Home, Import, Membership, Person
from tests.community.sheets import HEADER, workbook
from tests.support.clients import Client
from tests.support.estate import CANARY, Estate

NEW = ("9栋", "1单元", "1203", 12, "江小白", "13911111111", "业主")
TABLES = (Building, Entrance, Home, Person, Membership)


def upload(client: Client, community: UUID, *rows: Any, data: bytes | None = None) -> Any:
    file = (io.BytesIO(workbook(rows) if data is None else data), "住户.xlsx")
    return client.post(f"/communities/{community}/imports", data={"file": file}, content_type="multipart/form-data")


@pytest.fixture
def counts(read: Any) -> Any:
    """Return how many rows each table holds."""
    return lambda: read(lambda s: [s.scalar(select(func.count()).select_from(table)) for table in TABLES])


def errors(answer: Any) -> list[tuple[int, str, str]]:
    return [(e["row"], e["column"], e["code"]) for e in answer.json["errors"]]


def test_a_preview_tells_what_would_be_made_and_makes_nothing(client: Client, estate: Estate, counts: Any) -> None:
    before = counts()
    answer = upload(client.as_(estate.manager), estate.community_id, NEW, ("9栋", "1单元", "1204"))

    assert answer.status_code == 201
    preview = answer.json
    assert (preview["status"], preview["rows"], preview["valid"], preview["errors"]) == ("previewed", 2, 2, [])
    assert preview["summary"] == {"buildings": 1, "entrances": 1, "homes": 2, "people": 1, "memberships": 1}
    assert preview["created"] is None
    assert preview["file_name"] == "住户.xlsx"
    assert counts() == before
    assert client.as_(estate.second_manager).get(f"/imports/{preview['id']}").json == preview


def test_applying_makes_homes_and_residents_in_force(client: Client, estate: Estate, read: Any) -> None:
    manager = client.as_(estate.manager)
    preview = upload(manager, estate.community_id, NEW, ("1栋", "1单元", "1205")).json

    answer = manager.post(f"/imports/{preview['id']}/apply")

    assert answer.status_code == 200
    assert answer.json["status"] == "applied"
    assert answer.json["created"] == preview["summary"]
    person = read(lambda s: s.scalar(select(Person.id).where(Person.phone == "+8613911111111")))
    (membership,) = client.as_(person).get("/me").json["memberships"]
    assert (membership["home"]["label"], membership["title"], membership["status"]) == ("9栋1单元1203", "owner", "active")
    assert membership["decided_by_name"] == "孙经理"
    home = client.as_(person).get(f"/homes/{membership['home']['id']}").json
    assert (home["floor"], home["community_id"]) == (12, str(estate.community_id))
    assert read(lambda s: len(queries.homes_by_number(s, estate.entrance_id, "1205"))) == 1


def test_applying_twice_changes_nothing_more(client: Client, estate: Estate, counts: Any) -> None:
    manager = client.as_(estate.manager)
    preview = upload(manager, estate.community_id, NEW).json["id"]
    first = manager.post(f"/imports/{preview}/apply")
    after = counts()
    again = manager.post(f"/imports/{preview}/apply")
    assert (again.status_code, again.json) == (200, first.json)
    assert counts() == after


def test_applying_twice_at_once_makes_it_once(client: Client, estate: Estate, counts: Any, at_once: Any) -> None:
    manager = client.as_(estate.manager)
    one, two = (upload(manager, estate.community_id, NEW).json["id"] for _ in range(2))
    before = counts()
    answers = at_once(*[lambda id=id_: manager.post(f"/imports/{id}/apply").status_code for id_ in (one, one, two)])
    assert answers == [200, 200, 200]
    assert [after - was for after, was in zip(counts(), before, strict=True)] == [1, 1, 1, 1, 1]


def test_the_same_list_again_has_nothing_to_make(client: Client, estate: Estate) -> None:
    manager = client.as_(estate.manager)
    manager.post(f"/imports/{upload(manager, estate.community_id, NEW).json['id']}/apply")
    assert set(upload(manager, estate.community_id, NEW).json["summary"].values()) == {0}


def test_errors_are_listed_by_row_and_stop_the_application(client: Client, estate: Estate, counts: Any) -> None:
    before = counts()
    manager = client.as_(estate.manager)
    answer = upload(manager, estate.community_id, NEW, (*NEW[:2], "1204", 12, "缺号", None, "房东"), (None, *NEW[1:]))

    assert errors(answer) == [(3, "手机号", "missing"), (3, "身份", "unknown_title"), (4, "楼栋", "missing")]
    assert (answer.json["rows"], answer.json["valid"], answer.json["error_count"]) == (3, 1, 3)
    refused = manager.post(f"/imports/{answer.json['id']}/apply")
    assert (refused.status_code, refused.json["code"], refused.json["count"]) == (422, "import.has_errors", 3)
    assert counts() == before


def test_errors_speak_the_askers_language(client: Client, estate: Estate) -> None:
    manager = client.as_(estate.manager)
    bad = (*NEW[:5], "123", "业主")
    assert "手机号" in upload(manager, estate.community_id, bad).json["errors"][0]["detail"]
    english = upload(manager.with_headers(Accept_Language="en"), estate.community_id, bad)
    assert "phone number" in english.json["errors"][0]["detail"]


def test_what_contradicts_the_register_is_an_error(client: Client, estate: Estate) -> None:
    resident = estate.phones[estate.resident]
    answer = upload(
        client.as_(estate.manager),
        estate.community_id,
        ("1栋", "1单元", "1203", 11),
        ("1栋", "1单元", "1204", 12, "李四", resident, "家属"),
    )
    assert errors(answer) == [(2, "楼层", "floor_conflict"), (3, "姓名", "name_conflict")]
    assert "12" in answer.json["errors"][0]["detail"]


def test_a_stranger_of_another_community_is_not_bound_by_a_mistyped_number(client: Client, estate: Estate) -> None:
    foreigner = estate.phones[estate.foreign.resident]
    answer = upload(client.as_(estate.manager), estate.community_id, (*NEW[:5], foreigner, "业主"))
    assert errors(answer) == [(2, "姓名", "name_conflict")]
    assert CANARY not in answer.text


def test_a_disabled_account_is_not_bound(client: Client, estate: Estate, write: Any) -> None:
    mine = update(Person).where(Person.id == estate.neighbour)
    write(lambda uow: uow.session.execute(mine.values(disabled_at=uow.now)))
    row = (*NEW[:4], "李强", estate.phones[estate.neighbour], "业主")
    assert errors(upload(client.as_(estate.manager), estate.community_id, row)) == [(2, "手机号", "disabled")]


def test_nobody_binds_a_home_to_themselves(client: Client, estate: Estate) -> None:
    row = (*NEW[:4], "孙经理", estate.phones[estate.manager], "业主")
    assert errors(upload(client.as_(estate.manager), estate.community_id, row)) == [(2, "手机号", "own_binding")]
    preview = upload(client.as_(estate.second_manager), estate.community_id, row)
    assert preview.json["errors"] == []
    refused = client.as_(estate.manager).post(f"/imports/{preview.json['id']}/apply")
    assert (refused.status_code, refused.json["code"]) == (422, "import.has_errors")
    assert client.as_(estate.second_manager).post(f"/imports/{preview.json['id']}/apply").status_code == 200


def test_what_changed_since_the_preview_is_judged_again(client: Client, estate: Estate, counts: Any) -> None:
    manager = client.as_(estate.manager)
    first = upload(manager, estate.community_id, NEW).json["id"]
    second = upload(manager, estate.community_id, (*NEW[:4], "另一个人", NEW[5], "业主")).json["id"]
    assert manager.post(f"/imports/{first}/apply").status_code == 200
    before = counts()
    refused = manager.post(f"/imports/{second}/apply")
    assert (refused.status_code, refused.json["code"]) == (422, "import.has_errors")
    assert [(r["row"], r["code"]) for r in refused.json["rows"]] == [(2, "name_conflict")]
    assert counts() == before


def test_a_waiting_request_is_put_into_force_by_the_list(client: Client, estate: Estate, counts: Any) -> None:
    stranger = client.as_(estate.stranger)
    asked = stranger.post("/memberships", {"home_id": str(estate.home_id), "title": "family"}).json["id"]
    row = ("1栋", "1单元", "1203", 12, "郑路人", estate.phones[estate.stranger], "租户")
    manager, before = client.as_(estate.manager), counts()
    manager.post(f"/imports/{upload(manager, estate.community_id, row).json['id']}/apply")
    (mine,) = stranger.get("/me").json["memberships"]
    assert (mine["id"], mine["status"], mine["title"]) == (asked, "active", "tenant")
    assert counts() == before


def test_an_application_that_breaks_midway_leaves_nothing(
    client: Client, estate: Estate, counts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = client.as_(estate.manager)
    preview = upload(manager, estate.community_id, NEW).json["id"]
    before = counts()

    def broken(*_: Any) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(carrying_out, "bind", broken)
        assert manager.post(f"/imports/{preview}/apply").status_code == 500
    assert counts() == before
    assert manager.get(f"/imports/{preview}").json["status"] == "previewed"
    assert manager.post(f"/imports/{preview}/apply").status_code == 200


def test_names_and_numbers_do_not_stay_in_an_applied_import(client: Client, estate: Estate, read: Any) -> None:
    manager = client.as_(estate.manager)
    manager.post(f"/imports/{upload(manager, estate.community_id, NEW).json['id']}/apply")
    assert read(lambda s: s.scalar(select(Import.rows))) == []


def test_an_import_is_on_record(client: Client, estate: Estate, read: Any) -> None:
    manager = client.as_(estate.manager)
    manager.post(f"/imports/{upload(manager, estate.community_id, NEW).json['id']}/apply")
    actions = read(lambda s: s.scalars(select(AuditEntry.action).where(AuditEntry.subject_type == "import")).all())
    assert actions == ["imports.create", "imports.apply"]


@pytest.mark.parametrize("who", ["resident", "worker", "operator", "officer", "auditor", "stranger"])
def test_only_managers_import(client: Client, estate: Estate, who: str, counts: Any) -> None:
    preview = upload(client.as_(estate.manager), estate.community_id, NEW).json["id"]
    before, asker = counts(), client.as_(getattr(estate, who))
    assert upload(asker, estate.community_id, NEW).status_code == 403
    assert asker.get(f"/imports/{preview}").status_code == 403
    assert asker.post(f"/imports/{preview}/apply").status_code == 403
    assert asker.get(f"/communities/{estate.community_id}/imports/template").status_code == 403
    assert counts() == before


def test_the_other_communitys_manager_finds_nothing(client: Client, estate: Estate, counts: Any) -> None:
    preview = upload(client.as_(estate.manager), estate.community_id, NEW).json["id"]
    before, foreigner = counts(), client.as_(estate.foreign.manager)
    assert upload(foreigner, estate.community_id, NEW).status_code == 404
    assert foreigner.get(f"/imports/{preview}").status_code == 404
    assert foreigner.post(f"/imports/{preview}/apply").status_code == 404
    assert foreigner.get(f"/communities/{estate.community_id}/imports/template").status_code == 404
    assert counts() == before


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"hello", "import.not_xlsx"), (b"PK" + b"\0" * 10_000, "import.too_large"), (workbook([]), "import.empty")],
    ids=["text", "large", "empty"],
)
def test_a_bad_file_is_refused_with_its_reason(
    client: Client, estate: Estate, data: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community.routes.imports.MOST_BYTES", 10_000)
    monkeypatch.setattr("community.estate_list.workbook.MOST_BYTES", 10_000)
    answer = upload(client.as_(estate.manager), estate.community_id, data=data)
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_a_request_without_a_file_is_refused(client: Client, estate: Estate) -> None:
    path = f"/communities/{estate.community_id}/imports"
    answer = client.as_(estate.manager).post(path, data={}, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["code"]) == (422, "validation.failed")


def test_the_template_downloads_and_takes_rows(client: Client, estate: Estate) -> None:
    answer = client.as_(estate.manager).get(f"/communities/{estate.community_id}/imports/template")
    assert answer.status_code == 200
    assert answer.content_type.endswith("spreadsheetml.sheet")
    assert upload(client.as_(estate.manager), estate.community_id, data=answer.data).json["code"] == "import.empty"


ROWS = st.lists(
    st.builds(
        lambda b, u, f, d, p: (f"{b}栋", f"{u}单元", f"{f}{d:02d}", f, *(p or (None, None, None))),
        st.integers(20, 22),
        st.integers(1, 2),
        st.integers(1, 3),
        st.integers(1, 2),
        st.none() | st.integers(0, 5).map(lambda n: (f"住户{n}", f"1392222000{n}", "业主")),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: (row[:3], row[5]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_any_valid_list_makes_what_its_preview_says_and_then_nothing_more(app: Any, estate: Estate, rows: Any) -> None:
    _, read, problems = read_rows([list(HEADER), *map(list, rows)])
    assert problems == []
    with app.app_context(), pytest.raises(RuntimeError), unit_of_work(Actor("person", estate.manager)) as uow:
        session = uow.session
        before = [session.scalar(select(func.count()).select_from(table)) for table in TABLES]
        known = plan.load_known(session, estate.community_id, read)
        created = carrying_out.carry_out(uow, estate.community_id, known, read)
        after = [session.scalar(select(func.count()).select_from(table)) for table in TABLES]
        assert [new - old for new, old in zip(after, before, strict=True)] == list(created.values())
        again = plan.load_known(session, estate.community_id, read)
        assert plan.conflicts(again, read, estate.manager) == []
        assert set(plan.count_new(again, read).values()) == {0}
        raise RuntimeError("roll back")
