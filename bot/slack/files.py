"""The files of a message: pictures stand inside it, all others in its thread, each of them once.

Slack has no idempotency key for a file either: the name of one that was shared carries a mark of what is in
it, and whoever does not know what became of an earlier try looks in the thread for that name first. Where
a newer content has come in the place of an older one, the older file is deleted before the newer is sent.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import lookup
from bot.slack.calls import asked, sent
from bot.slack.lease import Lease
from bot.slack.pace import Pace
from bot.slack.recovery import NOT_A_PICTURE, Kind, Remedy, Trouble
from bot.store import shared_files
from bot.store.outbox import Message
from bot.store.shared_files import Shared
from bot.store.store import Store

PLACE = "attach:"  # how an image block names a picture that travels with its message
REMEMBERED = 5_000
ANEW, IN_WORDS = 2, 4  # refusals of a picture after which it is sent anew, and after which words must do
ALT_LONGEST = 1_000
GONE = ("file_not_found", "file_deleted")  # what Slack says of a file that it shows no longer, or never did


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message: in its thread, or (`inline`, a PNG) where a block says `attach:NAME`.

    The same content must be the same bytes each time: only by them is it known to stand there already.
    """

    name: str
    title: str
    content: bytes
    alt: str = ""
    inline: bool = False

    @property
    def marked(self) -> str:
        """The name under which it is sent, which tells this content from another."""
        path = PurePath(self.name)
        return f"{path.stem}-{sha256(self.content).hexdigest()[:10]}{path.suffix}"

    def follows(self, marked: str) -> bool:
        """Whether a name is the one under which an earlier content of this file was sent."""
        path, other = PurePath(self.name), PurePath(marked)
        same = other.suffix == path.suffix and other.stem.rpartition("-")[0] == path.stem
        return same and len(marked) == len(self.marked) and marked != self.marked


