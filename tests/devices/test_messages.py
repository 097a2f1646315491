"""The payloads of `sc/v1`: what is read, what is refused, and that nothing but a MessageError ever comes out."""

import contextlib
import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices import messages, topics
from devices.messages import (
    MESSAGES,
    Ack,
    CallNotice,
    CallRequest,
    Command,
    Credential,
    DeviceEvent,
    DoorState,
    Lock,
    Message,
    MessageError,
    Phys,
    Response,
    Result,
    State,
    Status,
    Telemetry,
    TimeReply,
    TimeRequest,
    UpCall,
    event_position,
)
from devices.wire import MAX_PAYLOAD

SESSION = "s-0123456789"
EXAMPLES: dict[type[Message], Message] = {
    Status: Status(state=State.READY, sess=SESSION, model="DP-7", fw="1.2.0", caps=("unlock", "call"), doors=(1, 2)),
    TimeRequest: TimeRequest(id="time-0001", t0=52_017),
    TimeReply: TimeReply(id="time-0001", t0=52_017, server=1_795_000_000_000),
    Telemetry: Telemetry(sess=SESSION, uptime=3600, rssi=-61, temp=21.5, backlog=3, clock_error=12),
    DoorState: DoorState(lock=Lock.LOCKED, phys=Phys.CLOSED, t=1_795_000_000_000),
    Command: Command(
        id="cmd-00000001",
        cmd="unlock",
        door=1,
        ts=1_795_000_000_000,
        exp=1_795_000_010_000,
        sess=SESSION,
        reply="web-1",
        args={"seconds": 5},
        trace="req.1",
    ),
    Response: Response(id="cmd-00000001", result=Result.DONE, code="opened", t=1_795_000_000_100),
    DeviceEvent: DeviceEvent(
        sess=SESSION,
        boot="store-01",
        seq=1,
        id="event-0001",
        t=1_795_000_000_200,
        type="access_granted",
        door=1,
        cred=Credential(kind="card", ref="c-17"),
        cause="cmd-00000001",
    ),
    Ack: Ack(boot="store-01", upto=17),
    CallRequest: CallRequest(call="call-0001", type=UpCall.INVITE, home="1203", t=1_795_000_000_000),
    CallNotice: CallNotice(call="call-0001", type=messages.DownCall.RINGING, label="1203 室 王家"),
}

kinds = pytest.mark.parametrize("kind", MESSAGES.values(), ids=lambda kind: kind.__name__)
any_kind = st.sampled_from(list(MESSAGES.values()))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def refusal(kind: type[Message], payload: bytes) -> str:
    """The error's code and field, as `code:field`."""
    with pytest.raises(MessageError) as caught:
        kind.decode(payload)
    return f"{caught.value.code}:{caught.value.field}"


def changed(kind: type[Message], **fields: object) -> bytes:
    """The kind's example with some fields replaced."""
    return orjson.dumps(EXAMPLES[kind].as_dict() | fields)


def test_every_channel_has_an_example_here():
    assert set(EXAMPLES) == set(MESSAGES.values())


@kinds
def test_what_is_encoded_reads_back_equal(kind):
    assert kind.decode(EXAMPLES[kind].encode()) == EXAMPLES[kind]


@kinds
def test_unknown_fields_are_ignored(kind):
    assert kind.decode(changed(kind, from_the_future={"deep": [1]})) == EXAMPLES[kind]


@kinds
def test_a_missing_required_field_is_named(kind):
    for name in kind.schema()["required"]:
        without = {key: value for key, value in EXAMPLES[kind].as_dict().items() if key != name}
        assert refusal(kind, orjson.dumps(without)) == f"missing:{name}"


@kinds
def test_null_for_a_required_field_is_missing_and_for_another_is_its_default(kind):
    needed = kind.schema()["required"]
    for name in kind.schema()["properties"]:
        if name in needed:
            assert refusal(kind, changed(kind, **{name: None})) == f"missing:{name}"
        elif not (kind is CallRequest and name == "home"):
            kind.decode(changed(kind, **{name: None}))


