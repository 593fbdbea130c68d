"""Why a candidate is what it is: a closed list of reasons, each a condition on the levels of its comparisons."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from classmatch.compare import rarity, rival
from classmatch.labels import Label


class Reason(StrEnum):
    """What speaks for a candidate, what against it, and what a reader should know of it."""

    TITLE_SAME = "title_same"
    TITLE_CLOSE = "title_close"
    TITLE_ALTERNATE = "title_alternate"
    TITLE_DIFFERS = "title_differs"
    OTHER_TITLE = "other_title"
    SISTER_VOLUME = "sister_volume"
    SUBTITLE_DIFFERS = "subtitle_differs"
    AUTHOR_SAME = "author_same"
    AUTHOR_PARTLY = "author_partly"
    AUTHOR_DIFFERS = "author_differs"
    AUTHOR_MISSING = "author_missing"
    OTHER_AUTHOR = "other_author"
    TITLE_MISSING = "title_missing"
    TITLE_ALONE = "title_alone"
    NOT_BORNE_OUT = "not_borne_out"
    GENERIC_TITLE = "generic_title"
    YEAR_SAME = "year_same"
    YEAR_FAR = "year_far"
    PUBLISHED_LATER = "published_later"
    NUMBERS_CONFLICT = "numbers_conflict"
    VOLUME_OF_SET = "volume_of_set"
    NUMBERS_DIFFER = "numbers_differ"
    COMPANION_BOOK = "companion_book"
    OMNIBUS = "omnibus"
    CONTRIBUTION = "contribution"
    KIND_DIFFERS = "kind_differs"
    EDITION_DIFFERS = "edition_differs"
    OTHER_EDITION = "other_edition"
    IDENTIFIER_SAME = "identifier_same"
    IDENTIFIER_DIFFERS = "identifier_differs"
    IDENTIFIER_CONTRADICTED = "identifier_contradicted"
    GROUP_REGISTRATION = "group_registration"
    SEVERAL_REGISTRATIONS = "several_registrations"
    BETTER_RIVAL = "better_rival"
    CLOSE_RUNNER_UP = "close_runner_up"
    LABELLED_MATCH = "labelled_match"
    LABELLED_NOMATCH = "labelled_nomatch"


CLOSE = 0.05  # of confidence: a runner-up as near as this could as well be the one


def _level(comparison: str, *levels: str) -> pl.Expr:
    return pl.col(f"level_{comparison}").is_in(levels)


def identifier_contradicted() -> pl.Expr:
    """The identifier agrees while title and author do not: a wrong ISBN in the catalog, or a retitled book."""
    return (
        _level("identifier", "same")
        & _level("title", "different", "related")
        & _level("author", "different", "missing")
    )


def numbers_conflict() -> pl.Expr:
    """Both titles have a volume, part or issue, and not the same: they are sibling works."""
    return _level("volume", "conflict") | _level("issue", "conflict")


def _borne_out() -> pl.Expr:
    """Year, publisher or identifier agree."""
    return _level("year", "same", "next") | _level("publisher", "same") | _level("identifier", "same")


def volume_of_set() -> pl.Expr:
    """One title is a volume or part, or has a number that a title not quite the same lacks, and nothing else agrees.

    A year does not help where the subtitles differ too, or the title is generic.
    """
    loose = _level("title", "spelling", "beginning", "within", "mutual")
    unlike = _level("title", "sister", "same_main_other_rest") | _generic()
    volume = _level("volume", "one_volume")
    return (volume & (unlike | ~_borne_out())) | (_level("volume", "one_side") & loose & ~_borne_out())


def contribution() -> pl.Expr:
    """One side is a contribution to a periodical: what appeared there was registered apart from the book."""
    return _level("companion", "contribution")


def companion_book() -> pl.Expr:
    """One side is a summary, study guide, manual, workbook or solutions book of the other, or goes with it."""
    return _level("companion", "one_side", "different", "accessory")


def title_missing() -> pl.Expr:
    """A side has no title, so that the identifier has nothing to bear it out."""
    return _level("title", "missing")


def title_alone() -> pl.Expr:
    """No author on a side, and a title that says little: by itself, or whatever its year where many books have it."""
    alone = _level("rarity", *_sizes("unnamed", 4)) & ~_borne_out()
    vague = _level("rarity", *_sizes("unnamed", 2)) | (
        _level("rarity", *_sizes("unnamed", 4)) & _level("holders", "few", "many")
    )
    nobody = _level("holders", "unknown") & _level("rarity", *_sizes("unnamed", 7)) & ~_borne_out()
    return alone | nobody | (vague & ~_level("identifier", "same"))


def other_title() -> pl.Expr:
    """The titles are alike at best, or only close while the years are far apart: the author may have written both."""
    far = _level("year", "catalog_later", "catalog_much_later", "registration_later", "registration_much_later")
    return _level("title", "different", "related", "similar") | (
        _level("title", "spelling", "beginning", "within", "same_main_other_rest") & far
    )


def other_author() -> pl.Expr:
    """The names differ, or are of father and son.

    They need not be of one book unless the title is of the rarest, or the publisher agrees, who may stand in the
    author's place. One translator is not enough where the title is generic.
    """
    opposed = _level("rarity", *_sizes("opposed", len(rarity.EDGES) + 1)) & ~_level("identifier", "same")
    rarest = _level("rarity", f"opposed_{len(rarity.EDGES)}")
    publisher = _level("publisher", "same") & _level("year", "same")
    contributor = _level("rarity", *_sizes("named", 2)) & _level("coauthors", "one", "none")
    return (opposed & ~rarest & ~publisher) | contributor | of_two_generations()


def of_two_generations() -> pl.Expr:
    """The authors of one side have `Sr.` behind a name, and those of the other `Jr.` (Boolean, never null)."""
    older, younger = r"(?i)\bS(?:r|enior)\b", r"(?i)\bJ(?:r|unior)\b"
    here, there = (pl.col(name).fill_null("") for name in ("catalog_authors", "registration_authors"))
    return (here.str.contains(older) & there.str.contains(younger)) | (
        here.str.contains(younger) & there.str.contains(older)
    )


def may_be_of_generations() -> pl.Expr:
    """Both sides name somebody's generation: what `of_two_generations` asks first, since few do."""
    said = r"(?i)\b[SJ](?:r|enior|unior)\b"
    return pl.all_horizontal(pl.col(name).str.contains(said) for name in ("catalog_authors", "registration_authors"))


