"""The hub: one per process, whatever the number of viewers.

One thread waits for changes, reads each touched board once and hands the messages to the event loop in one go.
Joining and checking rights run in a small pool, for they ask the database. `_lock` guards boards and viewers; the
loop itself never takes it.
"""

import asyncio
import logging
import threading
import time
import uuid
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import DatabaseError, close_old_connections, connection

from leitai import clock
from leitai.live import admission, channels
from leitai.live.actions import ACCESS
from leitai.live.boards import Board
from leitai.live.viewers import Viewer
from leitai.live.watching import watch

logger = logging.getLogger("leitai.live")

BEAT_EVERY = 10  # seconds; the page takes 25 silent seconds for a broken line
CHECK_EVERY = 20  # seconds between two looks at a viewer's session and rights
REREAD_EVERY = 30  # seconds: what changes by time alone, and what somebody forgot to touch
REMEMBER_FOR = 5
MOST_VIEWERS = 10_000


class Refused(Exception):
    """The viewer may watch none of what was asked. `status` is 401 (nobody) or 404 (somebody else)."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class Hub:
    def __init__(self):
        self._lock = threading.RLock()
        self._boards: dict[tuple, Board] = {}
        self._viewers: set[Viewer] = set()
        self._number = 0
        self._epoch = uuid.uuid4().hex[:8]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._stopping = threading.Event()
        self._watched_at = 0.0
        self._beats = 0
        self._remembered: dict[tuple, tuple] = {}

    # Life

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._stopping.clear()
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="live")
        self._thread = threading.Thread(target=self._watch, name="live-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End every stream and stop watching. Called on the loop."""
        self._stopping.set()
        for viewer in list(self._viewers):
            viewer.close("restart")
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def ready(self) -> bool:
        return bool(self._thread and self._thread.is_alive() and time.monotonic() - self._watched_at < 5)

    # Joining

    async def join(self, session_key: str, paths: list[str], since: str) -> Viewer:
        """Open a stream on what the viewer may watch. Raises Refused."""
        if len(self._viewers) >= MOST_VIEWERS:
            raise Refused(503)
        viewer = Viewer(session_key, 0, check_at=time.monotonic() + CHECK_EVERY)
        await self._loop.run_in_executor(self._pool, partial(_with_connection, self._join, viewer, paths, since))
        return viewer

    async def leave(self, viewer: Viewer) -> None:
        viewer.close("left")
        await self._loop.run_in_executor(None, self._leave, viewer)

    def _join(self, viewer: Viewer, paths: list[str], since: str) -> None:
        at = clock.now()
        viewer.user_id, admitted = self._admitted(viewer.session_key, tuple(paths), at)
        viewer.watching = admitted
        epoch, _, number = since.partition(".")
        known = int(number) if epoch == self._epoch and number.isdigit() else -1
        with self._lock:
            self._viewers.add(viewer)
            try:
                for address, audience in admitted.items():
                    self._tell(viewer, self._enter(viewer, address, audience, at, known))
            except Exception:
                self._leave(viewer)
                raise

    def _admitted(self, session_key: str, paths: tuple[str, ...], at) -> tuple[int, dict]:
        """Who it is and what they may watch, remembered for a moment: after a restart everybody comes at once."""
        until, known = self._remembered.get((session_key, paths), (0.0, None))
        if known and time.monotonic() < until:
            return known
        user = admission.user_of(session_key)
        if not user.is_authenticated:
            raise Refused(401)
        admitted = {address: audience for address, audience in _admissions(user, paths, at) if audience is not None}
        if not admitted:
            raise Refused(404)
        if len(self._remembered) > MOST_VIEWERS:
            self._remembered.clear()
        self._remembered[session_key, paths] = (time.monotonic() + REMEMBER_FOR, (user.pk, admitted))
        return user.pk, admitted

    def _enter(self, viewer, address, audience, at, known: int) -> list[bytes]:
        """What the viewer must hear first on this board: what it missed, or all of it."""
        key = _key(address, audience)
        board = self._boards.get(key)
        if board is None:
            personal_to = audience if address.channel.personal else None
            board = self._boards[key] = Board(address, personal_to, _read(address, personal_to, at))
        group = board.join(viewer, audience, self._number)
        missed = group.missed(known) if known >= 0 else None
        if missed is None:
            return [board.whole(audience, self._epoch, self._number, at.isoformat())]
        return missed

    def _leave(self, viewer: Viewer) -> None:
        with self._lock:
            self._viewers.discard(viewer)
            for address, audience in viewer.watching.items():
                if board := self._boards.get(_key(address, audience)):
                    board.leave(viewer, audience)

    # Watching

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                self._follow()
            except Exception as error:
                if not self._stopping.is_set():
                    logger.error("the live hub lost the database; it looks again in a second: %s", error)
            finally:
                connection.close()
            self._stopping.wait(1)

    def _follow(self) -> None:
        """Follow one connection to the database until it breaks. Starts by reading all: much may have passed."""
        changes = watch()
        try:
            self._refresh(None)
            beat = reread = time.monotonic()
            while not self._stopping.is_set():
                self._watched_at = now = time.monotonic()
                touched = changes.wait(1.0)
                if ACCESS in touched:
                    self._remembered.clear()
                if touched:
                    self._refresh(touched)
                if now - reread >= REREAD_EVERY:
                    reread = now
                    self._refresh(None)
                if now - beat >= BEAT_EVERY:
                    beat = now
                    self._beat()
                self._check_due(everyone=ACCESS in touched)
        finally:
            changes.close()

    def _refresh(self, touched: set[str] | None) -> None:
        """Read the boards that depend on these topics (None: all) and tell their viewers what changed."""
        at = clock.now()
        outgoing = []
        with self._lock:
            for key, board in list(self._boards.items()):
                if board.forget_absent(time.monotonic()):
                    del self._boards[key]
                elif touched is None or touched & board.topics:
                    self._reread(board, at, outgoing)
        if outgoing:
            self._loop.call_soon_threadsafe(_push_all, outgoing)

    def _reread(self, board: Board, at, outgoing: list) -> None:
        try:
            state = _read(board.address, board.personal_to, at)
        except DatabaseError:
            raise
        except Exception:
            # One board that cannot be read must not silence the others.
            logger.exception("cannot read %s", board.address.path)
            return
        for number, viewers, said in board.changes(state, self._epoch, self._number, at.isoformat()):
            self._number = number
            outgoing.append((tuple(viewers), said))

    def _beat(self) -> None:
        self._beats += 1
        at = clock.now().isoformat(timespec="seconds")
        beat = f'event: beat\ndata: {{"beat":{self._beats},"at":"{at}"}}\n\n'.encode()
        with self._lock:
            everyone = tuple(self._viewers)
        self._loop.call_soon_threadsafe(_push_all, [(everyone, beat)])

    # Rights may end while a stream is open

    def _check_due(self, *, everyone: bool) -> None:
        now = time.monotonic()
        with self._lock:
            due = [viewer for viewer in self._viewers if everyone or viewer.check_at <= now]
            for viewer in due:
                viewer.check_at = now + CHECK_EVERY
        if due:
            self._pool.submit(_with_connection, self._check, due)

    def _check(self, due: list[Viewer]) -> None:
        """Close the streams whose session ended, or whose viewer is another audience now."""
        running = admission.still_running(viewer.session_key for viewer in due)
        at = clock.now()
        judged: dict[tuple, bool] = {}
        for viewer in due:
            case = (viewer.session_key, tuple(viewer.watching.items()))
            if case not in judged:
                judged[case] = viewer.session_key in running and _still_admitted(viewer, at)
            if not judged[case]:
                self._loop.call_soon_threadsafe(viewer.close, "rights")

    def _tell(self, viewer: Viewer, messages: list[bytes]) -> None:
        self._loop.call_soon_threadsafe(_push_all, [((viewer,), message) for message in messages])


def _with_connection(function, *args):
    """A thread of the pool keeps its SQLite connection, which is dear to open; pooled ones are given back."""
    try:
        return function(*args)
    except DatabaseError:
        connection.close()
        raise
    finally:
        if connection.vendor != "sqlite":
            close_old_connections()


def _push_all(outgoing) -> None:
    for viewers, message in outgoing:
        for viewer in viewers:
            viewer.push(message)


def _admissions(user, paths: list[str], at):
    for path in dict.fromkeys(paths):
        if address := channels.find(path):
            yield address, address.channel.admit(user, at, **address.kwargs)


def _still_admitted(viewer: Viewer, at) -> bool:
    user = admission.user_of(viewer.session_key)
    if user.pk != viewer.user_id:
        return False
    now = dict(_admissions(user, [address.path for address in viewer.watching], at))
    return now == viewer.watching


def _key(address: channels.Address, audience: Hashable) -> tuple:
    return (address.path, audience) if address.channel.personal else (address.path,)


def _read(address: channels.Address, personal_to: Hashable, at):
    if address.channel.personal:
        return address.channel.read(at, audience=personal_to, **address.kwargs)
    return address.channel.read(at, **address.kwargs)


hub = Hub()
