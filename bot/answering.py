"""From what a story answers to what Slack shows: the words, in the asker's language."""

import logging
from dataclasses import dataclass
from typing import Any

from bot.kit import Ask, Kit
from bot.slack.render import RenderError
from bot.slack.story import Form, Options, Reply, Wrong

log = logging.getLogger("cofnod.answering")
REFUSALS = "refusals/"
FAILED, NOT_YET = "answers/failed", "answers/not_yet"


@dataclass(frozen=True, slots=True)
class Answering:
    """Renders answers; `ask` is None for somebody whom we do not know."""

    kit: Kit

    def message(self, answer: Reply | Wrong, ask: Ask | None) -> dict[str, Any]:
        """An answer as a message: text and blocks.

        One that cannot be put into words may tell of what is recorded: it must not read as a refusal.
        """
        try:
            return self._worded(answer, ask)
        except RenderError:
            log.exception("an answer could not be put into words")
            return self._message(FAILED, ask)

    def _worded(self, answer: Reply | Wrong, ask: Ask | None) -> dict[str, Any]:
        if answer.template.startswith(REFUSALS):
            return self._message("answers/refused", ask, words=self.line(answer, ask))
        return self._message(answer.template, ask, **answer.values)

    def line(self, answer: Reply | Wrong, ask: Ask | None) -> str:
        """An answer as a sentence or two of plain text."""
        return self.kit.words.line(answer.template, self._lang(ask), **self._present(ask), **answer.values)

    def view(self, form: Form, ask: Ask | None) -> dict[str, Any]:
        """A form, carrying what it needs to know when it comes back."""
        view = self.kit.words.modal(form.template, self._lang(ask), **self._present(ask), **form.values)
        return view | ({"private_metadata": form.metadata} if form.metadata else {})

    def in_place_of_a_form(self, answer: Reply | Wrong, ask: Ask | None) -> dict[str, Any]:
        """An answer to a form stands in the form's own place, under a title that says as much as it does."""
        said = self.message(answer, ask)
        if said == self._message(FAILED, ask):
            title = "answers/unsure_form"
        elif answer.template.startswith(REFUSALS):
            title = "answers/refused_form"
        else:
            title = "answers/unsure_form" if answer.template == NOT_YET else "answers/done"
        return self.kit.words.modal(title, self._lang(ask)) | {"blocks": said["blocks"]}

    def options(self, answer: Options) -> list[dict[str, Any]]:
        """The choices of a select."""
        return [_option(text, value) for text, value in answer.pairs]

    def _message(self, template: str, ask: Ask | None, **values: Any) -> dict[str, Any]:
        return self.kit.words.message(template, self._lang(ask), **self._present(ask), **values)

    def _lang(self, ask: Ask | None) -> str:
        return self.kit.language(ask.person if ask else None)

    def _present(self, ask: Ask | None) -> dict[str, Any]:
        return self.kit.present(ask.at if ask else self.kit.clock.story())


def _option(text: str, value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": text[:75], "emoji": False}, "value": value[:75]}
