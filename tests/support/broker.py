"""A private Mosquitto for tests: the project's own configuration on free ports, and clients that keep what they hear.

with running_broker(tmp_path) as broker:
    broker.admit("panel-00000001")                    # may sign in with `secret_of("panel-00000001")`
    with broker.device("panel-00000001") as panel, broker.platform() as platform:
        platform.subscribe("sc/v1/+/up/event")
        panel.publish("sc/v1/panel-00000001/up/event", "{}")
        assert platform.next().topic == "sc/v1/panel-00000001/up/event"
"""

import itertools
import os
import queue
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from paho.mqtt import client as paho
from paho.mqtt.client import MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from community.core.settings import Settings
from devices.broker import MosquittoAccess, PrivateBroker, hash_secret
from devices.broker.private import can_sign_in
from tests.support.processes import tethered

CONFIGURE = Path(__file__).resolve().parents[2] / "deploy/mosquitto/configure.sh"
PATIENCE = 20.0  # seconds that a test waits for something that must happen
_names = itertools.count(1)


def secret_of(device: str) -> str:
    """The secret that a test's device signs in with."""
    return f"secret-of-{device}"


def free_port_pair() -> int:
    """A port that is free together with the one above it: devices use the first, the platform the second."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


class BrokerUnderTest:
    """A Mosquitto process with its folder; `settings` are those of a platform that uses it."""

    def __init__(self, data: Path, port: int | None = None) -> None:
        self.settings = Settings(env="test", data=data, mqtt_port=port or free_port_pair())
        self.own = PrivateBroker(self.settings)
        self.access = MosquittoAccess(self.own.folder)
        self._admitted: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> list[str]:
        """Write what the broker reads; returns its command line."""
        return self.own.prepare()

    def answers(self) -> bool:
        """Whether it is up, and ours."""
        return self.own.answers()

    def apply(self) -> None:
        """Make the broker admit exactly those who are admitted now."""
        self.access.apply(self._admitted.items())

    @property
    def url(self) -> str:
        """Address with the platform's name and secret, for LINLI_MQTT_URL."""
        return self.settings.platform_mqtt_url

    @property
    def device_port(self) -> int:
        return self.settings.mqtt_port

    @property
    def platform_port(self) -> int:
        return self.settings.mqtt_port + 1

    def start(self) -> None:
        """Start the process and return when it has proved to be ours."""
        with (self.own.folder.parent / "broker.log").open("ab") as log:
            # SIGTERM, which the script of `ServedBroker` passes on
            self._process = tethered(self.prepare(), orphan_signal=signal.SIGTERM, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert self._process.poll() is None, (self.own.folder.parent / "broker.log").read_text()
            assert time.monotonic() < deadline, "the broker does not answer"
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process; `signal.SIGKILL` for a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def admit(self, *devices: str, **secrets: str) -> None:
        """Let these devices sign in, besides those admitted before; a secret may be given by keyword."""
        secrets = {device: secret_of(device) for device in devices} | secrets
        self._admitted |= {device: hash_secret(secret) for device, secret in secrets.items()}
        self.apply()

    def revoke(self, device: str) -> None:
        """Take a device's credentials away."""
        del self._admitted[device]
        self.apply()

    def device(self, name: str, **options: Any) -> "Peer":
        """A client on the device listener, signed in as that device unless options say otherwise."""
        return Peer(self.device_port, **{"name": name, "secret": secret_of(name), **options})

    def platform(self, **options: Any) -> "Peer":
        """A client on the platform's listener."""
        secret = self.settings.secret("broker_platform")
        return Peer(self.platform_port, **{"name": "platform", "secret": secret, **options})


class DeployedBroker(BrokerUnderTest):
    """A Mosquitto with the configuration of deploy/, whose operator reloads it when the list of devices changed."""

    def prepare(self) -> list[str]:
        folder = self.own.folder
        secret = self.settings.secret("broker_platform")
        environment = {
            "PATH": f"{os.environ['PATH']}:/usr/sbin",
            "BROKER_FOLDER": str(folder),
            "BROKER_SECRET": secret,
            "DEVICE_LISTENER": f"{self.device_port} 127.0.0.1",
            "PLATFORM_LISTENER": f"{self.platform_port} 127.0.0.1",
        }
        subprocess.run(["sh", str(CONFIGURE)], env=environment, check=True)
        configuration = folder / "mosquitto.conf"
        if os.geteuid() == 0:
            configuration.write_text(f"user root\n{configuration.read_text()}")
        return [shutil.which("mosquitto") or "/usr/sbin/mosquitto", "-c", str(configuration)]

    def answers(self) -> bool:
        return can_sign_in("127.0.0.1", self.platform_port, "platform", self.settings.secret("broker_platform"))

    def apply(self) -> None:
        super().apply()
        if self._process is not None:
            self._process.send_signal(signal.SIGHUP)


class ServedBroker(DeployedBroker):
    """The same, run by deploy/'s own script, which notices a new list of devices by itself."""

    def prepare(self) -> list[str]:
        super().prepare()
        return ["env", f"BROKER_FOLDER={self.own.folder}", "sh", str(CONFIGURE.with_name("serve.sh"))]


@contextmanager
def running_broker(data: Path, kind: type[BrokerUnderTest] = BrokerUnderTest) -> Iterator[BrokerUnderTest]:
    """A started broker whose files are below `data`; ended with the block."""
    broker = kind(data)
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()


class Peer:
    """A plain MQTT client that keeps every message it is given, in order."""

    def __init__(
        self,
        port: int,
        *,
        name: str | None,
        secret: str | None = None,
        client_id: str | None = None,
        will: tuple[str, str] | None = None,
        clean: bool = True,
        session_expiry: int = 0,
        manual_ack: bool = False,
    ) -> None:
        self.heard: queue.Queue[MQTTMessage] = queue.Queue()
        self.answered = threading.Event()
        self.disconnected = threading.Event()
        self.granted = threading.Event()
        self.reason: ReasonCode | None = None
        self._port, self._clean, self._session_expiry = port, clean, session_expiry
        client_id = client_id or f"test-{next(_names)}"
        self.client = paho.Client(
            CallbackAPIVersion.VERSION2,
            client_id,
            protocol=paho.MQTTv5,
            manual_ack=manual_ack,
            reconnect_on_failure=False,
        )
        if name is not None:
            self.client.username_pw_set(name, secret)
        if will:
            self.client.will_set(*will, qos=1)
        self.client.on_connect = self._on_connect
        self.client.on_disconnect = self._on_disconnect
        self.client.on_message = lambda client, userdata, message: self.heard.put(message)
        self.client.on_subscribe = lambda *arguments: self.granted.set()

    def __enter__(self) -> Self:
        self.connect()
        assert self.reason == 0, f"refused: {self.reason}"
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def connect(self) -> None:
        """Ask to sign in and wait for the answer, which is then in `reason`."""
        properties = Properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = self._session_expiry
        self.client.connect("127.0.0.1", self._port, keepalive=20, clean_start=self._clean, properties=properties)
        self.client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.client.loop_start()
        assert self.answered.wait(PATIENCE), "no answer to CONNECT"

    def close(self) -> None:
        """Sign out in order, which discards the will."""
        self.client.disconnect()
        self.client.loop_stop()

    def drop(self) -> None:
        """Vanish as after a power cut: the connection closes without a word."""
        self.client.socket().shutdown(socket.SHUT_RDWR)
        self.client.loop_stop()

    def subscribe(self, topic: str, qos: int = 1) -> None:
        """Subscribe and wait for the broker's answer; whether it meant it shows in what is delivered."""
        self.granted.clear()
        self.client.subscribe(topic, qos)
        assert self.granted.wait(PATIENCE), f"no SUBACK for {topic}"

    def publish(
        self, topic: str, payload: str | bytes = "", *, qos: int = 1, retain: bool = False, expiry: int | None = None
    ) -> None:
        """Publish and wait until the message is out (QoS 0) or acknowledged (QoS 1)."""
        properties = Properties(PacketTypes.PUBLISH)
        if expiry is not None:
            properties.MessageExpiryInterval = expiry
        self.client.publish(topic, payload, qos, retain, properties).wait_for_publish(PATIENCE)

    def next(self) -> MQTTMessage:
        """The next message; fails after a few seconds without one."""
        return self.heard.get(timeout=PATIENCE)

    def next_live(self) -> MQTTMessage:
        """The next message that was published just now, leaving out retained ones of before."""
        while (message := self.next()).retain:
            pass
        return message

    def _on_connect(self, client: Any, userdata: Any, flags: Any, reason: ReasonCode, properties: Any) -> None:
        self.reason = reason
        self.answered.set()

    def _on_disconnect(self, *arguments: Any) -> None:
        self.disconnected.set()


def platform_settings(broker: BrokerUnderTest, **changes: Any) -> Settings:
    """Settings of a platform process that uses this broker."""
    return replace(broker.settings, **changes)
