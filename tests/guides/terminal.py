"""Runs a command on a terminal and answers its questions: terminal.py '[["question", "answer"], ...]' COMMAND...

What the command prints goes to stdout, and its exit code is this one's.
"""

import fcntl
import json
import os
import pty
import re
import struct
import sys
import termios

questions = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])

seen = b""
while True:
    try:
        read = os.read(terminal, 65536)
    except OSError:  # Linux says so at the end.
        break
    if not read:
        break
    sys.stdout.buffer.write(read)
    seen += read
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode(errors="replace"))
    if questions and questions[0][0] in text:
        answer = questions.pop(0)[1]
        seen = b""
        # ^U removes what is offered.
        os.write(terminal, ("\x15" + answer + "\r").encode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
