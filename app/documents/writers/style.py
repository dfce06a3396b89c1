"""The look both writers share: quiet greys, one ink, colour only for what needs action. Holds no drawing."""

from __future__ import annotations

from typing import Final

from app.documents.blocks import Mark

INK: Final = "1F2328"
MUTED: Final = "57606A"
RULE: Final = "C4CAD0"
FRAME: Final = "6B737B"
HEADER_FILL: Final = "F1F3F5"
GROUP_FILL: Final = "E7EAED"
LABEL_FILL: Final = "F6F7F8"
# OK stays ink on white: normal is grey. Both fills keep 4.5:1 with their text, also printed in grey.
MARK_TEXT: Final = {Mark.OK: INK, Mark.NG: "9B1C1C", Mark.WARN: "6B4500"}
MARK_FILL: Final = {Mark.NG: "F8E4E2", Mark.WARN: "FFF1CF"}

MM: Final = 72 / 25.4
"""Points per millimetre."""
