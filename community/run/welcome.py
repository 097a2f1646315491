"""What a person who just started the platform wants to know."""

from collections.abc import Sequence

from community.core.settings import Settings
from community.run.banner import Section, box
from community.run.text import Text


def text(settings: Settings, sign_ins: Sequence[Sequence[str]], *, colourful: bool = False) -> str:
    """Addresses, demo sign-ins (role, name, phone, password), where the data is and how to stop, in one box."""
    sections = [Section(str(Text("邻里 Linli 已启动", "Linli is running")), _places(settings))]
    if sign_ins:
        sections.append(Section(str(Text("演示账号", "Demo sign-ins")), sign_ins))
    rows = [(str(Text("数据", "Data")), str(settings.data)), (str(Text("停止", "Stop")), "Ctrl-C")]
    return box([*sections, Section(str(Text("其他", "Also")), rows)], colourful=colourful)


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
