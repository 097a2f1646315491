"""Who a panel is: what enrolment handed out, kept in a file that only its owner may read."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from devices.signing import read_public_key


class EnrolmentError(Exception):
    """The platform did not enrol this panel. `retry_after` is in seconds, None if trying again is pointless."""

    def __init__(self, reason: str, retry_after: float | None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Seed:
    """A panel that is to exist: its enrolment code and what its plate says."""

    code: str
    serial: str
    name: str = ""
    label: str = ""
    model: str = "LL-Panel"
    community: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Reads an entry of `panels.json`; raises KeyError without code or serial."""
        given = {name: str(data[name]) for name in cls.__dataclass_fields__ if data.get(name) is not None}
        return cls(**{"code": given.pop("code"), "serial": given.pop("serial"), **given})


@dataclass(frozen=True)
class Identity:
    """Credentials of an enrolled panel. `keys` maps key id to public key in base64."""

    device: str
    secret: str = field(repr=False)
    mqtt: tuple[str, ...]
    keys: dict[str, str]
    seed: Seed = Seed(code="", serial="")

    @property
    def public_keys(self) -> dict[str, Ed25519PublicKey]:
        """The keys that commands are checked with."""
        return {kid: read_public_key(text) for kid, text in self.keys.items()}

    def save(self, path: Path) -> None:
        """Writes the file whole or not at all, readable by its owner alone."""
        draft = path.with_suffix(".new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(self), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads the file back."""
        data = json.loads(path.read_text(encoding="utf-8"))
        seed = Seed.of(data.pop("seed"))
        return cls(**{**data, "mqtt": tuple(data["mqtt"]), "seed": seed})


def enrol(base_url: str, seed: Seed, *, timeout: float = 10.0) -> Identity:
    """Trades the one-time code for credentials; raises `EnrolmentError`."""
    body = {"code": seed.code, "model": seed.model, "serial": seed.serial}
    try:
        answer = httpx.post(f"{base_url}/api/v1/devices/enrol", json=body, timeout=timeout)
    except httpx.TransportError as error:
        raise EnrolmentError(f"platform not reached: {error}", 1.0) from error
    if answer.status_code == 429 or answer.status_code >= 500:
        raise EnrolmentError(f"platform answered {answer.status_code}", _retry_after(answer))
    if not answer.is_success:
        raise EnrolmentError(f"refused: {answer.status_code} {answer.text[:200]}", None)
    data = answer.json()
    keys = {each["kid"]: each["ed25519"] for each in data["keys"]}
    return Identity(data["device"], data["secret"], tuple(data["mqtt"]), keys, seed)


def _retry_after(answer: httpx.Response) -> float:
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isdigit() else 2.0
