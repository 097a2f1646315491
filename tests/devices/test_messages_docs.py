"""The vendor's documents say what the code does: `docs/mqtt.md` and `docs/asyncapi.yaml` against topics, messages, signing."""

import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices.messages import MESSAGES, Command, Credential
from devices.signing import is_signed, public_key_text, read_public_key, signed_text
from devices.topics import CHANNELS, RESERVED, Channel

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "mqtt.md").read_text(encoding="utf-8")
API = yaml.safe_load((DOCS / "asyncapi.yaml").read_text(encoding="utf-8"))
SCHEMAS = API["components"]["schemas"]
EXAMPLES = re.findall(r"^```json (\S+)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
BY_PATH = {channel.path: channel for channel in CHANNELS}
KINDS = [*MESSAGES.values(), Credential]

channels = pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.path)


def operation_of(channel: Channel) -> dict[str, Any]:
    """The one operation on this channel's address."""
    names = [name for name, entry in API["channels"].items() if entry["address"] == channel.address]
    assert len(names) == 1, f"{channel.address} stands {len(names)} times in the document"
    (operation,) = (each for each in API["operations"].values() if each["channel"] == {"$ref": f"#/channels/{names[0]}"})
    return operation


def undescribed(shape: Any) -> Any:
    """The bare schema: without descriptions, and with references to other schemas filled in."""
    if not isinstance(shape, dict):
        return [undescribed(each) for each in shape] if isinstance(shape, list) else shape
    if "$ref" in shape:
        return undescribed(SCHEMAS[shape["$ref"].rpartition("/")[2]])
    return {key: undescribed(value) for key, value in shape.items() if key != "description" or not isinstance(value, str)}


# -- docs/asyncapi.yaml


def test_the_document_has_every_channel_and_no_other():
    assert {entry["address"] for entry in API["channels"].values()} == {channel.address for channel in CHANNELS}
    assert len(API["operations"]) == len(CHANNELS)
    assert tuple(API["x-reserved"]) == RESERVED


@channels
def test_an_operation_tells_direction_and_delivery_as_the_code_has_them(channel):
    operation = operation_of(channel)
    assert operation["action"] == ("send" if channel.path.startswith("up/") else "receive")
    terms = operation["bindings"]["mqtt"]
    assert (terms["qos"], terms["retain"]) == (channel.qos, channel.retained)
    assert terms.get("messageExpiryInterval") == channel.expiry


@channels
def test_a_channel_carries_the_message_that_the_code_decodes(channel):
    name = MESSAGES[channel].__name__
    (message,) = operation_of(channel)["messages"]
    assert message["$ref"].endswith(f"/messages/{name}")
    assert API["components"]["messages"][name]["payload"] == {"$ref": f"#/components/schemas/{name}"}


def test_the_document_has_every_message_and_no_other():
    assert set(SCHEMAS) == {kind.__name__ for kind in KINDS}
    assert set(API["components"]["messages"]) == {kind.__name__ for kind in MESSAGES.values()}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_schema_is_that_of_the_code(kind):
    assert undescribed(SCHEMAS[kind.__name__]) == kind.schema()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_is_explained(kind):
    for name, shape in SCHEMAS[kind.__name__]["properties"].items():
        assert shape.get("description") or "$ref" in shape, name


def test_every_reference_leads_somewhere():
    def walk(node: Any) -> None:
        if isinstance(node, dict) and "$ref" in node:
            target = API
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
        for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(each)

    walk(API)


@channels
def test_the_examples_in_the_document_are_within_schema_and_code(channel):
    kind = MESSAGES[channel]
    examples = API["components"]["messages"][kind.__name__]["examples"]
    assert examples
    for example in examples:
        jsonschema_rs.validate(kind.schema(), example["payload"])
        kind.of(example["payload"])


# -- docs/mqtt.md


@channels
def test_the_page_shows_each_message(channel):
    assert channel.path in {path for path, _ in EXAMPLES}


@pytest.mark.parametrize(("path", "text"), EXAMPLES, ids=[f"{path} {n}" for n, (path, _) in enumerate(EXAMPLES)])
def test_an_example_on_the_page_is_understood_to_the_last_field(path, text):
    kind = MESSAGES[BY_PATH[path]]
    message = kind.decode(text.encode())
    assert set(yaml.safe_load(text)) <= set(message.as_dict()), "a field that the code does not know"


@channels
def test_the_table_of_topics_tells_delivery_as_the_code_has_it(channel):
    row = next(line for line in PAGE.splitlines() if line.startswith("| `") and f"`{_written(channel)}`" in line)
    cells = [cell.strip() for cell in row.split("|")]
    assert cells[3:5] == [str(channel.qos), "yes" if channel.retained else "no"]
    assert (str(channel.expiry) in cells[5]) if channel.expiry else cells[5] == "–"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_page_names_every_field(kind):
    for name in kind.schema()["properties"]:
        assert re.search(rf'`{name}`|"{name}"|\b{name}\b', PAGE), name


@pytest.mark.parametrize("path", RESERVED)
def test_the_page_lists_what_is_reserved(path):
    assert f"`{path}`" in PAGE.partition("## Reserved")[2]


def vectors() -> list[tuple[str, str]]:
    lines = re.search(r"^```vectors\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)[1].splitlines()
    return list(zip(lines[::2], lines[1::2], strict=True))


def test_the_test_vectors_are_right():
    private, public = re.search(r"Private key \(32 bytes, for tests only\) `(\S+)`, public key\n`(\S+)`", PAGE).groups()
    key = Ed25519PrivateKey.from_private_bytes(b64decode(private))
    assert public_key_text(key.public_key()) == public
    assert len(vectors()) == 3
    for text, signature in vectors():
        assert key.sign(text.encode()) == b64decode(signature)


def test_the_command_on_the_page_carries_the_first_vector():
    command = Command.decode(next(text for path, text in EXAMPLES if path == "down/cmd").encode())
    text, signature = vectors()[0]
    assert (signed_text("panel-7f3k2m9q", command), command.sig) == (text, signature)
    public = re.search(r'"ed25519": "(\S+)"', PAGE)[1]
    assert is_signed({"k1": read_public_key(public)}, "panel-7f3k2m9q", command)
    assert not is_signed({"k1": read_public_key(public)}, "panel-7f3k2m9r", command)


def _written(channel: Channel) -> str:
    return channel.path + (f"/{{{channel.tail}}}" if channel.tail else "")
