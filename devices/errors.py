"""What can go wrong with devices."""

from community.core.errors import Conflict, Gone, Invalid, NotFound, Unavailable


class DoorOffline(Unavailable):
    """The panel cannot be reached now; nothing was sent and nothing will be sent later."""

    code = "door.offline"
    zh = "门口机离线，暂时无法远程开门。"
    en = "The door panel is offline; it cannot be opened remotely right now."


class UnknownDevice(NotFound):
    """No such device, or it is not to be spoken of here."""

    code = "device.not_found"
    zh = "没有找到该设备。"
    en = "There is no such device."


class CodeUnknown(NotFound):
    """Nobody issued this enrolment code, or a newer one replaced it."""

    code = "device.code_unknown"
    zh = "注册码不正确。"
    en = "This enrolment code is not known."


class CodeExpired(Gone):
    """The enrolment code is older than its ten minutes."""

    code = "device.code_expired"
    zh = "注册码已过期，请让管理员重新生成。"
    en = "This enrolment code has expired; ask the manager for a new one."


class CodeSpent(Gone):
    """The enrolment code was used already."""

    code = "device.code_spent"
    zh = "注册码已被使用。"
    en = "This enrolment code has been used already."


class DeviceRetired(Conflict):
    """A retired device does not come back; a new one is created instead."""

    code = "device.retired"
    zh = "设备已停用。"
    en = "The device is retired."


class EntranceElsewhere(Invalid):
    """The entrance belongs to another community than the device."""

    code = "device.entrance_elsewhere"
    zh = "该单元不属于所选小区。"
    en = "The entrance is not part of this community."


class NoSuchDoor(Invalid):
    """The device governs no door of this number."""

    code = "device.no_such_door"
    zh = "该设备没有这个门。"
    en = "The device governs no such door."
