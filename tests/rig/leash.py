"""Ties a server to the test that started it."""
import os
import socket
import sys
import threading


def tie() -> None:
    """Send output to RIG_LOG, and with RIG_LEASH=stdin end when standard input does.

    A test run that is killed outright cannot stop its servers; the pipe to them
    closes all the same, and that is what they watch.
    """
    log = os.environ.get("RIG_LOG")
    if log:
        fd = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(fd, sys.stdout.fileno())
        os.dup2(fd, sys.stderr.fileno())
    if os.environ.get("RIG_LEASH") == "stdin":
        threading.Thread(target=_wait_for_eof, daemon=True).start()


def take_port() -> socket.socket:
    """Take RIG_PORT, a free one where it is 0, and tell which in RIG_PORT_FILE."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind(("127.0.0.1", int(os.environ.get("RIG_PORT", "0"))))
    if "RIG_PORT_FILE" in os.environ:
        # At once, so that nobody reads half of it.
        with open(os.environ["RIG_PORT_FILE"] + ".new", "w") as file:
            file.write(str(taken.getsockname()[1]))
        os.rename(file.name, os.environ["RIG_PORT_FILE"])
    return taken


def _wait_for_eof() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)
