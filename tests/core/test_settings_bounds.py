"""Settings: what is unknown or out of bounds is said at start in one line; a secret is drawn once."""

import subprocess
import sys
from contextlib import ExitStack
from dataclasses import fields
from functools import partial
from pathlib import Path

import pytest

from community.cli import settings_page
from community.core.settings import Settings, SettingsError, kept_secret
from tests.support.threads import together


def test_without_any_variable_the_defaults_hold() -> None:
    assert Settings.from_env({"PATH": "/bin"}) == Settings()


def test_a_variable_is_read_into_its_type(tmp_path: Path) -> None:
    settings = Settings.from_env({"LINLI_PORT": "9000", "LINLI_DATA": str(tmp_path), "LINLI_SMS": "null"})
    assert (settings.port, settings.data, settings.sms) == (9000, tmp_path, "null")


def test_an_empty_variable_means_the_default() -> None:
    assert Settings.from_env({"LINLI_PORT": ""}).port == Settings().port


WRONG = [
    ("LINLI_PROT", "8000", "没有 LINLI_PROT 这个设置", "unknown setting LINLI_PROT"),
    ("LINLI_PORT", "eighty", "LINLI_PORT 必须是整数，不能是 'eighty'", "LINLI_PORT must be a whole number, not 'eighty'"),
    ("LINLI_PORT", "1.5", "LINLI_PORT 必须是整数", "LINLI_PORT must be a whole number"),
    ("LINLI_PORT", "0", "LINLI_PORT 必须在 1 到 65535 之间，不能是 0", "LINLI_PORT must be from 1 to 65535, not 0"),
    ("LINLI_PORT", "65536", "LINLI_PORT 必须在 1 到 65535 之间", "LINLI_PORT must be from 1 to 65535, not 65536"),
    ("LINLI_ENV", "prod", "LINLI_ENV 只能是 development, production, test 之一", "LINLI_ENV must be one of development"),
    ("LINLI_LOG_LEVEL", "INFO", "LINLI_LOG_LEVEL 只能是 debug", "LINLI_LOG_LEVEL must be one of debug"),
]


@pytest.mark.parametrize(("name", "value", "chinese", "english"), WRONG)
def test_what_is_wrong_is_said_in_one_line_in_the_language_asked_for(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, chinese: str, english: str
) -> None:
    for language, sentence in ((None, chinese), ("zh", chinese), ("en", english)):
        monkeypatch.delenv("LINLI_LANG", raising=False)
        if language:
            monkeypatch.setenv("LINLI_LANG", language)
        with pytest.raises(SettingsError) as caught:
            Settings.from_env({name: value})
        assert str(caught.value).startswith(sentence)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("spec", fields(Settings), ids=lambda spec: spec.name)
def test_every_setting_has_a_line_of_help_and_a_default_within_its_bounds(spec: object) -> None:
    metadata, default = spec.metadata, spec.default
    assert metadata["help"]
    assert metadata["low"] is None or metadata["low"] <= default
    assert metadata["high"] is None or default <= metadata["high"]
    assert not metadata["choices"] or default in metadata["choices"]


@pytest.mark.parametrize(("value", "allowed"), [("1", True), ("65535", True)])
def test_the_bounds_themselves_are_allowed(value: str, allowed: bool) -> None:
    assert (Settings.from_env({"LINLI_PORT": value}).port == int(value)) is allowed


def test_no_secret_has_a_default(tmp_path: Path) -> None:
    one, other = Settings(data=tmp_path / "one"), Settings(data=tmp_path / "other")
    assert one.secret() != other.secret()
    assert len(one.secret()) >= 32
    assert one.secret() == one.secret()
    assert one.secret("broker_platform") != one.secret()


def test_a_kept_secret_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    kept_secret(tmp_path / "secrets" / "key")
    assert (tmp_path / "secrets" / "key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert [file.name for file in (tmp_path / "secrets").iterdir()] == ["key"]


@pytest.mark.parametrize("length", [31, 32])
def test_a_given_secret_needs_32_characters(tmp_path: Path, length: int) -> None:
    settings = Settings(data=tmp_path, secret_key="x" * length)
    if length < 32:
        with pytest.raises(SettingsError, match="LINLI_SECRET_KEY 至少需要 32"):
            settings.secret()
    else:
        assert settings.secret() == "x" * 32


@pytest.mark.parametrize("content", ["", "\n", "short"])
def test_a_secret_file_that_holds_no_secret_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "key").write_text(content)
    with pytest.raises(SettingsError, match="至少需要 32"):
        kept_secret(tmp_path / "key")


def test_processes_that_ask_at_once_find_the_same_secret(tmp_path: Path) -> None:
    code = "import pathlib; from community.core.settings import kept_secret; input(); print(kept_secret(pathlib.Path({!r})))"
    command = [sys.executable, "-c", code.format(str(tmp_path / "secrets" / "key"))]
    with ExitStack() as stack:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        processes = [stack.enter_context(subprocess.Popen(command, **pipes)) for _ in range(4)]
        answers = together(*[partial(process.communicate, "\n", timeout=60) for process in processes], patience=60)
    secrets = {out for out, _ in answers}
    assert len(secrets) == 1
    assert len(secrets.pop().strip()) >= 32


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(), "http://localhost:8000"),
        (Settings(port=9000), "http://localhost:9000"),
        (Settings(base_url="https://linli.example/"), "https://linli.example"),
    ],
)
def test_the_public_address_has_no_slash_at_the_end(settings: Settings, address: str) -> None:
    assert settings.public_url == address


def test_the_database_stands_in_the_data_folder_by_default(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).database == f"sqlite:///{tmp_path}/linli.db"
    assert Settings(database_url="postgresql://db/linli").database == "postgresql://db/linli"


def test_the_simulator_has_an_address_only_when_it_is_on() -> None:
    assert Settings(port=8000).simulator_address == "http://127.0.0.1:8010"
    assert Settings(simulator_port=7000).simulator_address == "http://127.0.0.1:7000"
    assert Settings(simulator="off").simulator_address == ""


def test_the_page_of_settings_is_what_the_command_writes() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == settings_page() + "\n"
