"""The OpenAPI document: the rights of every operation printed into it, and the check that nothing is missing anywhere."""

from typing import Any

from flask import Flask
from flask_smorest import Api

from community.core.kernel import Kernel

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "stable and machine-readable"},
        "detail": {"type": "string", "description": "in the asker's language"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {k: {"type": "string"} for k in ("pointer", "code", "detail")}},
        },
    },
}


# The document and the page that shows it: they describe the API and hold nothing of anybody's, so no right is asked.
DESCRIPTIONS = ("api-docs.openapi_json", "api-docs-page")


class ProblemApi(Api):
    """The API document with one error shape."""

    ERROR_SCHEMA = None

    def _register_error_handlers(self) -> None:
        """Leave errors to `problems`, the one renderer."""

    def _register_responses(self) -> None:
        self.spec.components.schema("Problem", PROBLEM)
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        self.spec.components.response("DEFAULT_ERROR", {"description": "What went wrong", "content": content})
        self.spec.components.response("UNPROCESSABLE_CONTENT", {"description": "What went wrong", "content": content})
        self.spec.components.response("UNPROCESSABLE_ENTITY", {"description": "What went wrong", "content": content})


def check_operations(app: Flask) -> None:
    """Compare the URL map with the table of rights; raises RuntimeError for a route without a row or a row without a route."""
    core: Kernel = app.extensions["linli"]
    used: set[str] = set()
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/"):
            continue
        operation = getattr(app.view_functions[rule.endpoint], "__operation__", None)
        if operation is None and rule.endpoint not in DESCRIPTIONS:
            raise RuntimeError(f"{rule.rule} is not guarded by an operation")
        if operation is not None:
            used.add(operation)
    if missing := sorted(used - core.operations.keys()):
        raise RuntimeError(f"operations without a row in the table of rights: {missing}")
    if unused := sorted(core.operations.keys() - used):
        raise RuntimeError(f"rows in the table of rights without a route: {unused}")


def annotate(app: Flask, api: Any) -> None:
    """Print each operation's row into the document as `x-authz`, and regular expressions as the rest of the world writes them."""
    core: Kernel = app.extensions["linli"]
    document = api.spec.to_dict()
    _translate_patterns(document)
    for path in document["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and "operationId" in operation:
                rule = core.operations[operation["operationId"]]
                operation["x-authz"] = rule.describe()
                operation.setdefault("security", [] if rule.public else [{"bearer": []}])


def _translate_patterns(node: Any) -> None:
    """Write `\\A` and `\\Z`, which only Python knows, as `^` and `$`, which mean the same in JSON Schema."""
    if isinstance(node, list):
        for inner in node:
            _translate_patterns(inner)
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key == "pattern" and isinstance(inner, str):
                node[key] = inner.replace(r"\A", "^").replace(r"\Z", "$")
            else:
                _translate_patterns(inner)
