"""What people write: invisible texts are blanks, emoji stay whole, nothing turns the words around it."""

import pytest
from marshmallow import ValidationError

from community.core.words import Words, tidy


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\u3000",
        "\u200b",
        "\u200d\u200c",
        "\ufeff \u2060\u00ad",
        "\u3164",
        "\u115f\u1160",
        "\u2800",
        "\ufe0f",
        "\u0301",
        "\u202e",
        "\U000e0041",
        "\u0007",
    ],
)
def test_a_text_of_which_nothing_can_be_seen_is_empty(text: str) -> None:
    assert tidy(text) == ""
    with pytest.raises(ValidationError):
        Words(10).deserialize(text)
    assert Words(10, empty=True).deserialize(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "漏",
        ".",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "e\u0301",
        "می\u200cخواهم",
        "第一行\n第二行",
        "\u200f٣٤",
        "\U0001fae8",
        "\U0001faff",
    ],
)
def test_what_can_be_seen_comes_through_as_it_was_written(text: str) -> None:
    assert tidy(text) == text
    assert Words(20).deserialize(f" {text}\n") == text


@pytest.mark.parametrize("control", ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"])
def test_nothing_may_turn_the_words_around_it(control: str) -> None:
    assert tidy(f"退款{control}100元") == "退款100元"


def test_a_text_is_measured_as_it_is_kept() -> None:
    assert Words(2).deserialize(" \u202e漏水\u202c ") == "漏水"
    with pytest.raises(ValidationError):
        Words(2).deserialize("漏水了")
