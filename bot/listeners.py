"""Brings stories to Bolt: what Slack sends becomes an `Ask`, what a story answers becomes an acknowledgement.

The ack carries the outcome and leaves after the commit; nothing in it waits for Slack.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering import FAILED, NOT_YET, Answering
from bot.asking import Directory, ask_from
from bot.domain.personal import about_somebody, looks_personal
from bot.domain.refusal import Refused
from bot.kit import Ask, Kit
from bot.services import refusals
from bot.slack.story import Answer, Form, Options, Part, Reply, Story, Wrong
from bot.store.inbox import Repeated

log = logging.getLogger("cofnod.listeners")
ASKED_BY = {  # the input to which a refusal belongs, where the form has it
    "crime_ref_taken": "crime",
    "not_a_reference": "ref",
    "not_on_roster": "officer",
    "rationale_first": "log_time",
    "told_time": "told",
    "unknown_category": "class",
    "unknown_crime": "crime",
    "unknown_incident": "ref",
}
NAMELESS = ("negate", "decisions.negate", "return", "decisions.return")  # nobody's name is asked for there
PATIENCE_SECONDS = 2.0  # Slack waits three
Ack = Any
Body = dict[str, Any]


@dataclass(slots=True)
class Listeners:
    """Everything that Slack may ask of us, bound to one Bolt app."""

    kit: Kit
    directory: Directory
    client: AsyncWebClient
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def bind(self, app: AsyncApp, stories: Iterable[Story]) -> None:
        """Register every part of every story.

        One listener a kind finds its part by name: Bolt would try many one after the other, at every request.
        """
        self.kit.stories = tuple(stories)
        verbs = {f"incident.{name}": part for story in self.kit.stories for name, part in story.verbs.items()}
        commands = {c.name: c.part for story in self.kit.stories for c in story.commands}
        self.kit.parts = verbs | commands
        slashed = {f"/{self.kit.prefix}{name}": part for name, part in commands.items()}
        buttons = {"incident.more": _chosen_of(verbs)} | verbs | self._all("buttons")
        self._listen(app.command, slashed, lambda body: body["command"])
        self._listen(app.action, buttons, lambda body: body["actions"][0]["action_id"])
        self._listen(app.view, self._all("forms"), lambda body: body["view"]["callback_id"])
        self._listen(app.options, self._all("choices"), lambda body: body["action_id"])
        self._listen(app.message_shortcut, self._all("shortcuts"), lambda body: body["callback_id"])
        self._listen(app.event, self._all("events"), lambda body: body["event"]["type"])

    def _all(self, kind: str) -> dict[str, Part]:
        return {name: part for story in self.kit.stories for name, part in getattr(story, kind).items()}

    def _listen(
        self, register: Callable[..., Any], parts: Mapping[str, Part], named: Callable[[Body], str]
    ) -> None:
        async def listen(ack: Ack, body: Body) -> None:
            part = parts[named(body)]
            try:
                ask = ask_from(self.kit, self.directory, body)
            except Refused as refused:
                await self._acknowledge(ack, body, None, _words_of(refused))
                return
            await self._respond(ack, body, ask, part)

        register(re.compile("|".join(rf"\A{re.escape(name)}\Z" for name in parts)))(listen)

    async def _respond(self, ack: Ack, body: Body, ask: Ask, part: Part) -> None:
        """Give the story two seconds; one that takes longer is told of later, at most once."""
        work = asyncio.ensure_future(_answer(part, ask))
        done, _ = await asyncio.wait([work], timeout=PATIENCE_SECONDS)
        if done:
            await self._acknowledge(ack, body, ask, _outcome(work))
            return
        await self._acknowledge(ack, body, ask, Reply(NOT_YET))
        self._later(self._tell_outcome(body, ask, work))

    async def _tell_outcome(self, body: Body, ask: Ask, work: asyncio.Future[Answer]) -> None:
        await asyncio.wait([work])
        answer = _outcome(work)
        if isinstance(answer, Reply | Wrong):
            await self._whisper(body, ask, answer)

    async def _acknowledge(self, ack: Ack, body: Body, ask: Ask | None, answer: Answer) -> None:
        say = Answering(self.kit)
        is_form, is_command = body.get("type") == "view_submission", "command" in body
        match answer:
            case Options():
                await ack(options=say.options(answer))
            case Wrong() if is_form:
                await ack(response_action="errors", errors={answer.block_id: say.line(answer, ask)})
            case Reply() if is_form:
                await ack(response_action="update", view=say.in_place_of_a_form(answer, ask))
            case Form() if is_form:
                await ack(response_action="update", view=say.view(answer, ask))
            case Reply() | Wrong() if is_command:
                await ack(**say.message(answer, ask), response_type="ephemeral")
            case _:
                await ack()
                self._follow_up(body, ask, answer)

    def _follow_up(self, body: Body, ask: Ask | None, answer: Answer) -> None:
        match answer:
            case Form():
                self._later(self._open(body, ask, answer))
            case Reply() | Wrong():
                self._later(self._whisper(body, ask, answer))

    async def _open(self, body: Body, ask: Ask | None, form: Form) -> None:
        in_a_form = (body.get("view") or {}).get("type") == "modal"
        if in_a_form and form.in_place:
            await self.client.views_update(
                view_id=body["view"]["id"], view=Answering(self.kit).view(form, ask)
            )
            return
        method = self.client.views_push if in_a_form else self.client.views_open
        await method(trigger_id=body["trigger_id"], view=Answering(self.kit).view(form, ask))

    async def _whisper(self, body: Body, ask: Ask | None, answer: Reply | Wrong) -> None:
        """Tell only the asker: by the response_url, or in the bot's own conversation with them."""
        message = Answering(self.kit).message(answer, ask)
        if url := body.get("response_url"):
            await self._post(url, message | {"response_type": "ephemeral", "replace_original": False})
        elif ask and (event := body.get("event")):
            where = {"channel": event["channel"], "thread_ts": event.get("thread_ts")}
            await self.client.chat_postEphemeral(user=ask.slack_id, **where, **message)
        elif ask:
            await self.client.chat_postMessage(channel=ask.slack_id, **message)

    async def _post(self, url: str, message: Mapping[str, Any]) -> None:
        session = self.client.session
        if session is not None:
            async with session.post(url, json=message) as response:
                await response.read()

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something after the ack; the reference kept here is what keeps it alive."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()):
            log.error("an answer after its ack did not arrive", exc_info=problem)

    async def settle(self) -> None:
        """Wait for what was begun after acks."""
        while self._tasks:
            await asyncio.wait(self._tasks)


