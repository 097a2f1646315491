"""The key with which the platform signs commands: its private half stays in the data folder, readable by its owner alone."""

import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.core.settings import Settings
from community.core.uow import UnitOfWork
from devices.messages import Command
from devices.models import PlatformKey
from devices.signing import public_key_text, sign


@dataclass(frozen=True)
class SigningKey:
    """A key pair with the short name by which panels tell keys apart."""

    kid: str
    public: str
    private: Ed25519PrivateKey

    def sign(self, device_id: str, command: Command) -> Command:
        """Return the command with key id and signature for this one device."""
        return sign(self.private, self.kid, device_id, command)


def load_key(settings: Settings) -> SigningKey:
    """Load the platform's key; the first process to ask draws it, and all others find the same."""
    seed = hashlib.sha256(settings.secret("command_key").encode()).digest()
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = public_key_text(private.public_key())
    return SigningKey(hashlib.sha256(public.encode()).hexdigest()[:8], public, private)


def published_keys(uow: UnitOfWork, key: SigningKey) -> list[dict[str, Any]]:
    """List the public keys a panel must trust, the present one included; it is entered at its first use."""
    if uow.session.get(PlatformKey, key.kid) is None:
        _enter(uow, key)
    rows = uow.session.scalars(select(PlatformKey).order_by(PlatformKey.created_at))
    return [{"kid": row.kid, "ed25519": row.ed25519} for row in rows]


def _enter(uow: UnitOfWork, key: SigningKey) -> None:
    try:
        with uow.savepoint():
            uow.session.add(PlatformKey(kid=key.kid, ed25519=key.public, created_at=uow.now))
    except IntegrityError:
        uow.session.expire_all()  # another process entered the same key at the same time
