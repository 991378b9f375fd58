"""`/live/?on=contests/7&on=inbox`: the streams, spoken to the event loop directly.

A stream begins with the whole board, or, for one that comes back with the id of its last message (`Last-Event-ID`,
or `since` where the browser made a new stream), with what it missed. 401: nobody is signed in; 404: nothing to see.
"""

import asyncio
from urllib.parse import parse_qs

from leitai.live.admission import session_key_in
from leitai.live.hub import Refused, hub

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
RETRY = b"retry: 1500\n\n"
MOST_CHANNELS = 16


async def live(scope, receive, send):
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] != "http" or scope["path"] != "/live/":
        await _answer(send, 404)
    elif scope["method"] not in ("GET", "HEAD"):
        await _answer(send, 405)
    else:
        await _stream(scope, receive, send)


async def _lifespan(receive, send):
    while True:
        event = (await receive())["type"]
        if event == "lifespan.startup":
            hub.start(asyncio.get_running_loop())
        else:
            hub.close()
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return


async def _stream(scope, receive, send):
    headers = {name: value.decode("latin1") for name, value in scope["headers"]}
    query = parse_qs(scope["query_string"].decode("latin1"))
    since = headers.get(b"last-event-id") or query.get("since", [""])[0]
    paths = query.get("on", [])[:MOST_CHANNELS]
    try:
        viewer = await hub.join(session_key_in(headers.get(b"cookie", "")), paths, since)
    except Refused as refused:
        await _answer(send, refused.status)
        return
    writing = asyncio.ensure_future(_write(viewer, send, only_head=scope["method"] == "HEAD"))
    reading = asyncio.ensure_future(_until_gone(receive))
    try:
        await asyncio.wait({writing, reading}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (writing, reading):
            task.cancel()
        await asyncio.gather(writing, reading, return_exceptions=True)
        await hub.leave(viewer)


async def _write(viewer, send, *, only_head: bool):
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    if not only_head:
        await send({"type": "http.response.body", "body": RETRY, "more_body": True})
        while (chunk := await viewer.take()) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(send, status: int):
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
