"""What people do in the workspace, by the words on it, and what they then read."""

from dataclasses import dataclass, field
from typing import Any

from bot.demo.script import Step
from workspace.click import Form, Message, Surface, Workspace


@dataclass(slots=True)
class Cast:
    """The people of the workspace, and the last answer that each of them got."""

    workspace: Workspace
    answers: dict[str, Any] = field(default_factory=dict)

    async def types(self, step: Step, text: str) -> str:
        """Type a command; gives all that the answer shows."""
        answer = await self.workspace.person(step.who).command(step.channel, text)
        assert answer.error is None, answer.error
        found = answer.form or answer.message
        self.answers[step.who] = found
        return await self._filled(found, step)

    async def clicks(self, step: Step, ref: str) -> str:
        """Press what stands near a reference: on the last answer, or on the newest message that offers it."""
        found = self.answers.get(step.who) if step.on == "answer" else await self._offering(step, ref)
        assert isinstance(found, Surface), step.clicks
        return await self._filled(await found.click(step.clicks, near=ref), step)

    async def _offering(self, step: Step, ref: str) -> Message | None:
        messages = await self.workspace.person(step.who).messages(step.channel)
        offering = (m for m in messages if ref in m.text and step.clicks in (*m.buttons, *m.menus))
        return next(offering, None)

    async def _filled(self, found: Any, step: Step) -> str:
        """Fill in the form that opened, where the step says how; gives what the person then reads."""
        if not isinstance(found, Form) or not step.fills:
            return found.text if isinstance(found, Surface) else ""
        result = await (await found.fill(dict(step.fills))).submit()
        if result.errors:
            return "\n".join(result.errors.values())
        return result.form.text if result.form else ""
