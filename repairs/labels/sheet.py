"""Labels on paper (PDF, A4): two in a row, eight on a sheet, with lines to cut along."""

import io
from collections.abc import Sequence
from typing import Any

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from repairs.paper import GREY, INK, LINE, text, with_font

COLUMNS, ROWS = 2, 4
MARGIN = 12 * mm
WIDTH, HEIGHT = (A4[0] - 2 * MARGIN) / COLUMNS, (A4[1] - 2 * MARGIN) / ROWS
PICTURE, PAD = 50 * mm, 6 * mm


def draw(community: str, labels: Sequence[dict[str, Any]]) -> bytes:
    """Return the labels as a PDF."""
    with_font()
    paper = io.BytesIO()
    canvas = Canvas(paper, pagesize=A4)
    canvas.setTitle(f"报修码 {community}")
    canvas.setAuthor(community)
    for position, label in enumerate(labels):
        if position and not position % (COLUMNS * ROWS):
            canvas.showPage()
        row, column = divmod(position % (COLUMNS * ROWS), COLUMNS)
        _label(canvas, MARGIN + column * WIDTH, A4[1] - MARGIN - (row + 1) * HEIGHT, community, label)
    canvas.save()
    return paper.getvalue()


def _label(canvas: Canvas, left: float, bottom: float, community: str, label: dict[str, Any]) -> None:
    """Draw one label: on the left the picture, on the right what it is for and where it hangs."""
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.setDash(2, 2)
    canvas.rect(left, bottom, WIDTH, HEIGHT)
    canvas.setDash()
    _qr(canvas, left + PAD / 2, bottom + (HEIGHT - PICTURE) / 2, label["url"])
    beside = left + PICTURE + PAD
    room = WIDTH - PICTURE - PAD - PAD / 2
    words: list[Paragraph] = [
        text("扫码报修", 18),
        text(label["name"], 12),
        text(label["place_label"], 9, GREY) if label["place_label"] != label["name"] else text("", 4),
        text(f"{community}　{label['code']}", 8, GREY),
    ]
    _stack(canvas, words, beside, bottom, room)


def _stack(canvas: Canvas, words: Sequence[Flowable], left: float, bottom: float, room: float) -> None:
    """Set paragraphs below each other, in the middle of the label's height; what has no room left is left out."""
    sized = [(one, one.wrap(room, HEIGHT)[1]) for one in words]
    top = bottom + (HEIGHT + min(HEIGHT - PAD, sum(height for _, height in sized))) / 2
    for one, height in sized:
        top -= height
        if top >= bottom:
            one.drawOn(canvas, left, top)


def _qr(canvas: Canvas, left: float, bottom: float, address: str) -> None:
    """Draw a QR code (level M, border of 4 modules) as squares: sharp at any size, and no picture to embed."""
    modules = [list(row) for row in segno.make_qr(address, error="m").matrix_iter(border=4)]
    size = PICTURE / len(modules)
    canvas.setFillColor(INK)
    for y, row in enumerate(reversed(modules)):
        for x, dark in enumerate(row):
            if dark:
                canvas.rect(left + x * size, bottom + y * size, size, size, stroke=0, fill=1)
