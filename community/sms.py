"""Text messages: a port, chosen by the setting `sms`. `send` returns at once; a sender that must wait does so elsewhere."""

from typing import Protocol, cast

from flask import Flask, current_app

from community.core.logging import get_logger
from community.core.settings import Settings, SettingsError

log = get_logger(__name__)
EXTENSION = "linli_sms"


class Sms(Protocol):
    """Sends a short text to a phone (+86 and eleven digits)."""

    delivers: bool
    """Whether what is handed over may reach anybody."""

    def send(self, phone: str, text: str) -> None:
        """Hand the text over for delivery; a failure is the sender's to log and never the caller's."""


class ConsoleSms:
    """Writes the text into the log, where a developer reads the code."""

    delivers = True

    def send(self, phone: str, text: str) -> None:
        log.info("sms", phone=phone, text=text)


class NullSms:
    """Sends nothing: sign-in by code is then not possible."""

    delivers = False

    def send(self, phone: str, text: str) -> None:
        log.debug("sms_dropped")


def choose(settings: Settings) -> Sms:
    """Return the sender named by the settings; raises SettingsError where codes would end up in a production log."""
    if settings.sms == "null":
        return NullSms()
    if settings.env == "production":
        raise SettingsError(
            "LINLI_SMS=console 会把验证码写入日志，生产环境请设置 LINLI_SMS=null",
            "LINLI_SMS=console writes sign-in codes into the log; set LINLI_SMS=null in production",
        )
    return ConsoleSms()


def init_sms(app: Flask) -> None:
    """Choose the sender for this process."""
    app.extensions[EXTENSION] = choose(app.extensions["linli"].settings)


def sender() -> Sms:
    """Return this process's sender."""
    return cast(Sms, current_app.extensions[EXTENSION])
