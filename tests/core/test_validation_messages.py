"""What the validation library says is known to us, sentence by sentence; a new one after an upgrade fails here."""

import inspect
from collections.abc import Iterator
from typing import Any

import marshmallow as ma
import pytest
from marshmallow import fields, validate

from community.core.messages import HTTP_TEXTS, translate

RANGE = validate.Range
# Values for the blanks of the library's sentences.
BLANKS = {
    "input": "1,2",
    "obj_type": "datetime",
    "awareness": "aware",
    "choices": "a, b",
    "labels": "",
    "values": "a, b",
    "other": "3",
    "min": "1",
    "max": "9",
    "equal": "4",
    "choices_text": "a, b",
    "regex": "^a$",
    "method": "isdigit",
    "name": "",
}


def messages_of_fields() -> Iterator[tuple[str, str]]:
    for name, kind in inspect.getmembers(fields, inspect.isclass):
        if issubclass(kind, fields.Field):
            for base in kind.__mro__:
                for key, text in getattr(base, "default_error_messages", {}).items():
                    yield f"{name}.{key}", text
    yield from ((f"Schema.{key}", text) for key, text in ma.Schema()._default_error_messages.items())


def messages_of_validators() -> Iterator[tuple[str, str]]:
    for name, kind in inspect.getmembers(validate, inspect.isclass):
        if issubclass(kind, validate.Validator) and kind is not validate.Range:  # it builds its sentences: see below
            for key, text in vars(kind).items():
                if key.startswith(("message", "default_message")) and isinstance(text, str):
                    yield f"{name}.{key}", text


def filled(text: str) -> str:
    return text.format_map(BLANKS)


ALL = sorted({*messages_of_fields(), *messages_of_validators()})


def test_a_range_builds_its_sentences_from_the_known_parts() -> None:
    parts = {key: text for key, text in vars(RANGE).items() if key.startswith("message")}
    assert parts == {
        "message_min": "Must be {min_op} {{min}}.",
        "message_max": "Must be {max_op} {{max}}.",
        "message_all": "Must be {min_op} {{min}} and {max_op} {{max}}.",
        "message_gte": "greater than or equal to",
        "message_gt": "greater than",
        "message_lte": "less than or equal to",
        "message_lt": "less than",
    }


def test_there_are_messages_to_check() -> None:
    assert len(ALL) > 50


@pytest.mark.parametrize(("where", "text"), ALL, ids=[where for where, _ in ALL])
def test_every_sentence_of_the_library_is_known(where: str, text: str) -> None:
    code, zh = translate(filled(text), "zh")
    assert any("\u4e00" <= c <= "\u9fff" for c in zh)
    assert zh != "内容不符合要求" or code == "invalid"
    assert known(filled(text)), f"{where}: {text}"
    assert translate(filled(text), "en") == (code, filled(text))


def known(text: str) -> bool:
    """Say whether a sentence has a pattern; an unknown one gets the answer for nonsense."""
    return translate(text, "zh") != translate("a sentence that no library says", "zh") or text in (
        "Invalid value.",
        "Invalid input.",
    )


def test_an_unknown_sentence_still_has_a_code_and_a_text() -> None:
    assert translate("Something new.", "zh") == ("invalid", "内容不符合要求")
    assert translate("Something new.", "en") == ("invalid", "Something new.")


REAL: list[tuple[Any, Any, str, str]] = [
    (RANGE(1, 9), 10, "range", "须在 1 至 9 之间"),
    (RANGE(1, 9, max_inclusive=False), 10, "range", "不能小于 1，且须小于 9"),
    (RANGE(1, 9, min_inclusive=False), 10, "range", "须大于 1，且不能大于 9"),
    (RANGE(1, 9, min_inclusive=False, max_inclusive=False), 10, "range", "须大于 1，且小于 9"),
    (RANGE(min=1), 0, "range", "不能小于 1"),
    (RANGE(max=1), 2, "range", "不能大于 1"),
    (RANGE(min=1, min_inclusive=False), 1, "range", "须大于 1"),
    (RANGE(max=1, max_inclusive=False), 1, "range", "须小于 1"),
    (validate.Length(min=2), "a", "too_short", "至少 2 个字"),
    (validate.Length(max=2), "abc", "too_long", "最多 2 个字"),
    (validate.Length(1, 2), "abc", "length", "长度须为 1 至 2"),
    (validate.Length(equal=2), "abc", "length", "长度须为 2"),
    (validate.OneOf(["a", "b"]), "c", "choice", "不在可选范围内"),
    (validate.OneOf(["a|b", "c|d"]), "e", "choice", "不在可选范围内"),
    (validate.ContainsOnly(["a"]), ["b"], "choice", "不在可选范围内"),
    (validate.Regexp("^a$"), "b", "format", "格式不正确"),
    (validate.Email(), "x", "format", "邮箱格式不正确"),
    (validate.URL(), "x", "format", "网址格式不正确"),
    (validate.Equal(3), 4, "choice", "须为 3"),
]


@pytest.mark.parametrize(("validator", "value", "code", "zh"), REAL)
def test_limits_are_told_with_their_numbers(validator: Any, value: Any, code: str, zh: str) -> None:
    with pytest.raises(ma.ValidationError) as caught:
        validator(value)
    assert translate(str(caught.value.messages[0]), "zh") == (code, zh)


def test_a_slices_own_validator_brings_both_languages() -> None:
    own = "phone.format|手机号格式不正确|Not a mobile number"
    assert translate(own, "zh") == ("phone.format", "手机号格式不正确")
    assert translate(own, "en") == ("phone.format", "Not a mobile number")


@pytest.mark.parametrize("status", HTTP_TEXTS)
def test_every_http_error_has_a_code_and_both_languages(status: int) -> None:
    code, zh, en = HTTP_TEXTS[status]
    assert code.replace(".", "").replace("_", "").isalpha()
    assert zh.endswith("。")
    assert en.endswith(".")
