"""A Mosquitto of one's own: its files, its command line, and the proof that it is the one that answers on the port."""

import secrets
import shutil
import threading
from pathlib import Path

from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from community.core.settings import Settings
from devices.broker import configuration
from devices.broker.files import password_lines, write_if_changed
from devices.broker.hashing import hash_secret
from devices.broker.mosquitto import DEVICE_PASSWORDS

_PROBE = "probe"
_SBIN = "/usr/local/sbin:/usr/sbin:/sbin"  # Debian installs it there; often missing from an ordinary user's PATH
_SIGN_IN_TIMEOUT = 2.0  # seconds


class BrokerMissingError(FileNotFoundError):
    """Mosquitto is not installed; the message says what to do."""


class PrivateBroker:
    """The broker in the data folder, for its supervisor: `prepare` before each start, then wait for `answers`."""

    def __init__(self, settings: Settings) -> None:
        self.folder = Path(settings.broker_dir or settings.data / "broker").resolve()
        self.listeners = configuration.Listeners(settings.mqtt_port, settings.mqtt_port + 1, settings.mqtt_bind)
        self._platform_secret = settings.secret("broker_platform")
        self._probe_secret = ""

    def prepare(self) -> list[str]:
        """Write the configuration and return the command line. Devices known from an earlier start stay known."""
        program = shutil.which("mosquitto") or shutil.which("mosquitto", path=_SBIN)
        if program is None:
            raise BrokerMissingError("缺少 mosquitto，请安装 / mosquitto is missing: apt-get install mosquitto")
        (self.folder / "store").mkdir(parents=True, exist_ok=True, mode=0o700)
        self._probe_secret = secrets.token_urlsafe(32)
        accounts = {"platform": self._platform_secret, _PROBE: self._probe_secret}
        self._write(configuration.PLATFORM_PASSWORDS, password_lines((n, hash_secret(s)) for n, s in accounts.items()))
        self._write(configuration.PLATFORM_ACL, configuration.PLATFORM_RULES)
        self._write(configuration.DEVICE_ACL, configuration.DEVICE_RULES)
        self._write("mosquitto.conf", configuration.render(self.folder, self.listeners))
        if not (self.folder / DEVICE_PASSWORDS).exists():
            self._write(DEVICE_PASSWORDS, "")
        return [program, "-c", str(self.folder / "mosquitto.conf")]

    def answers(self) -> bool:
        """Whether a sign-in with the secret drawn by the last `prepare` succeeds: any other broker would refuse it."""
        return can_sign_in("127.0.0.1", self.listeners.platform_port, _PROBE, self._probe_secret)

    def _write(self, name: str, content: str) -> None:
        write_if_changed(self.folder / name, content)


def can_sign_in(host: str, port: int, name: str, secret: str) -> bool:
    """Try one MQTT sign-in; False if nobody listens, the broker refuses, or does not answer within two seconds."""
    accepted: list[bool] = []
    answered = threading.Event()

    def on_connect(client: paho.Client, userdata: object, flags: object, reason: object, properties: object) -> None:
        accepted.append(reason == 0)
        answered.set()

    client = paho.Client(CallbackAPIVersion.VERSION2, client_id=f"{name}-{secrets.token_hex(4)}")
    client.username_pw_set(name, secret)
    client.on_connect = on_connect
    try:
        client.connect(host, port, keepalive=10)
    except OSError:
        return False
    client.loop_start()
    answered.wait(_SIGN_IN_TIMEOUT)
    client.disconnect()
    client.loop_stop()
    return accepted == [True]
