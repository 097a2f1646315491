"""Where photos and other large things are kept: a local folder now, an object store by another address."""

from pathlib import Path
from typing import IO

import obstore
from obstore.store import LocalStore

from community.core.errors import NotFound


class Store:
    """Bytes by key. Keys are made by the platform, never taken from a request."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._store = LocalStore(folder)

    def put(self, key: str, content: bytes) -> None:
        """Keep these bytes; they are there whole or not at all."""
        obstore.put(self._store, key, content)

    def put_file(self, key: str, source: Path | IO[bytes]) -> None:
        """Keep a large file, piece by piece; it is there whole or not at all."""
        obstore.put(self._store, key, source)

    def get(self, key: str, span: tuple[int, int] | None = None) -> bytes:
        """Return the bytes, or those of the span from its first to before its second position; raises NotFound."""
        try:
            if span:
                return bytes(obstore.get_range(self._store, key, start=span[0], end=span[1]))
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            raise NotFound from None

    def get_file(self, key: str, to: IO[bytes]) -> None:
        """Write the bytes into an open file, piece by piece; raises NotFound."""
        try:
            for piece in obstore.get(self._store, key).stream():
                to.write(piece)
        except FileNotFoundError:
            raise NotFound from None

    def delete(self, key: str) -> None:
        """Forget these bytes; a missing key is no error."""
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return
