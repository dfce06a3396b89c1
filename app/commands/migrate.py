"""``migrate``: brings a factory's database to the program's version; on PostgreSQL as the owner of its tables."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError, OperationalError

from app.commands.acting import take_factory
from app.commands.console import DONE, Console
from app.factory_folder import open_folder
from app.factory_open import bring_to_date
from app.refusals import FACTORY_NEWER, MIGRATION_FAILED, UNREACHABLE
from app.texts import mark
from models.migrations.runner import MigrationError, SchemaState, state_of, upgrade


def main(words: Sequence[str], console: Console) -> int:
    """Migrate a factory as the command line says."""
    parser = console.parser("migrate", mark("Bring a factory's database to this version of the program."))
    take_factory(parser)
    parser.add_argument(
        "--owner", metavar="ROLE", help=parser.word(mark("PostgreSQL role that owns the tables, if another"))
    )
    arguments = parser.parse_args(words)
    place = open_folder(arguments.factory)
    if place.database_file is not None:
        bring_to_date(place)
        console.say("The database has the schema of this version.")
        return DONE
    station = place.database.username
    owned = place.database if arguments.owner is None else place.database.set(username=arguments.owner)
    try:
        if state_of(owned) is SchemaState.NEWER:
            raise FACTORY_NEWER()
        upgrade(owned, station_role=station if owned.username != station else None)
    except OperationalError as error:
        raise UNREACHABLE(reason=str(error.orig).splitlines()[0]) from error
    except (MigrationError, DBAPIError) as error:
        raise MIGRATION_FAILED(reason=str(error).splitlines()[0], backup="-") from error
    console.say("The database has the schema of this version.")
    return DONE
