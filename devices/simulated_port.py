"""A port to simulate devices on: a real pseudo-terminal on Linux, a local socket elsewhere.

Carries bytes and can be unplugged; what they mean is the simulator's and the drivers' business.
"""

from __future__ import annotations

import os
import select
import socket
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

WRITE_SECONDS = 5.0


class _Wire(Protocol):
    """One way of being plugged in."""

    name: str

    def plug(self) -> None: ...
    def unplug(self) -> None: ...
    def write(self, data: bytes) -> None: ...
    def read(self, timeout: float) -> bytes: ...
    def discard(self) -> None: ...


class _PtyWire:
    """A pseudo-terminal in raw mode behind a link whose name stays the same when it is plugged in again."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="simulated-port-"))
        self._link = self._folder / "tty"
        self.name = str(self._link)
        self._master = -1
        self._slave = -1

    def plug(self) -> None:
        if sys.platform != "win32":
            import tty

            self._master, self._slave = os.openpty()
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            fresh = self._folder / "fresh"
            fresh.symlink_to(os.ttyname(self._slave))
            fresh.replace(self._link)
        else:
            raise OSError("Windows has no pseudo-terminals")

    def unplug(self) -> None:
        self._link.unlink(missing_ok=True)
        for handle in (self._slave, self._master):
            if handle >= 0:
                os.close(handle)
        self._master = self._slave = -1

    def write(self, data: bytes) -> None:
        deadline = time.monotonic() + WRITE_SECONDS
        while data:
            if not select.select([], [self._master], [], max(0.0, deadline - time.monotonic()))[1]:
                raise TimeoutError("nobody reads the simulated port")
            with suppress(BlockingIOError):
                data = data[os.write(self._master, data) :]

    def read(self, timeout: float) -> bytes:
        if not select.select([self._master], [], [], timeout)[0]:
            return b""
        return os.read(self._master, 4096)

    def discard(self) -> None:
        self._folder.rmdir()


class _SocketWire:
    """A listening socket on this machine, for systems without pseudo-terminals."""

    def __init__(self) -> None:
        self._address = ("127.0.0.1", 0)
        self._server: socket.socket | None = None
        self._client: socket.socket | None = None
        self.name = ""

    def plug(self) -> None:
        server = socket.socket()
        if sys.platform != "win32":
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(self._address)
        server.listen(1)
        self._address = server.getsockname()
        self.name = f"socket://{self._address[0]}:{self._address[1]}"
        self._server = server

    def unplug(self) -> None:
        for each in (self._client, self._server):
            if each is not None:
                each.close()
        self._client = self._server = None

    def write(self, data: bytes) -> None:
        try:
            self._accepted(WRITE_SECONDS).sendall(data)
        except ConnectionError:
            self._hang_up()
            self._accepted(WRITE_SECONDS).sendall(data)

    def read(self, timeout: float) -> bytes:
        try:
            client = self._accepted(timeout)
            client.settimeout(timeout)
            data = client.recv(4096)
        except TimeoutError:
            return b""
        except ConnectionError:
            data = b""
        if not data:
            self._hang_up()
        return data

    def discard(self) -> None:
        self.unplug()

    def _accepted(self, timeout: float) -> socket.socket:
        if self._client is None:
            if self._server is None:
                raise ConnectionError("the simulated port is unplugged")
            self._server.settimeout(timeout)
            self._client, _ = self._server.accept()
        self._client.settimeout(WRITE_SECONDS)
        return self._client

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None


class SimulatedPort:
    """A port that a device can be simulated on; `name` is what a reader opens, the same after `replug`.

    Args:
        kind: "pty" or "socket"; None takes a pseudo-terminal where the system has them.
    """

    def __init__(self, kind: str | None = None) -> None:
        wants_pty = kind == "pty" or (kind is None and sys.platform != "win32")
        self._wire: _Wire = _PtyWire() if wants_pty else _SocketWire()
        self._lock = threading.Lock()
        self._plugged = False
        self.replug()

    @property
    def name(self) -> str:
        """The port name or URL."""
        return self._wire.name

    @property
    def is_plugged(self) -> bool:
        """Whether the device is plugged in."""
        return self._plugged

    def write(self, data: bytes) -> None:
        """Send bytes to whoever reads the port.

        Raises:
            ConnectionError: unplugged.
            TimeoutError: nobody reads.
        """
        with self._lock:
            if not self._plugged:
                raise ConnectionError("the simulated port is unplugged")
            self._wire.write(data)

    def read(self, timeout: float = 1.0) -> bytes:
        """What the computer sent to the device; empty after `timeout` seconds without any."""
        return self._wire.read(timeout) if self._plugged else b""

    def unplug(self) -> None:
        """Pull the plug; what was not read yet is lost, as on a real cable."""
        with self._lock:
            if self._plugged:
                self._plugged = False
                self._wire.unplug()

    def replug(self) -> None:
        """Plug in again."""
        with self._lock:
            if not self._plugged:
                self._wire.plug()
                self._plugged = True

    def close(self) -> None:
        """Unplug for good."""
        self.unplug()
        self._wire.discard()

    def __enter__(self) -> SimulatedPort:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
