"""A private PostgreSQL server for the tests: Unix socket only, its own folder, gone at the end.

Tests connect as the station role; the owner only makes the template. Holds no assertions.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine

from models.migrations.runner import upgrade

STATION = "partproof_station"
TEMPLATE = "partproof_template"


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, or None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if os.name != "nt" else []
    return folders[-1].parent if folders else None


class Server:
    """A running private server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = 0

    def url(self, database: str, user: str) -> URL:
        """Return the URL of a database on this server."""
        return URL.create(
            "postgresql+psycopg", username=user, database=database, query={"host": str(self.folder)}
        )

    def owner(self, database: str) -> URL:
        """Return the URL for the owner role."""
        return self.url(database, "owner")

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside a transaction as the owner."""
        engine = create_engine(self.owner(database), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()

    def make_template(self) -> None:
        """Make the template database with the schema and the station's rights."""
        self.run(f"CREATE ROLE {STATION} LOGIN")
        self.run(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        upgrade(self.owner(TEMPLATE), station_role=STATION)

    def new_database(self, template: str = TEMPLATE) -> str:
        """Clone a database that nobody is connected to, and return the name of the clone."""
        self._count += 1
        name = f"factory_{self._count}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        """Take a database away, also one that somebody is still connected to."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def private_server() -> Iterator[Server]:
    """Start a server in a temporary folder, as another user when this one is root."""
    folder_of_programs = programs()
    assert folder_of_programs is not None
    root = Path(tempfile.mkdtemp(prefix="pp-pg-"))
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if user is not None:
        os.chown(root, user.pw_uid, user.pw_gid)

    def call(*words: str) -> None:
        subprocess.run(
            words,
            check=True,
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=None if user is None else user.pw_uid,
            group=None if user is None else user.pw_gid,
            env={"LC_ALL": "C", "PATH": os.environ.get("PATH", "")},
        )

    data = root / "data"
    call(
        str(folder_of_programs / "initdb"), "-D", str(data), "-U", "owner", "-A", "trust", "-N", "-E", "UTF8"
    )
    options = f"-c listen_addresses='' -c unix_socket_directories='{root}' -c fsync=off -c max_connections=60"
    control = str(folder_of_programs / "pg_ctl")
    call(control, "-D", str(data), "-w", "-o", options, "-l", str(root / "log"), "start")
    try:
        server = Server(root)
        server.make_template()
        yield server
    finally:
        call(control, "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(root, ignore_errors=True)