@dataclass(slots=True)
class Files:
    """Sends files and knows what became of them; what it has forgotten it looks up in Slack."""

    store: Store
    client: AsyncWebClient
    lease: Lease
    pace: Pace
    story: Callable[[], datetime]
    machine: Callable[[], datetime]
    _pictures: dict[str, str] = field(default_factory=dict)
    _there: dict[str, dict[str, str]] = field(default_factory=dict)
    _refused: Counter[str] = field(default_factory=Counter)

    def begun(self, message: Message) -> None:
        """Note that a message was posted just now: nothing hangs on it yet."""
        _room_in(self._there)[message.uid] = {}

    def forget(self, message: Message) -> None:
        """Forget what hangs on a message."""
        self._there.pop(message.uid, None)

    async def dressed(
        self, message: Message, blocks: Sequence[Mapping[str, Any]], files: Sequence[Attachment]
    ) -> list[dict[str, Any]]:
        """The blocks with Slack's id of each picture; where Slack takes none, its alt text in its place."""
        pictures = {file.name: file for file in files if file.inline}
        return [await self._block(message, block, pictures) for block in blocks]

    async def _block(
        self, message: Message, block: Mapping[str, Any], pictures: Mapping[str, Attachment]
    ) -> dict[str, Any]:
        place = str((block.get("slack_file") or {}).get("id", ""))
        if not place.startswith(PLACE):
            return dict(block)
        picture = pictures.get(place.removeprefix(PLACE))
        if picture is None:
            raise Trouble(Remedy(Kind.PUZZLED, "cannot_compose"), known=True)
        file_id = await self._picture(message, picture)
        return {**block, "slack_file": {"id": file_id}} if file_id else _in_words(block)

    async def _picture(self, message: Message, picture: Attachment) -> str | None:
        if self._refused[message.key] >= IN_WORDS:
            return None
        if picture.marked not in self._pictures:
            try:
                _room_in(self._pictures)[picture.marked] = await self._kept(picture)
            except Trouble as trouble:
                if trouble.remedy.kind is Kind.GIVE_UP:  # the words matter more than the picture
                    return None
                raise
        return self._pictures[picture.marked]

    async def _kept(self, picture: Attachment) -> str:
        """Send a picture that is shown nowhere yet: to send it again would double nothing."""
        file_id = await self._uploaded(picture)
        files = [{"id": file_id, "title": picture.title}]
        await self._harmless(self.client.files_completeUploadExternal, files=files)
        return file_id

    def heard(self, message: Message, files: Iterable[Attachment], trouble: Trouble) -> None:
        """Note what Slack said to a message: a picture that was sent just now may not be ready for it."""
        if trouble.remedy.code == NOT_A_PICTURE:
            self._refused[message.key] += 1
            if self._refused[message.key] == ANEW:
                for file in files:
                    self._pictures.pop(file.marked, None)

    def well(self, message: Message) -> None:
        """Forget the refusals of a message that stands."""
        self._refused.pop(message.key, None)

    async def share(
        self, message: Message, files: Sequence[Attachment], channel_id: str, thread_ts: str
    ) -> None:
        """Have every file that is not a picture stand in the thread, each with its newest content alone.

        What Slack will not delete keeps nothing else from standing there, and is said afterwards.
        """
        wanted = {file.marked: file for file in files if not file.inline}
        if not wanted:
            return
        there = await self._standing(message, channel_id, thread_ts)
        refused = await self._withdraw(await self._former(message, wanted, there), there)
        for marked in [marked for marked in wanted if marked not in there]:
            there[marked] = await self._one(
                message, wanted[marked], {"channel_id": channel_id, "thread_ts": thread_ts}
            )
        if refused is not None:
            raise refused

    async def take_down(self, message: Message) -> None:
        """Delete whatever hangs on a message that has nothing to say any more."""
        noted = await self.store.read(shared_files.of, self.story(), message)
        self.forget(message)
        refused = await self._withdraw([file.file_id for file in noted], {})
        if refused is not None:
            raise refused

    async def _standing(self, message: Message, channel_id: str, thread_ts: str) -> dict[str, str]:
        """The files that hang there, by name: from memory, unless the outcome of a try is unknown."""
        if message.unknown_since is not None or message.uid not in self._there:
            looking = lookup.files_after(self.client, channel_id, thread_ts, str(message.ts))
            _room_in(self._there)[message.uid] = await asked(looking, looking=True)
        return self._there[message.uid]

    async def _former(
        self, message: Message, wanted: Mapping[str, Attachment], there: Mapping[str, str]
    ) -> list[str]:
        """The ids of what another content has taken the place of, as we noted it and as it stands there.

        What was begun and did not come to stand is among them, in case that it comes after all.
        """
        names = {file.name for file in wanted.values()}
        noted = await self.store.read(shared_files.of, self.story(), message)
        stand = {there.get(marked) for marked in wanted}
        old = [each.file_id for each in noted if each.name in names and each.file_id not in stand]
        seen = [ident for name, ident in there.items() if any(f.follows(name) for f in wanted.values())]
        return list(dict.fromkeys([*seen, *old]))

    async def _withdraw(self, file_ids: Sequence[str], there: dict[str, str]) -> Trouble | None:
        """Delete files, and note it; gives what was said of one that Slack will not delete."""
        refused = None
        for ident in file_ids:
            try:
                await self._deleted(ident)
            except Trouble as trouble:
                if trouble.remedy.kind is not Kind.GIVE_UP:
                    raise
                refused = trouble
            else:
                for name in [name for name, standing in there.items() if standing == ident]:
                    del there[name]
        return refused

    async def _deleted(self, file_id: str) -> None:
        """Delete a file; to do it twice does no harm, so that it is noted afterwards."""
        await self.pace.changes.take()
        try:
            await self._harmless(self.client.files_delete, file=file_id)
        except Trouble as trouble:
            if trouble.remedy.code not in GONE:
                raise
        await self.lease.mark(shared_files.gone, [file_id])

    async def _one(self, message: Message, file: Attachment, where: Mapping[str, str]) -> str:
        await self.pace.posts(where["channel_id"]).take()
        file_id = await self._uploaded(file)
        noted = Shared(file_id, file.name, file.marked)
        await self.lease.mark(shared_files.sharing, message, self.machine(), noted)
        files = [{"id": file_id, "title": file.title}]
        try:
            await sent(self.lease, self.client.files_completeUploadExternal, files=files, **where)
        except Trouble as trouble:
            if not trouble.known:
                self.forget(message)
            raise _for_files(trouble, known=trouble.known) from trouble
        return file_id

    async def _uploaded(self, file: Attachment) -> str:
        """Send the bytes; until it is completed, nobody sees a thing of it."""
        size: dict[str, Any] = {"filename": file.marked, "length": len(file.content)}
        if file.alt:
            size["alt_txt"] = file.alt[:ALT_LONGEST]
        place = await self._harmless(self.client.files_getUploadURLExternal, **size)
        await asked(self._post(str(place["upload_url"]), file.content), known=True, looking=True)
        return str(place["file_id"])

    async def _post(self, address: str, content: bytes) -> None:
        assert self.client.session is not None
        async with self.client.session.post(address, data=content) as answer:
            answer.raise_for_status()

    async def _harmless(self, method: Any, **args: Any) -> Any:
        """A call that may be made twice: whatever became of it, nobody sees a thing of it."""
        try:
            return await sent(self.lease, method, **args)
        except Trouble as trouble:
            raise _for_files(trouble, known=True) from trouble


def _for_files(trouble: Trouble, known: bool) -> Trouble:
    """A right that is missing for files alone stops no message; what nobody sees is simply tried again."""
    remedy = trouble.remedy
    if remedy.code in ("missing_scope", "access_denied", "no_permission"):
        remedy = Remedy(Kind.GIVE_UP, remedy.code)
    elif known and remedy.kind is Kind.UNKNOWN:
        remedy = Remedy(Kind.WAIT, remedy.code)
    return Trouble(remedy, known)


def _in_words(block: Mapping[str, Any]) -> dict[str, Any]:
    text = {"type": "plain_text", "text": block["alt_text"], "emoji": False}
    return {"type": "section", "text": text} | (
        {"block_id": block["block_id"]} if "block_id" in block else {}
    )


def _room_in(memory: dict[str, Any]) -> dict[str, Any]:
    if len(memory) >= REMEMBERED:
        memory.clear()
    return memory
