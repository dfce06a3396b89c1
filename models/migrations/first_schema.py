"""Writes the statements of the first migration from the mapped classes: ``python -m models.migrations.first_schema``.

Only for the time before the first release; afterwards a change of the schema is a further migration.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from models.catalogue import metadata


def statements(name: str) -> str:
    """Return all CREATE statements of one engine, each ended by ``;`` and a line break."""
    dialect = sqlite.dialect() if name == "sqlite" else postgresql.dialect()  # type: ignore[no-untyped-call]
    lines: list[str] = []
    for table in metadata.sorted_tables:
        lines.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        lines.extend(str(CreateIndex(index).compile(dialect=dialect)).strip() for index in indexes)
    return "".join(f"{line};\n" for line in lines)


def write() -> None:
    """Write both files beside the first migration."""
    folder = Path(__file__).parent / "versions"
    for dialect in ("sqlite", "postgresql"):
        (folder / f"m0001_foundation.{dialect}.sql").write_text(statements(dialect), encoding="utf-8")


if __name__ == "__main__":
    write()
