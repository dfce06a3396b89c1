"""The child process that runs calamine: a workbook on standard input, its cells as JSON on standard output.

Started by import_process only. On a damaged xls calamine may reserve terabytes, and what Rust cannot reserve
ends the process: here that ends only the child. Writes no file.
"""

from __future__ import annotations

import json
import sys
from typing import Final

TABLE_WORKER_FLAG: Final = "--table-worker"


def main(memory_bytes: int) -> int:
    """Serve one workbook.

    Args:
        memory_bytes: Address space the process may use (Linux; elsewhere only the parent's limits hold).

    Returns:
        The exit code.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    head = json.loads(sys.stdin.buffer.readline())
    # Imported after the limit is set, so that loading the library is under it too.
    from app.drawings.import_xlsx import calamine_cells

    answer = calamine_cells(sys.stdin.buffer.read(), head["sheet"])
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True, allow_nan=True).encode("ascii"))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