@kinds
def test_an_object_where_a_scalar_belongs_is_a_wrong_type(kind):
    for name, shape in kind.schema()["properties"].items():
        if shape["type"] != "object":
            assert refusal(kind, changed(kind, **{name: {}})) == f"wrong_type:{name}"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "not_json:"),
        (b"{", "not_json:"),
        (b"\xff\xfe{}", "not_json:"),
        (b'{"id": NaN}', "not_json:"),
        (b'{"id": "\\ud800"}', "not_json:"),
        (b"[" * 60_000, "not_json:"),
        (b"[]", "not_object:"),
        (b"null", "not_object:"),
        (b'"text"', "not_object:"),
        (b" " * (MAX_PAYLOAD + 1), "too_large:"),
    ],
    ids=["empty", "cut", "not utf-8", "nan", "lone surrogate", "deep", "list", "null", "string", "oversize"],
)
def test_what_is_not_a_json_object_is_refused(payload, code):
    assert refusal(Ack, payload) == code


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        (Command, {"id": "short"}, "bad_value:id"),
        (Command, {"id": "x" * 65}, "bad_value:id"),
        (Command, {"id": "cmd|0000001"}, "bad_value:id"),
        (Command, {"sess": "s" * 33}, "bad_value:sess"),
        (Command, {"cmd": "Unlock"}, "bad_value:cmd"),
        (Command, {"door": True}, "wrong_type:door"),
        (Command, {"door": -1}, "bad_value:door"),
        (Command, {"exp": 2**53}, "bad_value:exp"),
        (Command, {"exp": 1.5}, "wrong_type:exp"),
        (Command, {"exp": "1795000010000"}, "wrong_type:exp"),
        (Command, {"reply": "a/b"}, "bad_value:reply"),
        (Command, {"reply": "#"}, "bad_value:reply"),
        (Command, {"v": 2}, "bad_value:v"),
        (Command, {"args": {"text": "a|b"}}, "bad_value:args"),
        (Command, {"args": {"text": "a&seconds=30"}}, "bad_value:args"),
        (Command, {"args": {"Seconds": 5}}, "bad_value:args"),
        (Command, {"args": {"seconds": 5.5}}, "wrong_type:args"),
        (Command, {"args": {"seconds": [5]}}, "wrong_type:args"),
        (Command, {"args": {f"k{n}": n for n in range(9)}}, "bad_value:args"),
        (Status, {"state": "here"}, "bad_value:state"),
        (Status, {"caps": ["unlock"] * 65}, "bad_value:caps"),
        (Status, {"caps": "unlock"}, "wrong_type:caps"),
        (Status, {"doors": [0]}, "bad_value:doors"),
        (Status, {"model": "line\nbreak"}, "bad_value:model"),
        (Status, {"model": "nul\x00"}, "bad_value:model"),
        (Telemetry, {"temp": 1e9}, "bad_value:temp"),
        (Telemetry, {"temp": False}, "wrong_type:temp"),
        (DoorState, {"tamper": 1}, "wrong_type:tamper"),
        (DoorState, {"lock": "open"}, "bad_value:lock"),
        (DeviceEvent, {"seq": 0}, "bad_value:seq"),
        (DeviceEvent, {"cred": {"ref": "x"}}, "missing:kind"),
        (DeviceEvent, {"reason": "x" * 81}, "bad_value:reason"),
        (CallRequest, {"home": None}, "missing:home"),
        (CallRequest, {"home": "12 03"}, "bad_value:home"),
        (CallNotice, {"label": "长" * 81}, "bad_value:label"),
    ],
)
def test_a_value_outside_its_bounds_is_refused(kind, fields, code):
    assert refusal(kind, changed(kind, **fields)) == code


def test_whole_floats_count_as_integers():
    assert Ack.decode(b'{"boot": "store-01", "upto": 1.7e2}').upto == 170


