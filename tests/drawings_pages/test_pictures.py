"""Pictures as pages: upright, of a true size where they state one, and bounded."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.drawings import page_refusals as refusals
from app.drawings.pages import open_pages, render
from app.errors import PartproofError


def _photo(orientation: int) -> bytes:
    """A photo 60 wide and 40 high whose upper left quarter is red, as the sensor saw it."""
    picture = Image.new("RGB", (600, 400), "white")
    picture.paste((255, 0, 0), (0, 0, 300, 200))
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif, quality=95)
    return file.getvalue()


# Where the red quarter comes to lie on the upright page (right half, lower half), by EXIF 0x0112.
@pytest.mark.parametrize(
    ("orientation", "wide", "right", "low"),
    [(1, True, False, False), (3, True, True, True), (6, False, True, False), (8, False, False, True)],
)
def test_a_phone_photo_stands_upright(orientation: int, wide: bool, right: bool, low: bool) -> None:
    content = _photo(orientation)
    (page,) = open_pages(content, "photo.jpg").pages
    assert (page.width > page.height) is wide
    picture = render(content, 0, 0.5, name="photo.jpg")
    x = round(picture.width * (0.75 if right else 0.25))
    y = round(picture.height * (0.75 if low else 0.25))
    blue, green, red = picture.content[y * picture.stride + 4 * x :][:3]
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


def test_each_page_of_a_scan_is_a_page_of_its_true_size() -> None:
    sheets = [Image.new("1", (2339, 1654), 1) for _ in range(3)]
    file = io.BytesIO()
    sheets[0].save(file, "TIFF", save_all=True, append_images=sheets[1:], dpi=(200, 200))
    pages = open_pages(file.getvalue(), "scan.tif").pages
    assert len(pages) == 3
    assert pages[0].width == pytest.approx(842, abs=1)


def test_a_broken_picture_is_refused() -> None:
    with pytest.raises(PartproofError) as refused:
        open_pages(_photo(1)[:500], "photo.jpg")
    assert refused.value.kind is refusals.PICTURE_DAMAGED


def test_a_picture_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    Image.new("1", (20000, 20000)).save(file, "PNG")
    with pytest.raises(PartproofError) as refused:
        open_pages(file.getvalue(), "huge.png")
    assert refused.value.kind is refusals.PICTURE_HUGE
