"""A viewer: one open stream, with the messages it has not taken yet. Lives on the event loop."""

import asyncio
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

from leitai.live.channels import Address

MOST_BYTES = 512 * 1024
MOST_MESSAGES = 256


@dataclass(eq=False)
class Viewer:
    """Who watches what, as which audience. One that reads too slowly is closed; it comes back and catches up."""

    session_key: str
    user_id: int
    watching: dict[Address, Hashable] = field(default_factory=dict)
    check_at: float = 0.0
    closing: str = ""
    _pending: deque = field(default_factory=deque)
    _bytes: int = 0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def push(self, message: bytes) -> None:
        if self.closing:
            return
        self._pending.append(message)
        self._bytes += len(message)
        if self._bytes > MOST_BYTES or len(self._pending) > MOST_MESSAGES:
            self.close("slow")
        self._wake.set()

    def close(self, reason: str) -> None:
        """End the stream after what is already pending; a slow reader's backlog is dropped."""
        self.closing = self.closing or reason
        if self.closing == "slow":
            self._pending.clear()
        self._wake.set()

    async def take(self) -> bytes | None:
        """All that is pending as one chunk; None at the end of the stream."""
        while not self._pending:
            if self.closing:
                return None
            self._wake.clear()
            await self._wake.wait()
        chunk = b"".join(self._pending)
        self._pending.clear()
        self._bytes = 0
        return chunk
