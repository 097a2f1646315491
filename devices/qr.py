"""The enrolment code as a picture that a panel's camera reads."""

import io

import segno


def enrolment_svg(public_url: str, code: str) -> str:
    """Return an SVG document with the address to enrol at and, after `#`, the code (level M, border of 4 modules)."""
    picture = io.BytesIO()
    segno.make_qr(f"{public_url}/api/v1/devices/enrol#{code}", error="m").save(picture, kind="svg", border=4, xmldecl=False)
    return picture.getvalue().decode()
