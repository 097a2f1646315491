"""What deploy/ ships: scripts and configurations that parse, and a broker that reads its list again by itself."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from community.core.settings import Settings
from devices.broker.configuration import DEVICE_RULES, PLATFORM_RULES
from devices.broker.private import can_sign_in
from tests.support.broker import DeployedBroker, secret_of
from tests.support.processes import wait_until

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PANEL = "panel-00000001"


def setting_names(text: str) -> set[str]:
    return set(re.findall(r"\bLINLI_[A-Z_]+\b", text))


@pytest.mark.parametrize(
    "script", ["local.sh", "mosquitto/configure.sh", "mosquitto/serve.sh", "../scripts/apt-install.sh", "../.ci/run"]
)
def test_scripts_parse(script: str) -> None:
    shell = (DEPLOY / script).read_text().splitlines()[0].split("/")[-1].removeprefix("env ")
    subprocess.run([shell, "-n", str(DEPLOY / script)], check=True)


@pytest.mark.parametrize("file", ["compose.yaml", "systemd/linli.env.example", "gunicorn.conf.py", "local.sh", "README.md"])
def test_every_setting_that_is_named_exists(file: str) -> None:
    known = {f"LINLI_{name.upper()}" for name in Settings.__dataclass_fields__}
    assert setting_names((DEPLOY / file).read_text()) - known == set()


def test_the_example_settings_are_accepted() -> None:
    lines = (DEPLOY / "systemd/linli.env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line.startswith("LINLI_"))
    settings = Settings.from_env(given)
    assert settings.env == "production"
    assert settings.broker_dir == "/var/lib/linli-broker"


def test_the_access_rules_are_those_of_the_own_broker() -> None:
    assert (DEPLOY / "mosquitto/devices.acl").read_text() == DEVICE_RULES
    assert (DEPLOY / "mosquitto/platform.acl").read_text() == PLATFORM_RULES


def test_every_service_of_the_compose_file_is_one_of_the_architecture() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert set(services) == {"database", "broker", "migrate", "web", "stream", "worker", "proxy"}
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published == {"broker": ["8883:8883"], "proxy": ["80:80"]}


@pytest.mark.skipif(shutil.which("nginx", path="/usr/bin:/usr/sbin:/usr/local/sbin") is None, reason="nginx is not installed here")
def test_the_proxy_configuration_is_accepted_by_nginx(tmp_path: Path) -> None:
    main = tmp_path / "nginx.conf"
    main.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ include {DEPLOY}/nginx/linli.conf; }}\n")
    nginx = shutil.which("nginx", path="/usr/bin:/usr/sbin:/usr/local/sbin")
    checked = subprocess.run([str(nginx), "-t", "-p", str(tmp_path), "-c", str(main)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.broker
def test_a_broker_served_for_containers_notices_a_new_device_by_itself(tmp_path: Path) -> None:
    broker = DeployedBroker(tmp_path)
    broker.prepare()
    serve = ["sh", str(DEPLOY / "mosquitto/serve.sh")]
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin", "BROKER_FOLDER": str(broker.own.folder)}
    with subprocess.Popen(serve, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(broker.answers)
            assert not can_sign_in("127.0.0.1", broker.device_port, PANEL, secret_of(PANEL))
            broker.admit(PANEL)
            wait_until(lambda: can_sign_in("127.0.0.1", broker.device_port, PANEL, secret_of(PANEL)))
            broker.revoke(PANEL)
            wait_until(lambda: not can_sign_in("127.0.0.1", broker.device_port, PANEL, secret_of(PANEL)))
        finally:
            process.terminate()
            process.wait(10)
    assert not broker.answers()


@pytest.mark.broker
def test_the_platforms_secret_is_stored_as_a_hash_only(tmp_path: Path) -> None:
    broker = DeployedBroker(tmp_path)
    broker.prepare()
    secret = broker.settings.secret("broker_platform")
    assert all(secret not in file.read_text() for file in broker.own.folder.iterdir() if file.is_file())
