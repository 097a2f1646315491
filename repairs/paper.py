"""How this slice's papers (PDF) look: one font that has Chinese, three colours, words as they are."""

from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph

FONT = "STSong-Light"  # one of the fonts that every PDF reader brings along for Chinese
INK, GREY, LINE = HexColor("#1a1f21"), HexColor("#5c666a"), HexColor("#c9d1d4")


def with_font() -> None:
    """Make the font known; to be called before anything is drawn."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def text(words: str, size: int = 10, colour: HexColor = INK) -> Paragraph:
    """Set words as they are: nothing in them is markup. Characters beyond the font's repertoire become 〓."""
    plain = "".join(c if ord(c) <= 0xFFFF else "〓" for c in words)
    style = ParagraphStyle("plain", fontName=FONT, fontSize=size, leading=size * 1.55, textColor=colour, wordWrap="CJK")
    return Paragraph(escape(plain).replace("\n", "<br/>"), style)
