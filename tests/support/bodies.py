"""Makes request bodies of the right shape from the OpenAPI document, to get past the form and as far as the rights."""

from typing import Any

from community.core.clock import now
from community.core.ids import new_id

Json = dict[str, Any]


def body_for(document: Json, operation: Json, known: dict[str, str]) -> Any:
    """Return a JSON body with every required field; ids of the `known` names are taken from there."""
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return {}
    return _example(document, content["application/json"]["schema"], "", known)


def _example(document: Json, schema: Json, name: str, known: dict[str, str]) -> Any:
    if "$ref" in schema:
        return _example(document, document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], name, known)
    kind = schema.get("type")
    kind = next((k for k in kind if k != "null"), None) if isinstance(kind, list) else kind
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "object" or "properties" in schema:
        wanted = set(schema.get("required", ())) | (schema.get("properties", {}).keys() & known.keys())
        return {n: _example(document, schema["properties"][n], n, known) for n in sorted(wanted)}
    if kind == "array":
        return [_example(document, schema["items"], name, known)] * schema.get("minItems", 0)
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return False
    return _text(schema, name, known)


def _text(schema: Json, name: str, known: dict[str, str]) -> str:
    if name in known:
        return known[name]
    match schema.get("format"):
        case "uuid":
            return str(new_id())
        case "date-time":
            return now().isoformat()
    if "phone" in name:
        return "13900000000"
    return "理由" * max(1, schema.get("minLength", 1))
