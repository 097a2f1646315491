"""Ed25519 signatures of door commands, over a plain string that a small panel can put together with `printf`.

The string is `sc/v1|device|id|cmd|door|sess|exp|args`: the fields that decide what happens, where, in which session and
until when. None of them can hold a `|`. `args` are `key=value` in the order of their keys, joined by `&`; numbers are
decimal, booleans `true` or `false`; without arguments the last field is empty. Keys and signatures travel as standard
base64.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from devices.messages import Command
from devices.topics import ROOT


def signed_text(device: str, command: Command) -> str:
    """The string that the signature covers."""
    fields = (command.id, command.cmd, str(command.door), command.sess, str(command.exp), arguments_text(command.args))
    return "|".join((ROOT, device, *fields))


def arguments_text(args: Mapping[str, str | int | bool]) -> str:
    """`{"seconds": 5, "quiet": True}` as `quiet=true&seconds=5`."""
    return "&".join(f"{key}={_scalar_text(args[key])}" for key in sorted(args))


def sign(key: Ed25519PrivateKey, kid: str, device: str, command: Command) -> Command:
    """The command with key id and signature."""
    signature = key.sign(signed_text(device, command).encode())
    return replace(command, kid=kid, sig=b64encode(signature).decode())


def is_signed(keys: Mapping[str, Ed25519PublicKey], device: str, command: Command) -> bool:
    """Whether one of `keys` signed this command for this device; without a `kid` in the command each key is tried."""
    candidates = [key for kid, key in keys.items() if command.kid in (None, kid)]
    return any(_verifies(key, device, command) for key in candidates)


def public_key_text(key: Ed25519PublicKey) -> str:
    """The 32 raw bytes in base64, as enrolment hands them out."""
    return b64encode(key.public_bytes_raw()).decode()


def read_public_key(text: str) -> Ed25519PublicKey:
    """The reverse; raises ValueError for anything but 32 bytes in base64."""
    return Ed25519PublicKey.from_public_bytes(b64decode(text, validate=True))


def _verifies(key: Ed25519PublicKey, device: str, command: Command) -> bool:
    try:
        key.verify(b64decode(command.sig, validate=True), signed_text(device, command).encode())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _scalar_text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
