"""A last look in the moment in which a request leaves: the process may have been frozen since it decided."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aiohttp import BytesPayload, ClientHandlerType, ClientRequest, ClientResponse
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import Payload

Look = Callable[[], None]
_look: ContextVar[Look | None] = ContextVar("look", default=None)


@contextmanager
def looking(look: Look) -> Iterator[None]:
    """Have `look` called just before each request of the block is written; what it raises stops it."""
    token = _look.set(look)
    try:
        yield
    finally:
        _look.reset(token)


class _Guarded(BytesPayload):
    """Headers and body leave together, in the call that writes the body: one that raises sends neither."""

    look: Look | None = None

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        if self.look is not None:
            self.look()
        await super().write_with_length(writer, content_length)


async def guarded(request: ClientRequest, send: ClientHandlerType) -> ClientResponse:
    """The client's middleware that puts the look where the bytes are written."""
    look = _look.get()
    if look is not None and isinstance(request.body, Payload):
        body = _Guarded(await request.body.as_bytes())
        body.look = look
        await request.update_body(body)
    return await send(request)
