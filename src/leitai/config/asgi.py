"""The whole product behind one port: pages under WSGI in a pool of threads, the live part on the event loop.

Django's own ASGI handler serves these pages at a third of the speed, so only /live/ runs as ASGI.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.config.settings")

from a2wsgi import WSGIMiddleware

from leitai.config.wsgi import application as pages
from leitai.live.asgi import live

PAGE_THREADS = int(os.environ.get("PAGE_THREADS", "8"))
_pages = WSGIMiddleware(pages, workers=PAGE_THREADS)


async def application(scope, receive, send):
    if scope["type"] == "lifespan" or scope.get("path", "").startswith("/live/"):
        await live(scope, receive, send)
    else:
        await _pages(scope, receive, send)
