"""Which records are sampled for sign-off: nobody can foresee it, anybody can check it."""


def sampled(link: bytes, percent: int) -> bool:
    """Whether a record is in the sample, drawn from the hash that the incident's trail had before it.

    The hash rests on random salt, so a decider cannot know it; the trail keeps it, so an auditor can. Its
    end is drawn from: chat shows how it begins.
    """
    return int.from_bytes(link[-8:], "big") * 100 < percent << 64