def _sizes(group: str, count: int) -> list[str]:
    """The levels of rarity of the least surplus, of one group of names."""
    return [f"{group}_{i}" for i in range(count)]


def published_later() -> pl.Expr:
    """Published after every known edition of the work: the copy cannot have what was new in it.

    So for a registration that claims new matter. Without such a claim, a publication more than five years later is
    taken for the same work only where title and author leave no doubt.
    """
    undoubted = (
        _level("title", "same", "same_main", "alternate")
        & _level("author", "same", "initials")
        & _level("coauthors", "missing", "same")
        & _level("edition", "missing", "same")
        & ~_generic()
    )
    later = _level("year", "registration_later", "registration_much_later")
    others = _level("coauthors", "one", "none")
    return ((later | others) & claims_new()) | (_level("year", "registration_much_later") & ~undoubted)


def claims_new() -> pl.Expr:
    """The registration says what is new in the work (Boolean, never null)."""
    return pl.col("new_matter").fill_null("") != ""


def other_edition() -> pl.Expr:
    """The sides name different editions, or one does and another registration fits better; nor do the years agree."""
    beaten = _level("edition", "one_side") & _level("rival", *rival.LEVELS[1:])
    return (_level("edition", "different") | beaten) & ~_level("year", "same", "next")


def omnibus() -> pl.Expr:
    """One side is several books in one, the other is one of them."""
    return _level("companion", "omnibus")


def sister_volume() -> pl.Expr:
    """One main title, and in the subtitle one word in place of another: so are volumes of one row told apart."""
    return _level("title", "sister") & ~_level("identifier", "same")


def not_borne_out() -> pl.Expr:
    """Kinds may differ, and no year, publisher or identifier bears the pair out."""
    return _level("companion", "hint") & ~_borne_out()


def _generic() -> pl.Expr:
    """A title that many have, or of which the words say next to nothing in so large a register."""
    vague = [size for group in rarity.GROUPS for size in _sizes(group, 2)]
    return _level("rarity", *vague) | _level("holders", "many", "own_many")


def labelled(label: Label) -> pl.Expr:
    """A person has said this of the pair."""
    return (pl.col("label") == str(label)).fill_null(value=False)


