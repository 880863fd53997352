"""From what a story answers to what Slack shows: the words, in the asker's language."""

from dataclasses import dataclass
from typing import Any

from bot.kit import Ask, Kit
from bot.slack.story import Form, HomeTab, Options, Reply, Wrong

REFUSALS = "refusals/"


@dataclass(frozen=True, slots=True)
class Answering:
    """Renders answers; `ask` is None for somebody whom we do not know."""

    kit: Kit

    def message(self, answer: Reply | Wrong, ask: Ask | None) -> dict[str, Any]:
        """An answer as a message: text and blocks."""
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

    def home(self, answer: HomeTab, ask: Ask) -> dict[str, Any]:
        """The asker's Home tab."""
        return self.kit.words.home(answer.template, self._lang(ask), **self._present(ask), **answer.values)

    def in_place_of_a_form(self, answer: Reply | Wrong, ask: Ask | None) -> dict[str, Any]:
        """An answer to a form stands in the form's own place."""
        refused = answer.template.startswith(REFUSALS)
        view = self.kit.words.modal("answers/refused_form" if refused else "answers/done", self._lang(ask))
        return view | {"blocks": self.message(answer, ask)["blocks"]}

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
