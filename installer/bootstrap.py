"""Entry of the two commands: `py installer/bootstrap.py run|app|test`; run.sh and test.sh end here too.

Refuses a Python that is too old before anything newer is parsed, so this file keeps to the oldest syntax there is.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the person may well start it with an older one
    sys.stderr.write("Partproof needs Python 3.11 or newer; this is Python %d.%d.\n" % sys.version_info[:2])  # noqa: UP031
    sys.stderr.write(
        "Install Python 3.11, 3.12 or 3.13 and start again (Windows: py -3.12 installer/bootstrap.py run).\n"
    )
    sys.exit(3)

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120

from installer.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
