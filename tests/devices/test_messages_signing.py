"""Signatures of door commands: what they cover, and that nothing else passes."""

from base64 import b64encode
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from devices.messages import Command
from devices.signing import arguments_text, is_signed, public_key_text, read_public_key, sign, signed_text

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEYS = {"k1": KEY.public_key(), "k0": OTHER.public_key()}
DEVICE = "panel-0001"
COMMAND = Command(
    id="cmd-00000001",
    cmd="unlock",
    door=1,
    ts=1_795_000_000_000,
    exp=1_795_000_010_000,
    sess="s-0123456789",
    by="person:7",
    via="app",
    reply="web-1",
    args={"seconds": 5},
)
SIGNED = sign(KEY, "k1", DEVICE, COMMAND)


def test_the_signed_text_is_the_documented_string():
    assert signed_text(DEVICE, COMMAND) == "sc/v1|panel-0001|cmd-00000001|unlock|1|s-0123456789|1795000010000|seconds=5"


def test_arguments_are_sorted_and_plain():
    assert arguments_text({}) == ""
    assert arguments_text({"seconds": 5, "on": True, "mode": "fire"}) == "mode=fire&on=true&seconds=5"


def test_a_signed_command_is_accepted_also_after_a_trip_over_the_wire():
    assert is_signed(KEYS, DEVICE, Command.decode(SIGNED.encode()))


def test_without_a_key_id_every_key_is_tried():
    assert is_signed(KEYS, DEVICE, replace(SIGNED, kid=None))


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "cmd-00000002"},
        {"cmd": "passage"},
        {"door": 2},
        {"sess": "s-9876543210"},
        {"exp": COMMAND.exp + 1},
        {"args": {"seconds": 30}},
        {"args": {}},
        {"args": {"seconds": "5", "on": False}},
        {"kid": "k0"},
        {"kid": "unknown"},
        {"sig": ""},
        {"sig": "not base64!"},
        {"sig": b64encode(bytes(64)).decode()},
        {"sig": b64encode(bytes(3)).decode()},
    ],
    ids=str,
)
def test_a_changed_command_is_refused(fields):
    assert not is_signed(KEYS, DEVICE, replace(SIGNED, **fields))


def test_a_command_for_another_device_is_refused():
    assert not is_signed(KEYS, "panel-0002", SIGNED)


def test_a_device_without_keys_accepts_nothing():
    assert not is_signed({}, DEVICE, SIGNED)


def test_a_foreign_key_is_refused():
    stranger = Ed25519PrivateKey.generate()
    assert not is_signed(KEYS, DEVICE, sign(stranger, "k1", DEVICE, COMMAND))


def test_public_keys_travel_as_base64_of_the_raw_bytes():
    text = public_key_text(KEY.public_key())
    assert read_public_key(text).public_bytes_raw() == KEY.public_key().public_bytes_raw()


@pytest.mark.parametrize("text", ["", "short", b64encode(bytes(31)).decode(), "ä" * 44])
def test_anything_but_a_key_is_a_value_error(text):
    with pytest.raises(ValueError, match=r".*"):
        read_public_key(text)


words = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
scalars = st.booleans() | st.integers(-1000, 1000) | st.text("abc019.:-", max_size=8)


@given(args=st.dictionaries(words, scalars, max_size=8))
def test_any_arguments_can_be_signed_and_read(args):
    signed = sign(KEY, "k1", DEVICE, replace(COMMAND, args=args))
    assert is_signed(KEYS, DEVICE, Command.decode(signed.encode()))
