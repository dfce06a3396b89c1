"""Imports every mapped class, so that the metadata is complete; holds nothing else."""

from __future__ import annotations

from models import (
    attribute,
    audit,
    bom,
    certification,
    change,
    characteristic,
    consumption,
    distribution,
    document,
    gauge,
    inspection,
    issuing,
    nonconformance,
    numbering,
    part,
    person,
    plant,
    production,
    review,
    shipping,
    tag,
    transfer,
)
from models.base import Base

MAPPED = (
    attribute,
    audit,
    bom,
    certification,
    change,
    characteristic,
    consumption,
    distribution,
    document,
    gauge,
    inspection,
    issuing,
    nonconformance,
    numbering,
    part,
    person,
    plant,
    production,
    review,
    shipping,
    tag,
    transfer,
)
metadata = Base.metadata
