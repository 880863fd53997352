"""A local HTTP server that answers as a test tells it, and remembers what it was asked."""

import asyncio
import json

from aiohttp import web
from aiohttp.test_utils import TestServer


class Queue:
    """Answers by path and query; a matching ETag gets 304; an answer may stop half way."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.over = asyncio.Event()
        self._answers: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self._stalled: set[str] = set()
        app = web.Application()
        app.router.add_get("/{tail:.*}", self._answer)
        self.server = TestServer(app)

    def says(self, path: str, body: object, status: int = 200, **headers: str) -> None:
        """From now on this path answers so; anything but bytes and text is written as JSON."""
        text = body if isinstance(body, (bytes, str)) else json.dumps(body)
        data = text.encode() if isinstance(text, str) else text
        named = {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
        self._answers[path] = (status, data, named)

    def stalls(self, path: str) -> None:
        """From now on this path sends half its answer and then nothing."""
        self._stalled.add(path)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        status, data, headers = self._answers[request.path_qs]
        if request.path_qs in self._stalled:
            return await self._half(request, data)
        if headers.get("ETag", "") == request.headers.get("If-None-Match", "none"):
            return web.Response(status=304, headers={"ETag": headers["ETag"]})
        return web.Response(body=data, status=status, headers=headers)

    async def _half(self, request: web.Request, data: bytes) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(data))})
        await response.prepare(request)
        await response.write(data[: len(data) // 2])
        await self.over.wait()
        return response
