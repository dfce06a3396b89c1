"""A program that carries the open transfer out until it is killed or done; usage: running_child.py FACTORY_FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from app.factory import Factory
from app.jobs import Progress, Step
from app.transfer.run import run_transfer
from app.unit_of_work import SYSTEM
from app.wiring import build_hooks


def main(folder: Path) -> None:
    """Say each step, so that the killer knows where it strikes."""
    factory = Factory.open(folder, build_hooks())

    def tell(step: Step) -> None:
        print(step.what.split()[0].casefold(), flush=True)

    run_transfer(factory, actor=SYSTEM, progress=Progress(tell))
    factory.close()
    print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
