"""Secrets of devices as Mosquitto stores them: `$7$<iterations>$<salt>$<PBKDF2-SHA512>`, both parts in base64.

A device secret is 32 random bytes, so stretching adds nothing to it; but the broker repeats the hash for every
connected device when it reloads, and 10,000 panels reconnect at once after a power cut. Hence few iterations.
"""

import base64
import binascii
import hashlib
import hmac
import os

ITERATIONS = 10
_SALT_BYTES = 12  # Mosquitto 2.0 refuses any other length
_PARTS = 5


def hash_secret(secret: str) -> str:
    """Return the salted hash of a secret, as a line of the broker's password file holds it after the name."""
    salt = os.urandom(_SALT_BYTES)
    return f"$7${ITERATIONS}${_encode(salt)}${_encode(_digest(secret, salt, ITERATIONS))}"


def verify_secret(secret: str, stored: str) -> bool:
    """Whether the secret is the hashed one, in a time that does not depend on where they differ; malformed is False."""
    parts = stored.split("$")
    if len(parts) != _PARTS or parts[:2] != ["", "7"] or not parts[2].isdecimal() or int(parts[2]) < 1:
        return False
    try:
        salt, expected = (base64.b64decode(part, validate=True) for part in parts[3:])
    except binascii.Error:
        return False
    return hmac.compare_digest(_digest(secret, salt, int(parts[2])), expected)


def _digest(secret: str, salt: bytes, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", secret.encode(), salt, iterations)


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
