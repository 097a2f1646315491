"""From whatever a phone sends to two clean JPEGs, or a clear error."""

import io
import struct
import threading
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from repairs.errors import (
    AttachmentDamaged,
    AttachmentEmpty,
    AttachmentTooLarge,
    AttachmentTooManyPixels,
    AttachmentUnsupported,
)

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a phone's 48 MP photo passes; decoded, it takes some 150 MB
LONGEST_SIDE = 2048
THUMB_SIDE = 480
FORMATS = ("JPEG", "PNG", "WEBP")  # Pillow opens nothing else here: no SVG, PDF, PostScript or TIFF parser is reached
REFUSALS = (AttachmentEmpty, AttachmentTooLarge, AttachmentUnsupported, AttachmentDamaged, AttachmentTooManyPixels)
# Decoding takes memory in proportion to the picture; two at a time keep a process of many threads bounded.
_decoders = threading.BoundedSemaphore(2)


class Photo(NamedTuple):
    """A clean picture: JPEG bytes of the picture and of its thumbnail, and the picture's size in pixels."""

    content: bytes
    thumb: bytes
    width: int
    height: int


def clean(data: bytes) -> Photo:
    """Return the picture upright, in sRGB on white, without metadata, at most 2048 pixels long, with a thumbnail of 480.

    The type is judged by the content alone. Raises AttachmentEmpty, -TooLarge, -Unsupported, -Damaged or -TooManyPixels.
    """
    if not data:
        raise AttachmentEmpty
    if len(data) > MAX_BYTES:
        raise AttachmentTooLarge
    with _decoders:
        picture = _decode(data)
        thumb = picture.copy()
        thumb.thumbnail((THUMB_SIDE, THUMB_SIDE))
        return Photo(_encode(picture, 85), _encode(thumb, 80), picture.width, picture.height)


def _decode(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise AttachmentTooManyPixels
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fraction of its size right away
            return _in_srgb(_upright(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise AttachmentTooManyPixels from None
    except UnidentifiedImageError:
        raise AttachmentUnsupported from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):  # what Pillow's decoders raise on broken input
        raise AttachmentDamaged from None


def _upright(image: Image.Image) -> Image.Image:
    """Turn the picture as its EXIF orientation says; that is the only thing taken from the metadata."""
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return image  # metadata nobody can read do not make the picture worthless


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the bare picture: transparency on white, a phone's wide colours mapped to sRGB, no metadata of any kind."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        flat = Image.new("RGB", layer.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
    else:
        flat = image.convert("RGB")
    if image.mode == "RGB" and (profile := image.info.get("icc_profile")):
        flat = _mapped(flat, profile)
    flat.info.clear()
    return flat


def _mapped(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB")) or image
    except (ImageCms.PyCMSError, OSError):
        return image  # an unreadable profile leaves the colours as they are


def _encode(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
