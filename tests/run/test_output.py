"""What children say: all of it in files, on the terminal only what a person should see."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from community.run.banner import Section, box, width
from community.run.output import Output


@pytest.fixture
def terminal() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def output(tmp_path: Path, terminal: io.StringIO) -> Iterator[Output]:
    with Output(tmp_path, terminal) as output:
        yield output


def logged(folder: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / f"{name}.log").read_text().splitlines()]


def test_information_goes_to_the_file_only(output: Output, terminal: io.StringIO, tmp_path: Path) -> None:
    assert output.take("web-1", '{"event": "request", "level": "info", "ms": 3}') == "request"
    assert terminal.getvalue() == ""
    assert logged(tmp_path, "web-1") == [{"event": "request", "level": "info", "ms": 3}]


@pytest.mark.parametrize("level", ["warning", "error", "critical"])
def test_trouble_is_shown_with_its_details(output: Output, terminal: io.StringIO, level: str) -> None:
    output.take("worker-1", json.dumps({"event": "mqtt_unreachable", "level": level, "error": "refused"}))
    shown = terminal.getvalue()
    assert shown.startswith("worker-1")
    assert "mqtt_unreachable error=refused" in shown


def test_a_traceback_is_shown_and_kept(output: Output, terminal: io.StringIO, tmp_path: Path) -> None:
    for line in ("Traceback (most recent call last):", "ValueError: no"):
        output.take("web-1", line)
    assert "ValueError: no" in terminal.getvalue()
    assert [event["event"] for event in logged(tmp_path, "web-1")][-1] == "ValueError: no"


def test_the_brokers_usual_lines_are_not_shown(output: Output, terminal: io.StringIO) -> None:
    output.take("broker", "1795353386: Warning: Mosquitto should not be run as root/administrator.")
    output.take("broker", "1795353386: mosquitto version 2.0.11 starting")
    assert terminal.getvalue() == ""


def test_a_one_time_code_of_a_development_system_is_shown(output: Output, terminal: io.StringIO) -> None:
    output.take("web-1", '{"event": "sms", "level": "info", "text": "验证码 123456"}')
    assert "123456" in terminal.getvalue()


def test_no_colours_where_there_is_no_terminal(output: Output, terminal: io.StringIO) -> None:
    output.take("web-1", '{"event": "bad", "level": "error"}')
    assert "\x1b" not in terminal.getvalue()


def test_the_box_is_straight_with_chinese_in_it() -> None:
    drawn = box([Section("邻里 Linli", [("地址", "http://localhost:8000/"), ("Data", "/data")]), Section("停止", [("Ctrl-C", "")])])
    assert len({width(line) for line in drawn.splitlines()}) == 1
    assert width("邻里 a") == 6
