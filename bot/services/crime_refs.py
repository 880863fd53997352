"""Crime references: what an incident's own log names, and what the crime system has waiting for it."""

from collections.abc import Iterable

from bot.domain.incident import Incident
from bot.services import settling
from bot.services.dossier import Dossier
from bot.store.work import Work

FEED = settling.FEED


def settle(work: Work, incident: Incident, refs: Iterable[str], awaited: bool = False) -> None:
    """Let what the crime system told before (`awaited`), then each new reference, settle an offence."""
    dossier = Dossier.of(work, incident)
    if awaited:
        settling.match_all(dossier, None)
    settling.column_refs(dossier, refs)