def _chosen_of(verbs: Mapping[str, Part]) -> Part:
    async def chosen(ask: Ask) -> Answer:
        part = verbs.get(ask.origin)
        return await part(ask) if part else Reply("refusals/stale")

    return chosen


async def _answer(part: Part, ask: Ask) -> Answer:
    try:
        _refuse_personal(ask)
        return await part(ask)
    except Refused as refused:
        await _note(ask, refused)
        return _which(ask, refused) if refused.message_id == "which_offence" else _words_of(refused, ask)
    except Repeated:
        return None


def _outcome(work: asyncio.Future[Answer]) -> Answer:
    """What a story came to; one that broke off may have taken effect, and is not told as a refusal."""
    if problem := work.exception():
        log.error("a story broke off", exc_info=problem)
        return Reply(FAILED)
    return work.result()


def _refuse_personal(ask: Ask) -> None:
    """Refuse what looks like personal data, in a command's words or in a form's input.

    A name beside a number is an officer's in most commands; where none is asked for, it is somebody else's.
    """
    personal = about_somebody if ask.origin in NAMELESS else looks_personal
    typed = {"": ask.text} | {block: words for block, words in ask.values.items() if isinstance(words, str)}
    for block_id, words in typed.items():
        if personal(words):
            raise Refused("about_a_person", block_id=block_id)


async def _note(ask: Ask, refused: Refused) -> None:
    """What the rules keep from somebody, the Registrar may want to know of."""
    if refusals.worth_telling(refused):
        with suppress(Repeated):
            await ask.decide(refusals.note, ask.request(), refused, ask.origin)


def _which(ask: Ask, refused: Refused) -> Answer:
    """Where several offences could be meant, a short form asks; its choice is put to the same part again."""
    asked = ask.text or ask.value or ask.metadata
    return Form("decisions/which", refused.values, metadata=f"{ask.origin}\n{asked}")


def _words_of(refused: Refused, ask: Ask | None = None) -> Answer:
    """A refusal; in a form that asked for what was wrong it stands under that input, and nothing is lost."""
    template = f"refusals/{refused.message_id}"
    block_id = refused.values.get("block_id") or ASKED_BY.get(refused.message_id, "")
    if ask is not None and block_id in ask.values:
        return Wrong(block_id, template, refused.values)
    return Reply(template, refused.values)
