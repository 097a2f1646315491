"""The bootstrap: quiet when all is well, one clear line and the whole story when it is not."""

import os
import re
import sys
from pathlib import Path

import pytest

from scripts.bootstrap import __main__ as bootstrap
from scripts.bootstrap import console, system, web
from scripts.bootstrap.console import Text
from scripts.bootstrap.python_env import PipProgress


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINLI_DATA", str(tmp_path))
    return tmp_path


def script(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_successful_step_shows_its_label_and_time_but_no_output(capsys: pytest.CaptureFixture[str]) -> None:
    console.step(Text("安装", "Install"), script("print('chatter')"), log="step")
    assert capsys.readouterr().out == "  安装… 0 s\n"


SLOW = "import time\nfor n in range(4): print('Collecting p%d==1 (from -r list)' % n, flush=True); time.sleep(0.7)"
LIST = "p0==1 \\\n    --hash=sha256:00\np1==1\np2==1\np3==1\nwindows-only==1 ; sys_platform == 'win32'\n# via p0\n"


def test_a_long_installation_says_how_far_it_is_in_a_few_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    console.step(Text("安装", "Install"), script(SLOW), log="step", progress=PipProgress(LIST, every=2))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "  安装… "
    assert {line.strip() for line in lines[1:-1]} <= {"2/4 p1", "4/4 p3"}
    assert len(lines) >= 3
    assert re.fullmatch(r"  安装… [23] s", lines[-1])


def test_on_a_terminal_all_progress_stands_on_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    console.step(Text("安装", "Install"), script(SLOW), log="step", progress=PipProgress(LIST))
    shown = capsys.readouterr().out
    assert shown.count("\n") == 1
    assert re.search(r"\r\x1b\[K  安装… [123]/4 p[012] · 1 s", shown)


def test_each_package_is_counted_once_and_those_of_other_systems_never() -> None:
    progress = PipProgress(LIST, every=1)
    lines = (
        "Collecting p0==1",
        "Collecting p0==1 (from p1)",
        "  Downloading p0-1.whl",
        "Collecting p1==1",
        "Installing collected packages: p0",
    )
    assert [str(found) for line in lines if (found := progress(line))] == ["1/4 p0", "2/4 p1", "写入磁盘"]


def test_the_real_list_is_counted() -> None:
    requirements = (console.ROOT / "requirements.txt").read_text()
    assert 50 < PipProgress(requirements)._total < requirements.count("==")


def test_a_failed_step_shows_its_output_and_ends_with_status_1(capsys: pytest.CaptureFixture[str], data_folder: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        console.step(Text("安装", "Install"), script("raise SystemExit('no such package')"), log="step")
    shown = capsys.readouterr()
    assert ended.value.code == 1
    assert "no such package" in shown.err
    assert str(data_folder / "log/step.log") in shown.err.splitlines()[-1]


def test_a_data_folder_that_cannot_be_written_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for language, sentence in (("zh", "无法写入"), ("en", "cannot be written")):
        monkeypatch.setenv("LINLI_DATA", str(tmp_path / "file"))
        monkeypatch.setenv("LINLI_LANG", language)
        with pytest.raises(SystemExit) as ended:
            bootstrap.main(["dev"])
        shown = capsys.readouterr().err
        assert ended.value.code == 1
        assert len(shown.splitlines()) == 1
        assert sentence in shown
        assert str(tmp_path / "file") in shown


def test_english_messages_are_given_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(Text("安装", "Install")) == "安装"
    monkeypatch.setenv("LINLI_LANG", "en")
    assert str(Text("安装", "Install")) == "Install"


def test_an_unknown_target_is_refused_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bootstrap.main(["everything"])
    assert ended.value.code == 1
    assert "run|test|dev|web" in capsys.readouterr().err


def test_a_machine_that_lacks_everything_gets_all_packages_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: None)
    monkeypatch.setattr(system, "_has_chinese_font", lambda: False)
    assert system.missing(broker=True, tests=True) == [
        "mosquitto",
        *("mosquitto-clients", "curl", "jq", "openssl", "xxd"),
        *("chromium", "fonts-noto-cjk"),
    ]
    assert system.missing(broker=False, tests=False) == []


def test_without_administrator_rights_one_line_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.shutil, "which", lambda name, **_: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(SystemExit) as ended:
        system.install(["mosquitto"])
    shown = capsys.readouterr().err
    assert ended.value.code == 1
    assert len(shown.splitlines()) == 1
    assert "mosquitto" in shown


def test_an_external_broker_needs_no_mosquitto_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[dict[str, bool]] = []
    monkeypatch.setattr(system, "missing", lambda **needs: asked.append(needs) or [])
    monkeypatch.setattr(bootstrap.python_env, "ensure", lambda: None)
    monkeypatch.setattr(web, "WEB", tmp_path / "no-web")
    bootstrap.prepare(bootstrap.Needs(broker=True))
    monkeypatch.setenv("LINLI_MQTT_URL", "mqtt://broker.example")
    bootstrap.prepare(bootstrap.Needs(broker=True))
    assert [needs["broker"] for needs in asked] == [True, False]


def test_the_web_apps_are_built_again_only_when_a_source_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "src/main.ts"
    source.parent.mkdir()
    source.write_text("one")
    builds: list[tuple[str, ...]] = []

    def npm(label: Text, *arguments: str) -> None:
        builds.append(arguments)
        (tmp_path / "dist").mkdir(exist_ok=True)

    monkeypatch.setattr(web, "WEB", tmp_path)
    monkeypatch.setattr(web, "_BUILT", tmp_path / "dist/.built")
    monkeypatch.setattr(web, "ensure_modules", lambda: None)
    monkeypatch.setattr(web, "_npm", npm)
    web.ensure_built()
    os.utime(source, (0, 0))
    web.ensure_built()
    assert len(builds) == 1
    source.write_text("two")
    web.ensure_built()
    assert len(builds) == 2


def test_installed_and_built_files_are_no_sources(tmp_path: Path) -> None:
    for name in ("src/a.ts", "index.html", "node_modules/x/index.js", "dist/index.html", ".vite/deps.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert web.sources(tmp_path) == [tmp_path / "index.html", tmp_path / "src/a.ts"]
