"""Ties a server to the test that started it."""
import os
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


def _wait_for_eof() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)
