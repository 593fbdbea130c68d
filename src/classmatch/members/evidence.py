"""Why two names are taken to be of one claimant or author."""

from __future__ import annotations

from enum import StrEnum


class Evidence(StrEnum):
    """What joins two forms of a name, or two groups of mentions of a common name; the strongest first."""

    PSEUDONYM = "pseudonym"  # a registration says that one is the other
    AUTHOR_AND_CLAIMANT = "author_and_claimant"  # author and claimant of the same registration
    SAME_ORIGINAL = "same_original"  # named in two registrations that go back to the same original registration
    SAME_TITLE = "same_title"  # named in registrations of the same title or series
    HEIRS = "heirs"  # both claim works of the same author
    SAME_CLAIMANT = "same_claimant"  # works of both are claimed by the same
    CO_CLAIMANT = "co_claimant"  # both claim together with the same
    CO_AUTHOR = "co_author"  # both wrote together with the same
    ASSOCIATE = "associate"  # both stand beside the same name, each in another role
    PUBLISHER = "publisher"  # both published by the same small publisher
    BORN = "born"  # the same year of birth


RANK = {evidence: place for place, evidence in enumerate(Evidence)}
ORDER = list(Evidence)
# What is said of the two; `{}` is the name, title or number that they share.
SAYS = {
    Evidence.PSEUDONYM: "{} says that one is the other",
    Evidence.AUTHOR_AND_CLAIMANT: "author and claimant of {}",
    Evidence.SAME_ORIGINAL: "both in registrations that go back to {}",
    Evidence.SAME_TITLE: "both in registrations of '{}'",
    Evidence.HEIRS: "both claim works of {}",
    Evidence.SAME_CLAIMANT: "works of both are claimed by {}",
    Evidence.CO_CLAIMANT: "both claim together with {}",
    Evidence.CO_AUTHOR: "both wrote together with {}",
    Evidence.ASSOCIATE: "both stand beside {}",
    Evidence.PUBLISHER: "both published by {}",
    Evidence.BORN: "both born in {}",
}