def conditions() -> dict[Reason, pl.Expr]:
    """When each reason holds, over the columns of the candidates table."""
    return {
        Reason.TITLE_SAME: _level("title", "same", "same_main"),
        Reason.TITLE_CLOSE: _level("title", "spelling", "beginning", "within", "mutual"),
        Reason.TITLE_ALTERNATE: _level("title", "alternate"),
        Reason.TITLE_DIFFERS: _level("title", "different", "related", "similar"),
        Reason.OTHER_TITLE: other_title(),
        Reason.SISTER_VOLUME: sister_volume(),
        Reason.SUBTITLE_DIFFERS: _level("title", "sister", "same_main_other_rest"),
        Reason.AUTHOR_SAME: _level("author", "same", "initials"),
        Reason.AUTHOR_PARTLY: _level("author", "surname", "words", "typing", "same_initial"),
        Reason.AUTHOR_DIFFERS: _level("author", "different", "one_word", "other_given"),
        Reason.AUTHOR_MISSING: _level("author", "missing"),
        Reason.OTHER_AUTHOR: other_author(),
        Reason.TITLE_MISSING: title_missing(),
        Reason.TITLE_ALONE: title_alone(),
        Reason.NOT_BORNE_OUT: not_borne_out(),
        Reason.GENERIC_TITLE: _generic(),
        Reason.YEAR_SAME: _level("year", "same"),
        Reason.YEAR_FAR: _level("year", "catalog_much_later", "registration_later"),
        Reason.PUBLISHED_LATER: published_later(),
        Reason.NUMBERS_CONFLICT: numbers_conflict(),
        Reason.VOLUME_OF_SET: volume_of_set(),
        Reason.NUMBERS_DIFFER: _level("volume", "some", "partly") | _level("issue", "some", "partly"),
        Reason.COMPANION_BOOK: companion_book(),
        Reason.OMNIBUS: omnibus(),
        Reason.CONTRIBUTION: contribution(),
        Reason.KIND_DIFFERS: _level("companion", "hint"),
        Reason.EDITION_DIFFERS: _level("edition", "different"),
        Reason.OTHER_EDITION: other_edition(),
        Reason.IDENTIFIER_SAME: _level("identifier", "same"),
        Reason.IDENTIFIER_DIFFERS: _level("identifier", "different"),
        Reason.IDENTIFIER_CONTRADICTED: identifier_contradicted(),
        Reason.GROUP_REGISTRATION: pl.col("group_registration"),
        Reason.SEVERAL_REGISTRATIONS: (pl.col("decision") == "match").sum().over("work_id") > 1,
        Reason.BETTER_RIVAL: _level("rival", *rival.LEVELS[1:]),
        Reason.CLOSE_RUNNER_UP: (pl.len().over("work_id") > 1) & (pl.col("margin").abs() < CLOSE),
        Reason.LABELLED_MATCH: labelled(Label.MATCH),
        Reason.LABELLED_NOMATCH: labelled(Label.NOMATCH),
    }


# The reasons that are not told by the pattern of levels alone (see `patterns`): each pair has its own.
OF_PAIRS = (
    Reason.GROUP_REGISTRATION,
    Reason.SEVERAL_REGISTRATIONS,
    Reason.CLOSE_RUNNER_UP,
    Reason.LABELLED_MATCH,
    Reason.LABELLED_NOMATCH,
)


def of_patterns() -> list[tuple[int, pl.Expr]]:
    """The place in `Reason` and the condition of every reason that the pattern of levels tells."""
    return [(bit, condition) for bit, (reason, condition) in enumerate(conditions().items()) if reason not in OF_PAIRS]


def of_pairs() -> pl.Expr:
    """The bits (UInt64) of the other reasons, by their place in `Reason`."""
    own = [(bit, condition) for bit, (reason, condition) in enumerate(conditions().items()) if reason in OF_PAIRS]
    none = pl.lit(0, pl.UInt64)
    return pl.sum_horizontal(pl.when(holds).then(pl.lit(1 << bit, pl.UInt64)).otherwise(none) for bit, holds in own)


def reasons(bits: pl.Series) -> pl.Series:
    """List[String] of the reasons whose bits are set, in the order of `Reason`; the sets are few, the pairs many."""
    distinct = bits.unique().sort()
    names = [[str(reason) for bit, reason in enumerate(Reason) if code >> bit & 1] for code in distinct]
    return pl.Series("reasons", names, dtype=pl.List(pl.String)).gather(distinct.search_sorted(bits))
