"""Files by key: whole or not at all, and a missing one is simply not found."""

from pathlib import Path

import pytest

from community.core.errors import NotFound
from community.core.storage import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def test_what_was_put_is_got(store: Store) -> None:
    store.put("ab/cd.jpg", b"\x00picture\xff")
    assert store.get("ab/cd.jpg") == b"\x00picture\xff"


def test_a_second_put_replaces_the_first(store: Store) -> None:
    store.put("key", b"a longer one")
    store.put("key", b"new")
    assert store.get("key") == b"new"


def test_what_was_never_put_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.get("nothing")


def test_what_was_deleted_is_not_found_and_deleting_again_is_no_error(store: Store) -> None:
    store.put("key", b"x")
    store.delete("key")
    store.delete("key")
    with pytest.raises(NotFound):
        store.get("key")


def test_an_empty_file_is_a_file(store: Store) -> None:
    store.put("empty", b"")
    assert store.get("empty") == b""


def test_no_half_written_file_is_left(store: Store, tmp_path: Path) -> None:
    store.put("a/b", b"x" * 100_000)
    assert [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()] == ["b"]


@pytest.mark.parametrize("key", ["../escape", "/etc/passwd", "a/../../escape"])
def test_no_key_reaches_out_of_the_folder(store: Store, tmp_path: Path, key: str) -> None:
    try:
        store.put(key, b"x")
    except Exception:
        assert not (tmp_path / "escape").exists()
    else:
        written = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert written
        assert all(path.is_relative_to(tmp_path / "files") for path in written)
