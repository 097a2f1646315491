"""Serves the built web apps: files by name, compressed where a compressed twin exists, and one page for every other address."""

from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound

NOT_PAGES = ("api/", "health/", "metrics", "assets/", "simulator/api/")
FOREVER = 365 * 24 * 3600


def init_frontend(app: Flask, dist: Path) -> None:
    """Register the catch-all route, after all others."""

    @app.get("/", defaults={"path": "index.html"})
    @app.get("/<path:path>")
    def frontend(path: str) -> Response:
        if (dist / path).is_file():
            return _file(dist, path)
        if path.startswith(NOT_PAGES) or "." in path.rsplit("/", 1)[-1] or not (dist / "index.html").is_file():
            raise NotFound
        return _file(dist, "index.html")


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
