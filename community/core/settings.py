"""All settings in one place: name, type, default, bounds and one line of help.

Read from `LINLI_*` environment variables. A name nobody knows or a value out of bounds is said at start. Nothing insecure has a
default: a secret that is not given is drawn once and kept in the data folder, readable by its owner alone.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from community.core.terminal import OperatorError


class SettingsError(OperatorError):
    """A setting is unknown, missing or out of bounds."""


def setting(default: Any, help: str, *, low: int | None = None, high: int | None = None, choices: tuple[str, ...] = ()) -> Any:
    """Declare one setting with its default, its line of help and its bounds."""
    return field(default=default, metadata={"help": help, "low": low, "high": high, "choices": choices})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one process, checked."""

    env: str = setting("development", "development or production", choices=("development", "production", "test"))
    data: Path = setting(Path("data"), "folder for everything that is stored outside the database")
    port: int = setting(8000, "port of the one address people use", low=1, high=65535)
    bind: str = setting("127.0.0.1", "address that the web port binds")
    base_url: str = setting("", "address under which people and devices reach the platform; default http://localhost:PORT")
    database_url: str = setting("", "SQLAlchemy URL; default: SQLite in the data folder")
    database_pool: int = setting(20, "database connections per process", low=1, high=200)
    mqtt_port: int = setting(
        18830, "port of the project's own broker for devices; the next one is the platform's", low=1, high=65534
    )
    mqtt_bind: str = setting("127.0.0.1", "address that the own broker's device listener binds")
    mqtt_url: str = setting("", "mqtt://user:secret@host:port of the platform's broker; default: the project's own")
    mqtt_device_url: str = setting("", "broker address told to devices; default mqtt://localhost:MQTT_PORT")
    broker_dir: str = setting(
        "", "folder of the Mosquitto files this worker keeps up to date; default DATA/broker with the own broker"
    )
    secret_key: str = setting("", "secret that signs sign-ins, at least 32 characters; default: drawn once into DATA/secrets")
    command_key: str = setting(
        "",
        "secret that signs door commands, at least 32 characters, the same on all hosts; default: drawn once into DATA/secrets",
    )
    metrics_token: str = setting("", "bearer token for /metrics from other machines; without it only this machine may read")
    trusted_proxies: int = setting(0, "how many proxies in front may be believed about the client's address", low=0, high=5)
    web_processes: int = setting(2, "web processes that `make run` starts", low=1, high=16)
    workers: int = setting(1, "worker processes that `make run` starts", low=1, high=16)
    web_threads: int = setting(16, "API threads per web process", low=1, high=128)
    stream_limit: int = setting(500, "open event streams per process", low=1, high=20000)
    tickets_per_hour: int = setting(
        20, "reports that one person may make within any hour; whoever works there, ten times as many", low=1, high=1_000_000
    )
    simulator: str = setting("on", "start the simulated panels with `make run`", choices=("on", "off"))
    simulator_port: int = setting(0, "loopback port of the simulator's controls; default PORT + 10", low=0, high=65535)
    sms: str = setting("console", "where one-time codes go", choices=("console", "null"))
    lang: str = setting("zh", "language of what is said on the terminal", choices=("zh", "en"))
    log_level: str = setting("info", "least level that is logged", choices=("debug", "info", "warning", "error"))
    log_format: str = setting("json", "json for machines, console for eyes", choices=("json", "console"))

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read and check the settings; raises SettingsError with one line that names what is wrong."""
        environ = os.environ if environ is None else environ
        known = {f"LINLI_{f.name.upper()}": f for f in fields(cls)}
        given = {name: value for name, value in environ.items() if name.startswith("LINLI_")}
        if unknown := sorted(given.keys() - known.keys()):
            name = unknown[0]
            raise SettingsError(
                f"没有 {name} 这个设置，可用 `flask settings` 查看全部设置",
                f"unknown setting {name}; `flask settings` lists the known ones",
            )
        values = {known[name].name: _read(name, known[name], text) for name, text in given.items() if text != ""}
        return cls(**values)

    def secret(self, name: str = "secret_key") -> str:
        """Return a secret: the setting of that name, or one drawn once and kept in the data folder (mode 0600)."""
        given = str(getattr(self, name, ""))
        if given:
            if len(given) < 32:
                setting = f"LINLI_{name.upper()}"
                raise SettingsError(f"{setting} 至少需要 32 个字符", f"{setting} needs at least 32 characters")
            return given
        return kept_secret(self.data / "secrets" / name)

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the database."""
        return self.database_url or f"sqlite:///{(self.data / 'linli.db').resolve()}"

    @property
    def public_url(self) -> str:
        """Address that people and devices use, without a slash at the end."""
        return (self.base_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def platform_mqtt_url(self) -> str:
        """Broker address with the platform's own name and secret."""
        return self.mqtt_url or f"mqtt://platform:{self.secret('broker_platform')}@127.0.0.1:{self.mqtt_port + 1}"

    @property
    def device_mqtt_url(self) -> str:
        """Broker address that an enrolling device is told."""
        return self.mqtt_device_url or f"mqtt://localhost:{self.mqtt_port}"

    @property
    def simulator_address(self) -> str:
        """Loopback address of the simulator's controls, or "" when it is off."""
        return f"http://127.0.0.1:{self.simulator_port or self.port + 10}" if self.simulator == "on" else ""


def kept_secret(path: Path) -> str:
    """Return the secret in this file; the first process to ask draws it, and all others find the same."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)  # fails if another process was quicker, whose secret then counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    secret = path.read_text().strip()
    if len(secret) < 32:
        raise SettingsError(
            f"{path} 中的密钥至少需要 32 个字符；删除该文件后会重新生成",
            f"{path} must hold a secret of at least 32 characters; remove the file to have a new one drawn",
        )
    return secret


def _read(name: str, spec: Any, text: str) -> Any:
    if spec.type is int:
        return _number(name, spec.metadata["low"], spec.metadata["high"], text)
    if (choices := spec.metadata["choices"]) and text not in choices:
        allowed = ", ".join(choices)
        raise SettingsError(f"{name} 只能是 {allowed} 之一，不能是 {text!r}", f"{name} must be one of {allowed}, not {text!r}")
    return Path(text) if spec.type is Path else text


def _number(name: str, low: int | None, high: int | None, text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        raise SettingsError(f"{name} 必须是整数，不能是 {text!r}", f"{name} must be a whole number, not {text!r}") from None
    if (low is not None and value < low) or (high is not None and value > high):
        raise SettingsError(
            f"{name} 必须在 {low} 到 {high} 之间，不能是 {value}", f"{name} must be from {low} to {high}, not {value}"
        )
    return value
