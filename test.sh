#!/bin/sh
# Sets up what is missing, then runs every check; `sh test.sh all` adds the slow ones. On Windows: py installer/bootstrap.py test
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 3
. "$here/installer/system.sh"
prepare_system test
exec "$python" "$here/installer/bootstrap.py" test "$@"
