#!/bin/sh
# Sets up what is missing, then shows the main job on a demo factory (`sh run.sh [demo options]`)
# or opens the window on your own factory (`sh run.sh app`). On Windows: py installer/bootstrap.py run
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 3
. "$here/installer/system.sh"
purpose=run
case "${1:-} $* " in
    "app "*) purpose=app ;;
    *" --headless "*) purpose=headless ;;
esac
prepare_system "$purpose"
[ -n "$no_window" ] && set -- "$@" --headless
exec "$python" "$here/installer/bootstrap.py" run "$@"
