"""What became of an unlock, in the words of the person who waits before the door: (Chinese, English) per code.

The codes are those of the device contract (docs/mqtt.md) and of the platform's own command service.
"""

from collections.abc import Mapping

from access.workflow import UnlockResult

_BY_CODE: Mapping[str, tuple[str, str]] = {
    "opened": ("门口机已开门。", "The panel has opened the door."),
    "no_answer": (
        "门口机没有回应，不能确认门是否已开。",
        "The panel did not answer; it is not known whether the door opened.",
    ),
    "pending": ("正在等待门口机回应。", "Waiting for the panel to answer."),
    "expired": ("指令到达时已过期，门没有打开。", "The command arrived too late; the door stays shut."),
    "stale_session": ("门口机刚刚重新连接，请再试一次。", "The panel has just reconnected; please try again."),
    "bad_signature": (
        "门口机未能验证指令，门没有打开。",
        "The panel could not verify the command; the door stays shut.",
    ),
    "no_time": ("门口机正在校准时间，请稍后再试。", "The panel is still setting its clock; please try again shortly."),
    "jammed": ("门锁卡住，未能打开，请联系物业。", "The lock is jammed; please call the property office."),
    "lockdown": ("门已封锁，暂不能远程打开。", "The door is locked down and cannot be opened remotely."),
    "blocked": ("门已停用，不能打开。", "The door is out of service."),
    "fire": ("消防状态下门已释放，无需开门。", "The fire input has released the door; no command is needed."),
    "fault": ("门锁故障，未能打开，请联系物业。", "The lock is faulty; please call the property office."),
    "absent": ("门口机离线，暂时无法远程开门。", "The door panel is offline; it cannot be opened remotely right now."),
    "link_down": ("系统与门口机的连接中断，门没有打开。", "The link to the panel is down; the door stays shut."),
}

_BY_RESULT: Mapping[UnlockResult, tuple[str, str]] = {
    UnlockResult.OPENED: _BY_CODE["opened"],
    UnlockResult.REFUSED: ("门口机拒绝开门。", "The panel refused to open the door."),
    UnlockResult.UNKNOWN: _BY_CODE["no_answer"],
    UnlockResult.PENDING: _BY_CODE["pending"],
}


def unlock_detail(result: UnlockResult, code: str, language: str) -> str:
    """Say in "zh" or "en" what became of an unlock; a panel's own code falls back to the general sentence."""
    zh, en = _BY_CODE.get(code) or _BY_RESULT[result]
    return en if language == "en" else zh
