"""No test reaches the network: conftest.py runs this, and so does every Python that a test starts.

An attempt fails at once. It is also written to the file that ATTEMPTS names, because code that tries a hub and
goes on without one swallows the failure; conftest.py looks there after each test.
"""

import os
import sys

WATCHED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}
NEAR = ("127.", "::1", "localhost")


def _is_near(arguments: tuple) -> bool:
    """Whether an event is about this machine: a path of a local socket, or a loopback address."""
    for argument in arguments:
        host = argument[0] if isinstance(argument, tuple) and argument else argument
        host = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if isinstance(host, str):
            return host.startswith(NEAR) or (not isinstance(argument, tuple) and host[:1] in ("/", "\0", ""))
    return True  # an address of another kind than names and numbers of hosts


def listen(event: str, arguments: tuple) -> None:
    if event in WATCHED and not _is_near(arguments):
        path = os.environ.get("PA3D_TEST_ATTEMPTS")
        if path:
            with open(path, "a") as stream:  # noqa: PTH123 - no imports in every process that starts
                stream.write(f"{event} {arguments!r}\n")
        raise PermissionError(f"{event} in a test: {arguments!r}")


sys.addaudithook(listen)
