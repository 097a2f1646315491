"""Where photos and other large things are kept: a local folder now, an object store by another address."""

from pathlib import Path

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

    def get(self, key: str) -> bytes:
        """Return the bytes; raises NotFound."""
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            raise NotFound from None

    def delete(self, key: str) -> None:
        """Forget these bytes; a missing key is no error."""
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return
