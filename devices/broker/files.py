"""Files that another program reads at any moment: whole or not at all, for their owner's eyes."""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path


def write_if_changed(path: Path, content: str) -> bool:
    """Replace the file by the content in one step, mode 0600; False if it held that already."""
    if path.exists() and path.read_text() == content:
        return False
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _keep_owner(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def password_lines(rows: Iterable[tuple[str, str]]) -> str:
    """The text of a Mosquitto password file, sorted so that the same rows always give the same text."""
    return "".join(sorted(f"{name}:{hashed}\n" for name, hashed in rows))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock between processes; released even by a process that dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        flock(file, LOCK_EX)
        yield


def _keep_owner(path: Path, draft: Path) -> None:
    """A broker under its own system account must go on reading a file that a worker replaces (deploy/)."""
    if path.exists():
        status = path.stat()
        draft.chmod(status.st_mode & 0o777)
        if (status.st_uid, status.st_gid) != (draft.stat().st_uid, draft.stat().st_gid):
            os.chown(draft, -1 if os.geteuid() else status.st_uid, status.st_gid)
