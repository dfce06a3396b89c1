"""The declarative base: naming convention, own types by annotation, and the checks each type brings along.

No mapped class stands here and no connection is touched.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, MetaData, Table, event
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from models.types import Choice, Day, ExactDecimal, Flag, RawBytes, UtcTime, Uuid, Words

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Key = Annotated[int, mapped_column(primary_key=True)]


def reference(target: str, *, nullable: bool = False, index: bool = True, primary_key: bool = False) -> Any:
    """Return a foreign key column; deleting what is referred to is always refused."""
    link = ForeignKey(target, ondelete="RESTRICT")
    return mapped_column(link, nullable=nullable, index=index, primary_key=primary_key)


class Base(DeclarativeBase):
    """Base of all mapped classes.

    Attributes:
        counted: Rows of this class can be deleted (drafts), so their ids come from a counter
            and are never reused.
    """

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        Decimal: ExactDecimal(),
        datetime: UtcTime(),
        date: Day(),
        str: Words(),
        bool: Flag(),
        uuid.UUID: Uuid(),
        bytes: RawBytes,
    }
    __table_args__: Any = {"sqlite_strict": True}
    counted = False


class Versioned:
    """A row people edit: a stale copy is refused at the flush instead of overwriting another's work."""

    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - called by SQLAlchemy on the class
        return {"version_id_col": cls.version}


def strict(*constraints: Any) -> tuple[Any, ...]:
    """Return table arguments for a STRICT table with further constraints."""
    return (*constraints, {"sqlite_strict": True})


def _sqlite_decimal(name: str) -> str:
    forbidden = (
        "*[^-0-9.]*",
        "?*-*",
        "*.*.*",
        ".*",
        "-.*",
        "0[0-9]*",
        "-0[0-9]*",
    )
    refusals = " AND ".join(f"{name} NOT GLOB '{pattern}'" for pattern in forbidden)
    return f"{refusals} AND {name} GLOB '*[0-9]'"


@event.listens_for(Column, "after_parent_attach")
def _check_by_type(column: Column[Any], table: object) -> None:
    """Give each column the CHECK its type promises, on both engines."""
    if not isinstance(table, Table):
        return
    name, kind = column.name, column.type
    if isinstance(kind, ExactDecimal):
        pattern = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
        lite = CheckConstraint(_sqlite_decimal(name), name=f"{name}_decimal")
        server = CheckConstraint(f"{name} ~ '{pattern}'", name=f"{name}_decimal")
        table.append_constraint(lite.ddl_if(dialect="sqlite"))
        table.append_constraint(server.ddl_if(dialect="postgresql"))
    elif isinstance(kind, Flag):
        table.append_constraint(CheckConstraint(f"{name} IN (0, 1)", name=f"{name}_flag"))
    elif isinstance(kind, Choice):
        words = ", ".join(f"'{word.value}'" for word in kind.vocabulary)
        table.append_constraint(CheckConstraint(f"{name} IN ({words})", name=f"{name}_word"))
