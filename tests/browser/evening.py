"""The demo's evening in Carmarthenshire: a real `cofnod demo`, and what people do in it, by what they see."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import HERE, act_as, choose, composer, messages, read, say

LINE = re.compile(r"^(\d+/\d\d-\d\d) · ", re.M)
PATIENCE_MS = 20_000


@contextmanager
def demo(*arguments: str) -> Iterator[str]:
    """Run `cofnod demo` until the block ends; gives the address that it prints."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parents[1])
    assert process.stdout is not None
    try:
        address = next((line for line in process.stdout if line.startswith("http://")), None)
        assert address is not None, "the demo did not print its address"
        yield address.strip()
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def nothing(name: str) -> None:
    """Do nothing with a step's name."""


@dataclass
class Evening:
    """A page in the demo; `look` is told the name of each step as it stands on the screen."""

    page: Page
    look: Callable[[str], None] = nothing

    @property
    def live(self) -> Locator:
        """The live list of the channel."""
        return messages(self.page).filter(has=self.page.get_by_role("heading", level=3)).first

    def refs(self) -> list[str]:
        """The references on the list, from the top."""
        expect(self.live).to_be_visible(timeout=PATIENCE_MS)
        return LINE.findall(self.live.inner_text())

    def rest(self) -> list[str]:
        """The references behind *And 12 more*."""
        self.live.get_by_role("button", name=re.compile(r"^And \d+ more$")).click()
        expect(self.form).to_be_visible()
        found = LINE.findall(self.form.inner_text())
        self.shut()
        return found

    def of(self, category: str) -> str:
        """The reference of the first undecided incident of a category."""
        self.refs()
        found = re.search(rf"^(\d+/\d\d-\d\d) · {re.escape(category)}(?: ·|$)", self.live.inner_text(), re.M)
        assert found, f"{category} is not on the list"
        return found[1]

    @staticmethod
    def number(ref: str) -> str:
        """Four digits that go with a reference, for a made-up crime reference."""
        return re.sub(r"\D", "", ref)[:4].rjust(4, "7")

    def line(self, ref: str) -> Locator:
        """The line of an incident on the list."""
        return self.live.locator(".block-section", has_text=re.compile(rf"^{re.escape(ref)} "))

    def button(self, ref: str, name: str) -> Locator:
        """One of the buttons under a line."""
        return self.line(ref).locator("xpath=following-sibling::div[1]").get_by_role("button", name=name)

    def pick(self, ref: str, name: str) -> None:
        """Choose from the menu under a line."""
        self.line(ref).locator("xpath=following-sibling::div[1]").locator(".overflow").click()
        self.page.get_by_role("menuitem", name=name).click()

    @property
    def form(self) -> Locator:
        """The form that is open."""
        return self.page.get_by_role("dialog")

    def fill(self, **values: str) -> None:
        """Fill the open form: lists by what one types into them, choices by their words."""
        expect(self.form).to_be_visible()
        for name, value in values.items():
            block = self.form.locator(f"[data-block={name}]")
            if block.get_by_role("combobox").count():
                choose(self.page, block, block.locator(".label").inner_text().split(" (")[0], value)
            elif block.get_by_role("radio").count():
                block.get_by_text(value).click()
            else:
                block.locator("input, textarea").fill(value)

    def submit(self) -> None:
        """Send the open form."""
        self.form.locator("button[type=submit]").click()

    def ask(self, text: str) -> Locator:
        """Type a command; gives the answer that only the asker sees."""
        read(self.page)
        answers = self.page.locator("#messages .ephemeral")
        before = answers.count()
        say(self.page, text)
        expect(answers).to_have_count(before + 1)
        return answers.last

    def opened(self, text: str) -> Locator:
        """Type a command that opens a form."""
        say(self.page, text)
        expect(self.form).to_be_visible()
        return self.form

    def shut(self) -> None:
        """Close the form."""
        self.page.keyboard.press("Escape")
        expect(self.form).to_have_count(0)

    def become(self, who: str) -> None:
        """Act as somebody else, in the same channel."""
        act_as(self.page, who)
        expect(composer(self.page)).to_be_visible()
        self.refs()
