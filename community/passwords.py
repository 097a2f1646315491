"""Passwords: argon2id, judged two at a time, since each judgement takes some 110 ms of a core and 64 MiB."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from community.errors import WeakPassword

AT_ONCE = 2
SHORTEST, LONGEST = 8, 128

_hasher = PasswordHasher()
_slots = BoundedSemaphore(AT_ONCE)
# A valid hash of a password nobody knows: an unknown phone then takes as long as a known one.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$svIzgUD2m0fkFGQHN5ZJ/Q$pWObe/Txc3vxiT5jhIxgilMdj+bkDI4q5IKyWHHNn9M"


def hash_password(password: str) -> str:
    """Return an argon2id hash with its own salt and parameters."""
    with _slots:
        return _hasher.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Tell whether the password fits; takes the same time when there is nothing stored."""
    with _slots:
        try:
            _hasher.verify(stored or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def check_strength(password: str, phone: str) -> None:
    """Refuse what is short, is or contains the phone number, or repeats a few characters; raises WeakPassword."""
    if not SHORTEST <= len(password) <= LONGEST or phone[3:] in password or len(set(password)) < 4:
        raise WeakPassword()
