"""A board: one watched address, what each audience was last shown, and what was said lately."""

import json
import time
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder

from leitai.live.channels import Address
from leitai.live.viewers import Viewer

KEPT_MESSAGES = 64
LINGER = 60  # seconds a board is still followed after its last viewer left, so that a return is cheap


@dataclass(eq=False)
class Audience:
    """Those who see the same rows. `complete_since`: every message after that one is still in `said`."""

    rows: dict[str, dict]
    complete_since: int
    viewers: set[Viewer] = field(default_factory=set)
    said: deque = field(default_factory=lambda: deque(maxlen=KEPT_MESSAGES))
    left_at: float = field(default_factory=time.monotonic)

    def keep(self, number: int, message: bytes) -> None:
        if len(self.said) == self.said.maxlen:
            self.complete_since = self.said[0][0]
        self.said.append((number, message))

    def missed(self, since: int) -> list[bytes] | None:
        """The messages after that one; None where some are forgotten."""
        if since < self.complete_since:
            return None
        return [message for number, message in self.said if number > since]


class Board:
    """The state of one address and its audiences. Not thread-safe: the hub holds its lock."""

    def __init__(self, address: Address, personal_to: Hashable, state):
        self.address = address
        self.personal_to = personal_to
        self.state = state
        self.topics = address.topics(personal_to)
        self.audiences: dict[Hashable, Audience] = {}

    def join(self, viewer: Viewer, audience: Hashable, number: int) -> Audience:
        """The viewer's audience, made now if new. `number` is the last message said by the hub."""
        group = self.audiences.get(audience)
        if group is None:
            group = self.audiences[audience] = Audience(self._rows(audience), number)
        group.viewers.add(viewer)
        return group

    def leave(self, viewer: Viewer, audience: Hashable) -> None:
        if group := self.audiences.get(audience):
            group.viewers.discard(viewer)
            group.left_at = time.monotonic()

    def forget_absent(self, now: float) -> bool:
        """Drop audiences long gone; true when nobody is left at all."""
        for key in [key for key, group in self.audiences.items() if not group.viewers and now - group.left_at > LINGER]:
            del self.audiences[key]
        return not self.audiences

    def changes(self, state, epoch: str, number: int, at: str):
        """Take the new state; yield for each audience that sees a difference its viewers and their message."""
        self.state = state
        plain: dict[int, str] = {}
        for audience, group in self.audiences.items():
            rows = self._rows(audience)
            changed = {key: row for key, row in rows.items() if group.rows.get(key) != row}
            gone = [key for key in group.rows if key not in rows]
            if changed or gone:
                group.rows = rows
                number += 1
                said = message("rows", f"{epoch}.{number}", self.address.path, at, changed, gone, plain)
                group.keep(number, said)
                yield number, group.viewers, said

    def whole(self, audience: Hashable, epoch: str, number: int, at: str) -> bytes:
        return message("board", f"{epoch}.{number}", self.address.path, at, self.audiences[audience].rows, [], {})

    def _rows(self, audience: Hashable) -> dict[str, dict]:
        return self.address.channel.show(self.state, audience)


def message(event: str, name: str, channel: str, at: str, rows: dict, gone: list, plain: dict[int, str]) -> bytes:
    """One server-sent event. Rows shared between audiences are written once: `plain` keeps them by identity."""
    written = []
    for key, row in rows.items():
        text = plain.get(id(row))
        if text is None:
            text = plain[id(row)] = dump(row)
        written.append(f"{dump(key)}:{text}")
    body = f'{{"channel":{dump(channel)},"at":{dump(at)},"rows":{{{",".join(written)}}},"gone":{dump(gone)}}}'
    return f"event: {event}\nid: {name}\ndata: {body}\n\n".encode()


def dump(value) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
