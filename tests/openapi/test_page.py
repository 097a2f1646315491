"""The page that shows the API: open to everybody, made of the platform's own files, and no operation of the API."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from community import frontend
from community.core.openapi import DESCRIPTIONS, check_operations

PAGE = "/api/v1/docs"


@pytest.fixture
def built(tmp_path: Path) -> FlaskClient:
    """A client of an app that serves a build of the web apps."""
    (tmp_path / "docs.html").write_text("<title>Linli API</title>")
    (tmp_path / "index.html").write_text("<title>邻里</title>")
    app = Flask("pages")
    frontend.init_frontend(app, tmp_path)
    return app.test_client()


def test_anybody_may_read_how_the_api_is_called(built: FlaskClient) -> None:
    with built.get(PAGE) as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "text/html"
        assert "Linli API" in answer.text


def test_the_page_only_exists_once_it_is_built(tmp_path: Path) -> None:
    app = Flask("pages")
    frontend.init_frontend(app, tmp_path)
    assert app.test_client().get(PAGE).status_code == 404


def test_the_page_is_known_to_the_check_and_listed_nowhere_as_an_operation(app: Flask) -> None:
    check_operations(app)
    rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == PAGE)
    assert rule.endpoint in DESCRIPTIONS
    assert "/api/v1/docs" not in app.extensions["linli_api"].spec.to_dict()["paths"]


def test_another_page_below_the_api_without_a_row_is_refused() -> None:
    app = Flask("pages")
    app.extensions["linli"] = SimpleNamespace(operations={})
    app.add_url_rule("/api/v1/docs-of-mine", endpoint="api-docs-mine", view_func=lambda: "")
    with pytest.raises(RuntimeError, match="not guarded"):
        check_operations(app)


def test_the_page_names_only_files_of_its_own() -> None:
    source = (Path(__file__).parents[2] / "web" / "docs.html").read_text()
    assert "://" not in source
    assert "<style" not in source
