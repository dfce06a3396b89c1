"""Imports every mapped class, so that the metadata is complete; holds nothing else."""

from __future__ import annotations

from models import (
    audit,
    bom,
    certification,
    characteristic,
    document,
    gauge,
    inspection,
    nonconformance,
    part,
    person,
    plant,
    production,
    review,
    tag,
    transfer,
)
from models.base import Base

MAPPED = (
    audit,
    bom,
    certification,
    characteristic,
    document,
    gauge,
    inspection,
    nonconformance,
    part,
    person,
    plant,
    production,
    review,
    tag,
    transfer,
)
metadata = Base.metadata
