"""Logos that are printed on documents: the plant's own and each customer's. Kept as small PNGs in the vault."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.form_refusals import LOGO_BROKEN, LOGO_TOO_LARGE
from app.files import safe_name, store_file
from app.refusals import NOT_FOUND
from app.rights import require
from app.settings import change_setting, read_settings
from app.unit_of_work import UnitOfWork
from models.part import Customer
from models.vocab import Role

_MOST_BYTES: Final = 10 * 1024 * 1024
_MOST_PIXELS: Final = 50_000_000
_FORMATS: Final = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")
# Printed two centimetres high this is some 600 dpi.
_LARGEST: Final = (1600, 500)


@dataclass(frozen=True)
class LogoRow:
    """Whose logo; ``customer_id`` is None for the plant, ``file_hash`` empty where none is kept."""

    customer_id: int | None
    name: str
    file_hash: str


def logo_rows(session: Session) -> tuple[LogoRow, ...]:
    """Return the plant first, then every customer by name."""
    settings = read_settings(session)
    customers = session.scalars(select(Customer).order_by(Customer.name))
    return (
        LogoRow(None, settings.name, settings.logo),
        *(LogoRow(row.id, row.name, settings.logos.get(str(row.id), "")) for row in customers),
    )


def keep_logo(unit: UnitOfWork, content: bytes, name: str, *, customer_id: int | None = None) -> str:
    """Keep a picture as the logo of the plant or of a customer; return the hash of what is printed.

    Raises:
        PartproofError: no picture, too large, no such customer, or no right.
    """
    require(unit, Role.ADMINISTRATOR)
    small = prepared(content, name)
    file_hash = store_file(unit, small, f"{safe_name(name).rsplit('.', 1)[0]}.png")
    _put(unit, customer_id, file_hash, name)
    return file_hash


def remove_logo(unit: UnitOfWork, *, customer_id: int | None = None) -> None:
    """Print no logo of the plant or of a customer any more; what was issued keeps its own."""
    _put(unit, customer_id, "", "–")


def prepared(content: bytes, name: str) -> bytes:
    """Return a picture as the PNG that is printed: upright, no larger than needed, nothing but pixels.

    Raises:
        PartproofError: no picture, or too large.
    """
    if len(content) > _MOST_BYTES:
        raise LOGO_TOO_LARGE(name=name)
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise LOGO_TOO_LARGE(name=name)
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, ArithmeticError) as error:
        raise LOGO_BROKEN(name=name) from error
    except Image.DecompressionBombError as error:
        raise LOGO_TOO_LARGE(name=name) from error
    upright.thumbnail(_LARGEST)
    out = io.BytesIO()
    # A new picture: what the file says besides its pixels does not go along.
    plain = Image.new("RGBA", upright.size)
    plain.paste(upright)
    plain.save(out, "PNG")
    return out.getvalue()


def _put(unit: UnitOfWork, customer_id: int | None, file_hash: str, name: str) -> None:
    require(unit, Role.ADMINISTRATOR)
    reason = f"logo {name}"
    if customer_id is None:
        change_setting(unit, reason=reason, logo=file_hash)
        return
    if unit.session.get(Customer, customer_id) is None:
        raise NOT_FOUND(what=f"customer {customer_id}")
    logos = {**read_settings(unit.session).logos, str(customer_id): file_hash}
    change_setting(unit, reason=reason, logos={key: one for key, one in logos.items() if one})
