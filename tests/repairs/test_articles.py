"""Articles and standard answers: who reads, who writes, what two editors do to each other, what is found."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.estate import Estate
from tests.support.statements import statements
from tests.support.threads import together
from tests.support.tickets import Desk

READERS = ("resident", "neighbour", "worker", "manager", "operator", "officer", "auditor", "admin")


class Library:
    """Writes and reads articles; every call is a request of a signed-in person."""

    def __init__(self, desk: Desk, estate: Estate) -> None:
        self.desk, self.estate = desk, estate

    def try_to_write(self, by: UUID, **changes: Any) -> TestResponse:
        base = {
            "community_id": str(self.estate.community_id),
            "title": "家里漏水怎么办",
            "body": "先关总阀，再报修。",
            "category": "水电",
        }
        return self.desk.as_(by).post("articles", base | {"publish": True} | changes)

    def write(self, by: UUID | None = None, **changes: Any) -> dict[str, Any]:
        answer = self.try_to_write(by or self.estate.manager, **changes)
        assert answer.status_code == 201, answer.json
        return answer.json

    def change(self, by: UUID, article: dict[str, Any], seen: str | None, **changes: Any) -> TestResponse:
        headers = {} if seen is None else {"If-Match": seen}
        return self.desk.as_(by).patch(f"articles/{article['id']}", changes, headers=headers)

    def read(self, by: UUID, article: dict[str, Any]) -> TestResponse:
        return self.desk.as_(by).get(f"articles/{article['id']}")

    def titles(self, by: UUID, query: str = "") -> list[str]:
        answer = self.desk.as_(by).get(f"articles{query}")
        assert answer.status_code == 200, answer.json
        return [item["title"] for item in answer.json["items"]]

    def suggested(self, by: UUID, q: str) -> list[str]:
        query = {"community_id": str(self.estate.community_id), "q": q}
        return [item["title"] for item in self.desk.as_(by).get("articles/suggest", query_string=query).json["items"]]


@pytest.fixture
def library(desk: Desk, estate: Estate) -> Library:
    return Library(desk, estate)


def test_categories_are_those_of_the_articles_that_one_may_read(library: Library, estate: Estate) -> None:
    library.write(category="电梯")
    library.write()
    library.write(title="草稿", category="停车", publish=False)
    library.write(estate.admin, community_id=None)

    def categories(by: UUID) -> dict[str, int]:
        answer = library.desk.as_(by).get(f"articles/categories?community_id={estate.community_id}")
        return {item["name"]: item["count"] for item in answer.json["items"]}

    assert categories(estate.manager) == {"停车": 1, "水电": 2, "电梯": 1}
    assert categories(estate.resident) == {"水电": 2, "电梯": 1}
    assert categories(estate.foreign.manager) == {"水电": 1}


def test_everybody_of_the_community_reads_what_is_published(library: Library, estate: Estate) -> None:
    article = library.write()
    for role in READERS:
        shown = library.read(getattr(estate, role), article)
        assert (shown.status_code, shown.json["body"]) == (200, "先关总阀，再报修。"), role
        assert shown.json["may_edit"] is (role in ("manager", "admin"))
        assert library.titles(getattr(estate, role)) == ["家里漏水怎么办"]
    for stranger in (estate.foreign.resident, estate.foreign.manager, estate.foreign.officer):
        assert library.read(stranger, article).status_code == 404
        assert library.titles(stranger) == []
    assert library.read(estate.stranger, article).status_code == 403


def test_a_draft_exists_for_its_editors_alone(library: Library, estate: Estate) -> None:
    draft = library.write(publish=False)
    for role in READERS:
        seen = role in ("manager", "admin")
        assert library.read(getattr(estate, role), draft).status_code == (200 if seen else 404), role
        assert library.titles(getattr(estate, role), "?q=漏水") == (["家里漏水怎么办"] if seen else []), role
        assert library.suggested(getattr(estate, role), "厨房漏水") == []
    voted = library.desk.as_(estate.manager).post(f"articles/{draft['id']}/useful", {"useful": True})
    assert (voted.status_code, voted.json["code"]) == (409, "article.not_published")


def test_an_article_for_all_communities_is_the_platforms_to_write_and_everybodys_to_read(library: Library, estate: Estate) -> None:
    assert library.try_to_write(estate.manager, community_id=None).status_code == 403
    article = library.write(by=estate.admin, community_id=None, title="防汛须知")
    for reader in (estate.resident, estate.officer, estate.foreign.resident, estate.foreign.worker):
        assert library.read(reader, article).status_code == 200
        assert library.titles(reader) == ["防汛须知"]
        assert library.titles(reader, f"?community_id={estate.community_id}") == ["防汛须知"]
    for editor in (estate.manager, estate.foreign.manager):
        assert library.change(editor, article, '"1"', title="改名").status_code == 403
        assert library.desk.as_(editor).get(f"articles/{article['id']}/versions").status_code == 403
    unpublished = library.desk.as_(estate.admin).post(f"articles/{article['id']}/unpublish")
    assert (unpublished.status_code, unpublished.json["published_at"]) == (200, None)
    assert library.read(estate.resident, article).status_code == 404
    assert library.read(estate.manager, article).status_code == 404


@pytest.mark.parametrize("role", ["resident", "worker", "operator", "officer", "auditor"])
def test_nobody_but_the_office_writes(library: Library, estate: Estate, role: str) -> None:
    article, person = library.write(), getattr(estate, role)
    client = library.desk.as_(person)
    assert library.try_to_write(person).status_code == 403
    assert library.change(person, article, '"1"', title="改名").status_code == 403
    for action in ("publish", "unpublish"):
        assert client.post(f"articles/{article['id']}/{action}").status_code == 403
    assert client.get(f"articles/{article['id']}/versions").status_code == 403
    assert library.read(estate.manager, article).json["title"] == "家里漏水怎么办"


def test_the_office_of_another_community_writes_nothing_here(library: Library, estate: Estate) -> None:
    article = library.write()
    other = estate.foreign.manager
    assert library.try_to_write(other).status_code == 404
    assert library.change(other, article, '"1"', title="改名").status_code == 404
    assert library.desk.as_(other).post(f"articles/{article['id']}/unpublish").status_code == 404


def test_every_change_is_kept_as_a_version(library: Library, estate: Estate) -> None:
    article = library.write(publish=False)
    library.change(estate.second_manager, article, '"1"', body="先关总阀，再拍照报修。")
    library.desk.as_(estate.manager).post(f"articles/{article['id']}/publish")
    again = library.desk.as_(estate.manager).post(f"articles/{article['id']}/publish")
    assert again.json["version"] == 3  # published already: no further version
    kept = library.desk.as_(estate.manager).get(f"articles/{article['id']}/versions").json["items"]
    assert [(v["version"], v["state"], v["body"], v["editor"]["name"]) for v in kept] == [
        (3, "published", "先关总阀，再拍照报修。", "孙经理"),
        (2, "draft", "先关总阀，再拍照报修。", "周经理"),
        (1, "draft", "先关总阀，再报修。", "孙经理"),
    ]


def test_an_edit_says_which_version_it_was_made_on(library: Library, estate: Estate) -> None:
    article = library.write()
    assert library.read(estate.manager, article).headers["ETag"] == '"1"'
    unsaid = library.change(estate.manager, article, None, title="甲")
    assert (unsaid.status_code, unsaid.json["code"]) == (428, "version.needed")
    changed = library.change(estate.manager, article, '"1"', title="乙")
    assert (changed.status_code, changed.headers["ETag"], changed.json["version"]) == (200, '"2"', 2)
    for stale in ('"1"', "1", "2", 'W/"1"', '"1", "3"'):
        answer = library.change(estate.second_manager, article, stale, title="丙")
        assert (answer.status_code, answer.json["code"], answer.json["version"]) == (412, "version.stale", 2), stale
    assert library.read(estate.manager, article).json["title"] == "乙"
    for fresh in ('W/"2"', '"1", "3"', "*"):
        assert library.change(estate.manager, article, fresh, title="丁").status_code == 200
    assert library.change(estate.manager, article, "*").json["version"] == 5  # nothing changed, nothing kept


def test_of_two_editors_at_once_exactly_one_wins(library: Library, estate: Estate) -> None:
    article = library.write()
    library.desk.as_(estate.manager), library.desk.as_(estate.second_manager)
    for version in range(1, 6):
        answers = together(
            lambda tag=f'"{version}"': library.change(estate.manager, article, tag, title="甲"),
            lambda tag=f'"{version}"': library.change(estate.second_manager, article, tag, title="乙"),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]
    kept = library.desk.as_(estate.manager).get(f"articles/{article['id']}/versions").json["items"]
    assert [version["version"] for version in kept] == [6, 5, 4, 3, 2, 1]


def test_one_person_has_one_word(library: Library, estate: Estate) -> None:
    article = library.write()

    def say(person: UUID, useful: bool) -> tuple[int, int, bool]:
        shown = library.desk.as_(person).post(f"articles/{article['id']}/useful", {"useful": useful}).json
        return shown["useful_count"], shown["useless_count"], shown["my_vote"]

    assert say(estate.resident, True) == (1, 0, True)
    assert say(estate.resident, True) == (1, 0, True)
    assert say(estate.neighbour, False) == (1, 1, False)
    assert say(estate.resident, False) == (0, 2, False)
    assert library.read(estate.relative, article).json["my_vote"] is None
    assert library.read(estate.manager, article).json["version"] == 1
    for person, status in ((estate.officer, 403), (estate.auditor, 403), (estate.foreign.resident, 404)):
        answer = library.desk.as_(person).post(f"articles/{article['id']}/useful", {"useful": True})
        assert answer.status_code == status


@pytest.mark.parametrize("useful", [True, False])
def test_a_double_tap_counts_once(library: Library, estate: Estate, useful: bool) -> None:
    article = library.write()
    client, other = library.desk.as_(estate.resident), library.desk.as_(estate.neighbour)

    def tap(by: Any = client) -> TestResponse:
        return by.post(f"articles/{article['id']}/useful", {"useful": useful})

    answers = together(tap, tap, lambda: tap(other), tap)
    assert [answer.status_code for answer in answers] == [200] * 4
    shown = library.read(estate.manager, article).json
    assert (shown["useful_count"], shown["useless_count"]) == ((2, 0) if useful else (0, 2))


def test_articles_are_found_by_what_they_say_and_only_by_that(library: Library, estate: Estate) -> None:
    leak = library.write(keywords="水管爆裂 LED")
    library.write(title="装修申请流程", body="开工三天前到前台登记。", category="装修")
    for q in ("漏水", "水", "总阀", "水管", "led", "水电", "关总阀"):
        assert library.titles(estate.resident, f"?q={q}") == ["家里漏水怎么办"], q
    for q in ("漏电", "阀总", "。", "%", "'"):
        assert library.titles(estate.resident, f"?q={q}") == [], q
    assert library.titles(estate.resident, "?category=装修") == ["装修申请流程"]
    library.change(estate.manager, leak, '"1"', title="停水怎么办", body="查看公告。", keywords="")
    assert library.titles(estate.resident, "?q=漏水") == []
    assert library.titles(estate.resident, "?q=停水") == ["停水怎么办"]


def test_a_search_is_paged_in_its_own_order(library: Library, estate: Estate) -> None:
    for number in range(7):
        library.write(title=f"停车须知 {number}", body="停车" * number + "请按位停放。" * 3)
    client, seen, cursor = library.desk.as_(estate.resident), [], ""
    whole = library.titles(estate.resident, "?q=停车")
    while cursor is not None:
        page = client.get("articles", query_string={"q": "停车", "limit": 3} | ({"cursor": cursor} if cursor else {})).json
        seen += [item["title"] for item in page["items"]]
        cursor = page["next"]
    assert (len(whole), seen) == (7, whole)


def test_a_list_of_many_articles_costs_as_many_queries_as_a_list_of_one(app: Flask, library: Library, estate: Estate) -> None:
    client, costs = library.desk.as_(estate.resident), []
    for more in (1, 9):
        for _ in range(more):
            library.write()
        with statements(app) as sent:
            client.get("articles?q=漏水")
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 3, sent  # begin, who asks, articles


def test_what_somebody_writes_brings_up_what_may_help(library: Library, estate: Estate) -> None:
    library.write()
    library.write(title="装修申请流程", body="开工三天前到前台登记，签装修协议。", category="装修")
    library.write(title="停车月卡办理", body="带行驶证到前台登记。", category="停车")
    assert library.suggested(estate.resident, "请问厨房水龙头一直漏水怎么办")[0] == "家里漏水怎么办"
    assert library.suggested(estate.resident, "我想问一下装修要") == ["装修申请流程"]
    assert library.suggested(estate.resident, "请问怎么办") == []
    away = library.desk.as_(estate.foreign.resident).get(f"articles/suggest?community_id={estate.community_id}&q=漏水")
    assert away.status_code == 404


def test_pictures_are_for_those_who_may_read_the_article(library: Library, estate: Estate) -> None:
    desk = library.desk
    first, second, foreign = desk.photo(estate.manager), desk.photo(estate.manager), desk.photo(estate.resident)
    assert library.try_to_write(estate.manager, attachment_ids=[foreign]).json["code"] == "attachment.unknown"
    article = library.write(attachment_ids=[first, second])
    assert [picture["id"] for picture in article["pictures"]] == [first, second]
    assert desk.as_(estate.neighbour).get(f"attachments/{first}").status_code == 200
    assert desk.as_(estate.foreign.resident).get(f"attachments/{first}").status_code == 404
    changed = library.change(estate.manager, article, '"1"', attachment_ids=[second]).json
    assert [picture["id"] for picture in changed["pictures"]] == [second]
    back = library.change(estate.manager, article, '"2"', attachment_ids=[second, first, desk.photo(estate.manager)]).json
    assert [picture["id"] for picture in back["pictures"]][:2] == [second, first]
    assert library.change(estate.manager, article, '"3"', attachment_ids=[foreign]).json["code"] == "attachment.unknown"
    desk.as_(estate.manager).post(f"articles/{article['id']}/unpublish")
    assert desk.as_(estate.neighbour).get(f"attachments/{first}").status_code == 404
    kept = desk.as_(estate.manager).get(f"articles/{article['id']}/versions").json["items"]
    assert [len(version["pictures"]) for version in kept] == [3, 3, 1, 2]


def test_markup_and_rare_characters_come_back_as_they_were(library: Library, estate: Estate) -> None:
    body = '<script>alert(1)</script> 𠮷野家 👨‍👩‍👧 "引号" & 100%'
    article = library.write(title="<b>粗体</b>", body=body)
    shown = library.read(estate.resident, article).json
    assert (shown["title"], shown["body"]) == ("<b>粗体</b>", body)
    assert library.titles(estate.resident, "?q=𠮷野") == ["<b>粗体</b>"]


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"title": "长" * 101}, {"body": ""}, {"category": ""}, {"body": "长" * 20_001}, {"views": 1}]
)
def test_what_an_article_cannot_be(library: Library, estate: Estate, wrong: dict[str, Any]) -> None:
    assert library.try_to_write(estate.manager, **wrong).status_code == 422


def test_standard_answers_are_the_staffs(desk: Desk, estate: Estate) -> None:
    body = {"community_id": str(estate.community_id), "title": "停水通知", "text": "今日停水，预计 18 点恢复。"}
    added = desk.as_(estate.manager).post("quick-answers", body)
    assert (added.status_code, added.json["version"]) == (201, 1)
    everywhere = desk.as_(estate.admin).post("quick-answers", body | {"community_id": None, "title": "感谢反馈"})
    assert everywhere.status_code == 201
    assert desk.as_(estate.manager).post("quick-answers", body | {"community_id": None}).status_code == 403
    for reader in (estate.worker, estate.manager, estate.operator):
        assert [a["title"] for a in desk.as_(reader).get("quick-answers").json["items"]] == ["停水通知", "感谢反馈"]
        assert [a["title"] for a in desk.as_(reader).get("quick-answers?q=通知").json["items"]] == ["停水通知"]
    assert [a["title"] for a in desk.as_(estate.foreign.worker).get("quick-answers").json["items"]] == ["感谢反馈"]
    for outsider in (estate.resident, estate.officer, estate.auditor):
        assert desk.as_(outsider).get("quick-answers").status_code == 403
        assert desk.as_(outsider).post("quick-answers", body).status_code == 403
    assert desk.as_(estate.worker).post("quick-answers", body).status_code == 403


def test_standard_answers_are_changed_with_a_look_and_removed(desk: Desk, estate: Estate) -> None:
    body = {"community_id": str(estate.community_id), "title": "停水通知", "text": "今日停水。"}
    path = f"quick-answers/{desk.as_(estate.manager).post('quick-answers', body).json['id']}"
    manager = desk.as_(estate.manager)
    assert manager.patch(path, {"text": "明日停水。"}).status_code == 428
    changed = manager.patch(path, {"text": "明日停水。"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json["text"], changed.headers["ETag"]) == (200, "明日停水。", '"2"')
    assert manager.patch(path, {"text": "后日停水。"}, headers={"If-Match": '"1"'}).status_code == 412
    for person, status in ((estate.worker, 403), (estate.resident, 403), (estate.foreign.manager, 404)):
        assert desk.as_(person).patch(path, {"text": "?"}, headers={"If-Match": '"2"'}).status_code == status
        assert desk.as_(person).delete(path).status_code == status
    assert manager.delete(path).status_code == 204
    assert manager.get("quick-answers").json["items"] == []
    assert manager.delete(path).status_code == 404
