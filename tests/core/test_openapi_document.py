"""The OpenAPI document: valid, complete, with the rights of every operation printed into it."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from jsonschema_rs import Draft202012Validator, meta

from community.core.kernel import Kernel
from tests.support.clients import Client
from tests.support.estate import Estate

METHODS = {"get", "post", "put", "patch", "delete"}


def document_of(app: Flask) -> dict[str, Any]:
    answer = Client(app).get("openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json
    return document


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [found for path in document["paths"].values() for method, found in path.items() if method in METHODS]


@pytest.fixture(params=["app", "board"])
def application(request: pytest.FixtureRequest) -> Flask:
    """The whole product, and the sandbox."""
    found: Flask = request.getfixturevalue(request.param)
    return found


def test_the_document_can_be_read_by_others(application: Flask) -> None:
    document = document_of(application)
    assert document["openapi"].startswith("3.1")
    loaded = schemathesis.openapi.from_dict(document)
    assert len([found.ok() for found in loaded.get_all_operations()]) == len(operations(document))


def test_every_schema_in_it_is_a_valid_schema(application: Flask) -> None:
    components = document_of(application)["components"]
    for name, schema in components["schemas"].items():
        assert meta.is_valid(schema), name
        Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})


def test_every_reference_leads_somewhere(application: Flask) -> None:
    document = document_of(application)

    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [found for inner in node.values() for found in references(inner)]
        return [found for inner in node for found in references(inner)] if isinstance(node, list) else []

    for reference in references(document):
        target = document
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


def test_operation_ids_are_unique(application: Flask) -> None:
    ids = [found["operationId"] for found in operations(document_of(application))]
    assert sorted(ids) == sorted(set(ids))


def test_every_operation_prints_its_row_of_the_table_of_rights(application: Flask) -> None:
    core: Kernel = application.extensions["linli"]
    for found in operations(document_of(application)):
        rule = core.operations[found["operationId"]]
        assert found["x-authz"] == rule.describe()
        assert found["security"] == ([] if rule.public else [{"bearer": []}])


def test_every_route_of_the_api_is_in_the_document(application: Flask) -> None:
    core: Kernel = application.extensions["linli"]
    documented = {found["operationId"] for found in operations(document_of(application))}
    assert documented == core.operations.keys()


def test_the_feed_is_documented_as_a_stream(app: Flask) -> None:
    found = document_of(app)["paths"]["/api/v1/feed"]["get"]
    assert found["operationId"] == "feed.read"
    assert set(found["responses"]["200"]["content"]) == {"text/event-stream"}
    assert {(parameter["in"], parameter["name"]) for parameter in found["parameters"]} == {
        ("header", "Last-Event-ID"),
        ("query", "last_event_id"),
    }


def test_a_web_process_that_is_asked_for_the_feed_says_who_serves_it(client: Client, estate: Estate) -> None:
    answer = client.as_(estate.resident).get("feed")
    assert (answer.status_code, answer.json["code"]) == (404, "feed.elsewhere")
    assert client.get("feed").status_code == 401


def test_every_operation_has_a_sentence_and_answers_errors_with_a_problem(application: Flask) -> None:
    for found in operations(document_of(application)):
        assert found.get("summary"), found["operationId"]
        assert found["responses"]["default"] == {"$ref": "#/components/responses/DEFAULT_ERROR"}


def test_a_list_is_documented_with_its_page(board: Flask) -> None:
    document = document_of(board)
    listing = document["paths"]["/api/v1/notes"]["get"]
    assert {parameter["name"] for parameter in listing["parameters"]} == {"text", "cursor", "limit"}
    assert listing["responses"]["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/NoteOutPage"}
    assert document["components"]["schemas"]["NoteOutPage"]["properties"]["items"]["items"] == {
        "$ref": "#/components/schemas/NoteOut"
    }
