"""An interactive program on a pseudo-terminal, and the time from Enter to its next prompt."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

from .machine import Failed

PATIENCE = 5.0  # seconds for anything to appear
# Control sequences (colours, bracketed paste), titles, one-letter escapes, and readline's markers.
ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][A-Z0-9]?|[\x01\x02\x07]")


def visible(raw):
    """The text as it would be read: no escape sequences, and every line break one newline."""
    return re.sub(rb"\r+\n", b"\n", ESCAPES.sub(b"", raw)).decode(errors="replace")


def ends_in(prompt, text):
    """Whether the last line is the prompt and nothing else (a line may be redrawn after \\r)."""
    return "\n" in text and text.rsplit("\n", 1)[1].rsplit("\r", 1)[-1] == prompt


class Terminal:
    def __init__(self, command, prompt, environment):
        self.prompt = prompt
        self.process, self.fd = pty.fork()
        if self.process == 0:
            try:
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))
        # The first prompt may be the first thing on the screen, with no line before it.
        try:
            self.read_until(lambda text: ends_in(prompt, "\n" + text), "first prompt")
        except Failed:
            self.close()
            raise

    def read_until(self, arrived, what):
        """Reads until the visible text satisfies `arrived`."""
        raw, end = b"", time.monotonic() + PATIENCE
        while not arrived(visible(raw)):
            ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
            try:
                chunk = os.read(self.fd, 65536) if ready else b""
            except OSError:  # how Linux says that the other side is gone
                chunk = b""
            if not chunk:
                seen = visible(raw)[-200:]
                raise Failed(f"no {what}" + (f" after {seen!r}" if seen else ""))
            raw += chunk

    def enter(self, line, answer):
        """Types a line, presses Enter, and returns the seconds until answer and prompt are read."""
        os.write(self.fd, line.encode())
        self.read_until(lambda text: line in text, "echo of what was typed")
        start = time.perf_counter()
        os.write(self.fd, b"\r")
        self.read_until(lambda text: ends_in(self.prompt, text) and answer in text, "answer and prompt")
        return time.perf_counter() - start

    def close(self):
        os.close(self.fd)  # the program's terminal hangs up
        end = time.monotonic() + 1
        while time.monotonic() < end:
            if os.waitpid(self.process, os.WNOHANG)[0]:
                return
            time.sleep(0.01)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
