"""Text messages: every sender keeps the same contract, and codes never end up in a production log."""

import pytest
import structlog

from community import sms
from community.core.settings import Settings, SettingsError
from community.sms import ConsoleSms, NullSms, Sms

CODE = "【邻里】您的验证码是 123456，5 分钟内有效。请勿告诉他人。"


@pytest.mark.parametrize("sender", [ConsoleSms(), NullSms()], ids=["console", "null"])
@pytest.mark.parametrize("text", [CODE, "", "长" * 500, "emoji 🏠 {braces} %s"])
def test_every_sender_takes_any_text_and_returns_nothing(sender: Sms, text: str) -> None:
    assert sender.send("+8613800000001", text) is None


@pytest.mark.parametrize(("sender", "shown"), [(ConsoleSms(), True), (NullSms(), False)], ids=["console", "null"])
def test_only_the_console_shows_the_code(sender: Sms, shown: bool) -> None:
    with structlog.testing.capture_logs() as logs:
        sender.send("+8613800000001", CODE)
    assert any("123456" in str(entry) for entry in logs) is shown


@pytest.mark.parametrize(
    ("env", "name", "kind"),
    [("development", "console", ConsoleSms), ("test", "null", NullSms), ("production", "null", NullSms)],
)
def test_the_setting_chooses_the_sender(env: str, name: str, kind: type) -> None:
    assert isinstance(sms.choose(Settings(env=env, sms=name)), kind)


def test_the_console_is_refused_in_production() -> None:
    with pytest.raises(SettingsError, match="LINLI_SMS"):
        sms.choose(Settings(env="production", sms="console"))
