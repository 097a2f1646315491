"""The built web apps: files by name, compressed where that helps, and one page for every address that people may type."""

import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from community.core.problems import init_problems
from community.core.requests import init_requests
from community.frontend import init_frontend

Visit = Callable[..., TestResponse]
PAGE = b"<!doctype html><title>Linli</title>"
SCRIPT = b"console.log('linli');" * 50


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    assets = tmp_path / "dist" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_bytes(PAGE)
    (tmp_path / "dist" / "sw.js").write_bytes(b"// worker")
    (assets / "app-1a2b.js").write_bytes(SCRIPT)
    (assets / "app-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return tmp_path / "dist"


@pytest.fixture
def visit(dist: Path) -> Visit:
    app = Flask("frontend", static_folder=None)
    init_problems(app)
    init_requests(app)
    init_frontend(app, dist)
    return partial(app.test_client().get, buffered=True)


@pytest.mark.parametrize("address", ["/", "/index.html", "/tickets", "/tickets/42", "/a/b/c", "/apis", "/healthy", "/控制室"])
def test_every_address_of_the_apps_is_the_one_page(visit: Visit, address: str) -> None:
    answer = visit(address)
    assert (answer.status_code, answer.data) == (200, PAGE)
    assert "no-cache" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/api",
        "/api/",
        "/api/v1/nowhere",
        "/health",
        "/health/nowhere",
        "/metrics/x",
        "/assets/gone.js",
        "/assets/gone",
        "/favicon.ico",
        "/simulator/api/x",
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/" + "a" * 300 + ".js",
        "/" + "a/" * 3000 + "x.js",
    ],
)
def test_what_is_no_page_and_no_file_is_not_found(visit: Visit, address: str) -> None:
    answer = visit(address)
    assert answer.status_code == 404
    assert b"secret" not in answer.data


def test_even_an_address_that_no_file_could_have_is_a_page(visit: Visit) -> None:
    assert visit("/" + "a" * 300).data == PAGE
    assert visit("/%00").data == PAGE


def test_files_named_by_their_content_are_kept_for_ever(visit: Visit) -> None:
    answer = visit("/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert answer.data == SCRIPT
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "immutable" in answer.headers["Cache-Control"]


def test_other_files_are_asked_for_anew_and_may_be_unchanged(visit: Visit) -> None:
    first = visit("/sw.js")
    assert "no-cache" in first.headers["Cache-Control"]
    assert visit("/sw.js", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_browser_that_can_unpack_gets_the_compressed_twin(visit: Visit) -> None:
    answer = visit("/assets/app-1a2b.js", headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == SCRIPT
    assert answer.content_type.startswith("text/javascript")


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0"])
def test_one_that_cannot_gets_the_plain_file(visit: Visit, accepted: str) -> None:
    answer = visit("/assets/app-1a2b.js", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == SCRIPT


@pytest.mark.parametrize("address", ["/", "/assets/app-1a2b.js"])
def test_the_date_is_left_to_the_server_which_adds_it_to_every_answer(visit: Visit, address: str) -> None:
    answer = visit(address)
    assert "Date" not in answer.headers
    assert "Date" not in visit(address, headers={"If-None-Match": answer.headers["ETag"]}).headers


def test_caches_keep_both_apart(visit: Visit) -> None:
    assert visit("/assets/app-1a2b.js").headers["Vary"] == "Accept-Encoding"


def test_without_a_built_app_there_is_nothing_to_see(tmp_path: Path) -> None:
    app = Flask("frontend", static_folder=None)
    init_problems(app)
    init_frontend(app, tmp_path)
    assert app.test_client().get("/").status_code == 404
