"""Phone numbers: every way people write one leads to the same stored form; nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import phones
from community.errors import BadPhone

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
SEPARATORS = st.sampled_from(["", " ", "-", "  ", " - ", "\u00a0", "\u200b", "（", "）"])


@st.composite
def written_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A mobile number and one of the ways to write it."""
    digits = draw(MOBILES)
    prefix = draw(st.sampled_from(["", "+86", "0086", "86", "＋86", "(+86)"]))
    text = prefix + "".join(draw(SEPARATORS) + digit for digit in digits) + draw(SEPARATORS)
    if draw(st.booleans()):
        text = text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    return digits, text


@given(written_numbers())
def test_every_way_to_write_a_number_gives_one_stored_form(number: tuple[str, str]) -> None:
    digits, text = number
    assert phones.normalise(text) == f"+86{digits}"


@given(MOBILES)
def test_normalising_twice_changes_nothing(digits: str) -> None:
    once = phones.normalise(digits)
    assert phones.normalise(once) == once


@given(st.text(max_size=30))
def test_any_text_is_either_refused_or_a_number_of_the_stored_form(text: str) -> None:
    try:
        phone = phones.normalise(text)
    except BadPhone:
        return
    assert len(phone) == 14
    assert phone.startswith("+861")
    assert phone[1:].isascii()
    assert phone[1:].isdigit()


@pytest.mark.parametrize(
    "text",
    ["", "1380000000", "138000000011", "23800000001", "12800000001", "+8513800000001", "1380000000a", "八", "١٣٨٠٠٠٠٠٠٠١"],
)
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(BadPhone):
        phones.normalise(text)


@given(MOBILES)
def test_a_masked_number_shows_seven_digits_and_no_more(digits: str) -> None:
    masked = phones.mask(f"+86{digits}")
    assert masked == f"{digits[:3]}****{digits[7:]}"
    assert len([c for c in masked if c.isdigit()]) == 7
