"""Characteristics as balloons of the page view. Asks nothing; a balloon's key is its characteristic's id."""

from __future__ import annotations

from collections.abc import Iterable

from app.drawings.queries import CharacteristicRow
from ui.drawings.balloon_shapes import BalloonShape, BalloonState
from ui.drawings.characteristic_words import heading, special_sign
from ui.i18n import Texts


def shapes_of(texts: Texts, rows: Iterable[CharacteristicRow], *, draft: bool) -> list[BalloonShape]:
    """Return a balloon for each place of each characteristic; only a draft's first one may be dragged."""
    shapes: list[BalloonShape] = []
    for row in rows:
        for at, balloon in enumerate(row.balloons):
            spoken = (
                texts.say("Balloon {number}: {text}", number=row.number, text=heading(row))
                if row.confirmed
                else texts.say("Balloon {number}: {text}, to confirm", number=row.number, text=heading(row))
            )
            shapes.append(
                BalloonShape(
                    key=str(row.id) if at == 0 else f"{row.id}:{at}",
                    number=row.number,
                    page=balloon.page - 1,
                    x=float(balloon.x),
                    y=float(balloon.y),
                    name=spoken,
                    anchor=(float(balloon.anchor_x), float(balloon.anchor_y)),
                    state=BalloonState.NEUTRAL if row.confirmed else BalloonState.UNCONFIRMED,
                    special=special_sign(row),
                    editable=draft and at == 0,
                )
            )
    return shapes
