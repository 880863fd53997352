"""Crime references: what an incident's own log names, and what the crime system has waiting for it."""

from collections.abc import Sequence

from bot.domain.incident import Incident
from bot.services import settling
from bot.services.dossier import Dossier
from bot.store.work import Work

FEED = settling.FEED


def settle(
    work: Work, incident: Incident, refs: Sequence[str], awaited: bool = False, arrived: bool = False
) -> None:
    """Let what the crime system told before (`awaited`), then each new reference, settle an offence.

    Records that are cancelled already count when the incident has just `arrived`.
    """
    if awaited or refs:
        dossier = Dossier.of(work, incident)
        if awaited:
            settling.match_all(dossier, None if arrived else ())
        settling.column_refs(dossier, refs)
