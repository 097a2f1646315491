"""Hashes of device secrets: what Mosquitto itself writes is understood, and nothing malformed passes."""

import shutil
import subprocess
from pathlib import Path

import pytest

from devices.broker import hash_secret, verify_secret


def test_a_secret_is_verified_against_its_own_hash_only() -> None:
    stored = hash_secret("right")
    assert verify_secret("right", stored)
    assert not verify_secret("wrong", stored)
    assert not verify_secret("", stored)


def test_the_same_secret_never_hashes_to_the_same_text() -> None:
    assert hash_secret("same") != hash_secret("same")


@pytest.mark.parametrize(
    "stored",
    ["", "plain", "$6$10$AAAA$AAAA", "$7$10$AAAA", "$7$0$AAAA$AAAA", "$7$x$AAAA$AAAA", "$7$-1$AAAA$AAAA", "$7$10$*$*"],
)
def test_a_malformed_hash_lets_nobody_in(stored: str) -> None:
    assert not verify_secret("secret", stored)
    assert not verify_secret("", stored)


@pytest.mark.broker
def test_what_mosquitto_writes_itself_is_verified(tmp_path: Path) -> None:
    tool = shutil.which("mosquitto_passwd")
    assert tool, "mosquitto_passwd comes with mosquitto"
    file = tmp_path / "passwd"
    subprocess.run([tool, "-b", "-c", str(file), "panel-00000001", "secret"], check=True, capture_output=True)
    stored = file.read_text().strip().removeprefix("panel-00000001:")
    assert verify_secret("secret", stored)
    assert not verify_secret("Secret", stored)
