"""What `leitai serve` runs: one web server, and a jobs process that lives and dies with it."""

import logging
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress

import uvicorn

from leitai.live.hub import hub

logger = logging.getLogger("leitai.serve")
GRACE = 10  # seconds a page may still take when the server stops
JOBS_GRACE = 25


class Server(uvicorn.Server):
    """Uvicorn waits for open connections, and a live stream never ends by itself: end those first."""

    @classmethod
    def over(cls, listener: socket.socket) -> "Server":
        config = uvicorn.Config(
            "leitai.config.asgi:application",
            log_level="warning",
            access_log=False,
            proxy_headers=True,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            backlog=1024,
        )
        server = cls(config)
        server.listener = listener
        return server

    def run_until_stopped(self):
        """Serve until SIGTERM or SIGINT. Uvicorn raises the signal again once all is closed; that ends here."""
        with suppress(KeyboardInterrupt, SystemExit):
            super().run(sockets=[self.listener])

    async def shutdown(self, sockets=None):
        hub.close()
        await super().shutdown(sockets)


def stop_on_sigterm() -> None:
    """Make SIGTERM unwind the stack as Ctrl-C does, so that what was begun is ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


@contextmanager
def jobs_beside(*, wanted: bool):
    """`leitai jobs` as a child, started again if it dies, stopped and waited for at the end."""
    if not wanted:
        yield
        return
    keeper = Keeper([sys.executable, "-m", "leitai", "jobs", "--with-parent"])
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


class Keeper(threading.Thread):
    """Keeps one child process running. The child is in a session of its own: Ctrl-C reaches it through us."""

    def __init__(self, command: list[str]):
        super().__init__(name="keeper", daemon=True)
        self.command = command
        self.stopping = threading.Event()
        self.child = None

    def run(self):
        pause = 1
        while not self.stopping.is_set():
            self.child = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)
            code = self.child.wait()
            if not self.stopping.is_set():
                logger.error("jobs ended with %s; starting them again in %s s", code, pause)
                self.stopping.wait(pause)
                pause = min(pause * 2, 60)

    def stop(self):
        """Ask, wait, and only then insist."""
        self.stopping.set()
        if self.child is None:
            return
        self.child.stdin.close()
        self.child.terminate()
        try:
            self.child.wait(JOBS_GRACE)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