def test_a_hangup_needs_no_home():
    assert CallRequest.decode(b'{"call": "call-0001", "type": "hangup"}').home is None


def test_a_message_cannot_be_built_outside_the_contract_either():
    with pytest.raises(MessageError, match="bad_value: upto"):
        Ack(boot="store-01", upto=-1)


def test_an_event_without_a_lasting_store_is_counted_within_its_session():
    event = DeviceEvent.decode(changed(DeviceEvent, boot=None))
    assert (event.store, event.seq) == (SESSION, 1)
    assert event_position(changed(DeviceEvent)) == ("store-01", 1)


def test_a_bad_event_still_tells_its_position_if_that_can_be_read():
    assert event_position(changed(DeviceEvent, type=None, id=7)) == ("store-01", 1)
    assert event_position(changed(DeviceEvent, boot=7)) is None
    assert event_position(changed(DeviceEvent, seq="1")) is None
    assert event_position(b"{") is None


@given(kind=any_kind, payload=st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_message_error(kind, payload):
    with contextlib.suppress(MessageError):
        kind.decode(payload)


@settings(max_examples=300)
@given(kind=any_kind, value=json_values, data=st.data())
def test_no_json_raises_anything_but_a_message_error(kind, value, data):
    name = data.draw(st.sampled_from(sorted(kind.schema()["properties"])))
    payload = json.dumps(EXAMPLES[kind].as_dict() | {name: value}).encode()
    with contextlib.suppress(MessageError):
        message = kind.decode(payload)
        assert kind.decode(message.encode()) == message


@given(payload=st.binary(max_size=200))
def test_a_position_is_never_an_exception(payload):
    event_position(payload)


def test_topics_carry_the_device_and_what_follows():
    assert topics.DOWN_CMD.to("panel-0001") == "sc/v1/panel-0001/down/cmd"
    assert topics.UP_DOOR.to("panel-0001", 2) == "sc/v1/panel-0001/up/door/2"
    assert topics.UP_DOOR.address == "sc/v1/{device}/up/door/{n}"
    assert topics.UP_EVENT.shared("workers") == "$share/workers/sc/v1/+/up/event"
    assert topics.everything_for("panel-0001") == "sc/v1/panel-0001/down/#"


@pytest.mark.parametrize("channel", topics.CHANNELS, ids=lambda channel: channel.path)
def test_a_topic_reads_back_as_its_address(channel):
    tail = "7" if channel.tail else None
    assert topics.parse(channel.to("panel-0001", tail)) == topics.Address("panel-0001", channel, tail)


@pytest.mark.parametrize("device", ["", "short", "Panel-0001", "panel/0001", "panel+0001", "#", "p" * 41, "panel-001\n"])
def test_an_id_that_could_reach_another_topic_is_refused(device):
    with pytest.raises(topics.TopicError):
        topics.DOWN_CMD.to(device)
    with pytest.raises(topics.TopicError):
        topics.everything_for(device)


@pytest.mark.parametrize("tail", [None, "", "a/b", "+", "#", "x" * 65])
def test_a_tail_that_could_reach_another_topic_is_refused(tail):
    with pytest.raises(topics.TopicError):
        topics.UP_RSP.to("panel-0001", tail)


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "sc/v1/panel-0001",
        "sc/v2/panel-0001/up/status",
        "sc/v1/PANEL-0001/up/status",
        "sc/v1/panel-0001/up/secret",
        "sc/v1/panel-0001/up/status/1",
        "sc/v1/panel-0001/up/door",
        "sc/v1/panel-0001/up/door/",
        "sc/v1/panel-0001/up/door/1/2",
        "sc/v1/panel-0001/down/cfg",
        "$SYS/broker/load/messages/received/1min",
    ],
)
def test_a_topic_outside_the_table_is_refused(topic):
    with pytest.raises(topics.TopicError):
        topics.parse(topic)


def test_reserved_paths_are_not_channels_yet():
    assert not set(topics.RESERVED) & {channel.path for channel in topics.CHANNELS}
