"""One line of the devices' self-check: what a vector had to give and what it gave.

Shared by the gauge half and the code-content half; it knows neither.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class QualificationRow:
    """The outcome of one reference vector; `expected` and `got` are canonical JSON text."""

    id: str
    family: str
    passed: bool
    expected: str
    got: str
