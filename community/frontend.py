"""Serves the built web apps: files by name, compressed where a compressed twin exists, and one page for every other address."""

from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter

NOT_PAGES = ("assets/", "simulator/api/")
API_PAGE = "/api/v1/docs"
FOREVER = 365 * 24 * 3600


class PagePath(PathConverter):
    """Every address that the API has not reserved; so an unknown one below /api is 404 for any method, never 405."""

    regex = r"(?!(?:api|health|metrics)(?:/|$)).+?"


def init_frontend(app: Flask, dist: Path) -> None:
    """Register the page that shows the API, and the catch-all route after all others."""
    app.url_map.converters["page"] = PagePath

    # Outside the table of rights on purpose: see `community.core.openapi.DESCRIPTIONS`.
    @app.get(API_PAGE, endpoint="api-docs-page")
    def api_page() -> Response:
        if not _is_file(dist, "docs.html"):
            raise NotFound
        return _file(dist, "docs.html")

    @app.get("/<page:path>")
    def frontend(path: str) -> Response:
        if _is_file(dist, path):
            return _file(dist, path)
        if path.startswith(NOT_PAGES) or "." in path.rsplit("/", 1)[-1] or not _is_file(dist, "index.html"):
            raise NotFound
        return _file(dist, "index.html")

    @app.get("/")
    def front_page() -> Response:
        return frontend("index.html")


def _is_file(dist: Path, path: str) -> bool:
    try:
        return (dist / path).is_file()
    except OSError:  # a name that no file system would take
        return False


def _file(dist: Path, path: str) -> Response:
    # Files under assets/ carry their content's hash in their name; everything else must be asked for anew.
    hashed = path.startswith("assets/")
    zipped = request.accept_encodings.quality("gzip") > 0 and (dist / f"{path}.gz").is_file()
    response = send_from_directory(dist, path, max_age=FOREVER if hashed else 0)
    if zipped:
        kind = response.content_type
        response.close()
        response = send_from_directory(dist, f"{path}.gz", max_age=FOREVER if hashed else 0)
        response.content_type = kind
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    if hashed:
        response.cache_control.immutable = True
    return response
