"""The rows that the recorded acts made, kept in a temporary file, so that many years of readings need little memory.

Holds what the chain says and nothing else; the comparison with the database is in audit_trail.py.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final

# Nothing here need outlive the process; 64 MiB stay in memory, the rest goes to the file.
_SETTINGS: Final = ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-65536")
_SCHEMA: Final = """
CREATE TABLE expected (
    place TEXT, name TEXT, fields TEXT, seen INTEGER DEFAULT 0, PRIMARY KEY (place, name)
) WITHOUT ROWID
"""
Fields = dict[str, Any]


class ReplayedRows:
    """Expected rows by table and key; a context manager that removes its file at the end.

    Keys are the canonical text of the primary key's values, fields are by column name as the chain has them.
    """

    def __init__(self) -> None:
        # An empty name is a database in a temporary file of its own that goes with the connection.
        self._file = sqlite3.connect("", isolation_level=None)
        for statement in _SETTINGS:
            self._file.execute(statement)
        self._file.execute(_SCHEMA)

    def __enter__(self) -> ReplayedRows:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, table: str, name: str, fields: Fields) -> None:
        """Take up a row as it was made; one of the same key is replaced.

        Raises:
            ValueError, TypeError: when the fields are no mapping of names to values.
        """
        self._file.execute(
            "INSERT OR REPLACE INTO expected (place, name, fields) VALUES (?, ?, ?)",
            (str(table), name, json.dumps(dict(fields), ensure_ascii=False)),
        )

    def edit(self, table: str, name: str, changed: Fields) -> bool:
        """Change columns of a row; False when there is no such row."""
        fields = self._fields(table, name)
        if fields is None:
            return False
        self._file.execute(
            "UPDATE expected SET fields = ? WHERE place = ? AND name = ?",
            (json.dumps(fields | changed, ensure_ascii=False), table, name),
        )
        return True

    def remove(self, table: str, name: str) -> None:
        """Forget a row that was deleted."""
        self._file.execute("DELETE FROM expected WHERE place = ? AND name = ?", (table, name))

    def take(self, table: str, name: str) -> Fields | None:
        """Return a row's fields and note that the database has it; None when no act made it, or when it was taken."""
        fields = self._fields(table, name)
        if fields is not None:
            self._file.execute("UPDATE expected SET seen = 1 WHERE place = ? AND name = ?", (table, name))
        return fields

    def untaken(self, table: str) -> Iterator[str]:
        """Yield the keys of a table's rows that the database does not have."""
        rows = self._file.execute(
            "SELECT name FROM expected WHERE place = ? AND NOT seen ORDER BY name", (table,)
        )
        for (name,) in rows:
            yield str(name)

    def _fields(self, table: str, name: str) -> Fields | None:
        row = self._file.execute(
            "SELECT fields FROM expected WHERE place = ? AND name = ? AND NOT seen", (table, name)
        ).fetchone()
        if row is None:
            return None
        fields: Fields = json.loads(row[0])
        return fields
