"""Writes the statements of the first migration from the mapped classes: ``python -m models.migrations.first_schema``.

Only for the time before the first release; afterwards a change of the schema is a further migration.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_mock_engine

from models.catalogue import metadata


def statements(dialect: str) -> str:
    """Return all CREATE statements of one engine, each ended by ``;`` and a line break."""
    lines: list[str] = []
    engine = create_mock_engine(
        f"{dialect}://",
        lambda sql, *_args, **_kwargs: lines.append(str(sql.compile(dialect=engine.dialect)).strip()),
    )
    metadata.create_all(engine, checkfirst=False)
    return "".join(f"{line};\n" for line in lines)


def write() -> None:
    """Write both files beside the first migration."""
    folder = Path(__file__).parent / "versions"
    for dialect in ("sqlite", "postgresql"):
        (folder / f"m0001_foundation.{dialect}.sql").write_text(statements(dialect), encoding="utf-8")


if __name__ == "__main__":
    write()
