"""What the bot writes to its log: one line a thing, and never a token."""

import logging
import re

SECRET = re.compile(r"\b(xox[a-z]|xapp)-[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")


class Redacting(logging.Formatter):
    """Writes a record with every token and every password of an address taken out, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub("[secret]", super().format(record))


def start_logging(level: int = logging.INFO) -> None:
    """Write the log to standard error; libraries that tell what they carry are kept at INFO or above."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    for name in ("slack_sdk", "slack_bolt", "sqlalchemy", "aiohttp", "alembic", "apscheduler"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
