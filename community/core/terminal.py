"""Sentences for the person at the terminal, in the language of the setting `lang`."""

import os
from typing import NamedTuple


class Text(NamedTuple):
    """A sentence in both languages; `str()` gives the one asked for by LINLI_LANG, Chinese by default."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if os.environ.get("LINLI_LANG", "zh").startswith("en") else self.zh


class OperatorError(Exception):
    """The process cannot go on; the message is one line that tells its operator what to do."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)
        super().__init__(zh, en)

    def __str__(self) -> str:
        return str(self.text)
