"""What a person who just started the platform wants to know."""

from community.core.settings import Settings
from community.demo import PASSWORD, SIGN_INS, SignIn
from community.policies import Role
from community.run.banner import Section, box
from community.run.text import Text

_ROLES = {
    Role.RESIDENT: Text("居民", "Resident"),
    Role.GRID_WORKER: Text("网格员", "Grid worker"),
    Role.PROPERTY_MANAGER: Text("物业", "Manager"),
    Role.CONTROL_ROOM: Text("中控室", "Control room"),
    Role.DISTRICT_OFFICER: Text("街道", "District"),
    Role.AUDITOR: Text("审计", "Auditor"),
    Role.PLATFORM_ADMIN: Text("平台管理", "Administrator"),
}


def text(settings: Settings, *, colourful: bool = False) -> str:
    """Addresses, demo sign-ins, where the data is and how to stop, in one box."""
    sections = [Section(str(Text("邻里 Linli 已启动", "Linli is running")), _places(settings))]
    if settings.env != "production":
        title = Text(f"演示账号，密码都是 {PASSWORD}", f"Demo sign-ins, all with the password {PASSWORD}")
        sections.append(Section(str(title), [_sign_in(person) for person in SIGN_INS]))
    rows = [(str(Text("数据", "Data")), str(settings.data)), (str(Text("停止", "Stop")), "Ctrl-C")]
    return box([*sections, Section(str(Text("其他", "Also")), rows)], colourful=colourful)


def _sign_in(person: SignIn) -> tuple[str, str, str, str]:
    return str(_ROLES[person.role]), person.name, person.phone, " ".join(filter(None, (person.community, person.home)))


def _places(settings: Settings) -> list[tuple[str, str]]:
    url = settings.public_url
    places = [(Text("居民、网格员、物业、中控室", "Residents, workers, managers"), f"{url}/")]
    if settings.simulator == "on":
        places.append((Text("模拟门口机", "Simulated panels"), f"{url}/simulator"))
    places += [
        (Text("接口文档", "API documents"), f"{url}/api/v1/docs"),
        (Text("设备接入 MQTT", "Devices, MQTT"), settings.device_mqtt_url),
    ]
    return [(str(label), address) for label, address in places]
