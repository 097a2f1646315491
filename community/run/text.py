"""Sentences for the person at the terminal, in the language of the setting `lang`."""

import os
from typing import NamedTuple


class Text(NamedTuple):
    """A sentence in both languages; `str()` gives the one asked for."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if os.environ.get("LINLI_LANG") == "en" else self.zh


class LaunchError(Exception):
    """The start cannot go on; the message is one line that says what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(str(Text(zh, en)))
