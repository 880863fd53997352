"""`python -m benchmarks.replaying FOLDER`: replays a folder's exports, says how long and how large it was."""

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.invented import AT, FORCE
from bot.demo.exports import described
from bot.replay.run import replay

KIB = 1024


def main(folder: Path) -> None:
    """Replay, and print JSON: seconds, and mebibytes at the peak, of this process and its largest child."""
    began = perf_counter()
    with replay(*described(folder), FORCE, None, AT, lambda rows: None) as findings:
        seconds = perf_counter() - began
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    told = {"rows": findings.log.tally.seen, "seconds": seconds, "mib": max(peaks) / KIB}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
