"""Persons and organisations among claimants, and for whom an estate or a trust stands."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from classmatch.normalise.corporate import is_corporate
from classmatch.normalise.lists import either
from classmatch.normalise.name_words import any_of


class Kind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


LEGAL = rf"(?i:{either('claimant_legal_forms.txt')}|{any_of('legal form', table='corporate')})"
KIN = r"(?i:sons?|daughters?|bros|brothers|sisters|associates|partners|co|company|cie|fils|frères|freres|söhne)"
_LEGAL_AT_END = rf"(?:[\p{{L}}'’.\d)]|^The),? {LEGAL}\.?$"
_BODY = f"(?:{either('claimant_bodies.txt')})"
_BODIES = rf"(?i)[^,]\b{_BODY}\b|^(?:the )?{_BODY}\b .*\S\s\S"
_SIGNS = rf"(?i)\b(?:{any_of('sign', table='corporate')})\b"
_OF = r"(?i)^[^,]*\w{2} (?:of|for|upon) "
_PERSON_OF = (
    r"(?i)^(?:(?:duke|earl|countess|duchess|king|queen|prince|princess|bishop|marquis|baron|viscount|lord|lady)\b.*|"
    r"\S+,) of |^\S*[^\ss] of \S+$"
)
_AND = r" (?:&|and|und|et) "
_GOVERNMENT = (
    r"(?i)^(?:the )?(?:state|commonwealth|city|town|village|county|republic|kingdom|province|people|school|college|"
    r"university|bank|board|church|diocese|government|department|bureau|office|house|institute|academy|museum|"
    r"order) of "
)
_STYLED = rf"(?i)^(?:mrs|mr|miss|ms|mme|madame|{any_of('style', 'later style')})\b\.? "
_ESTATE = (
    r"(?i)^(?:the )?(?:literary |residuary )?(?:estate|succession|heirs|executors|trustees) of "
    r"(?:the (?:late )?)?(?:(?:estate|will) of )?(.+)$"
)
_ESTATE_BEHIND = r"(?i)^(?:the )?(.+?)(?:'s|')?,? (?:literary |residuary |family )*estate$"
_TRUST = (
    r"(?i)^(?:the )?(.+?)(?:'s|')?,? (?:\d{4} |(?:literary|family|living|revocable|irrevocable|testamentary|"
    r"inter vivos|"
    r"residuary|marital|copyright|royalty|income|children's|grandchildren's|grantor|intellectual property) )*"
    r"trusts?(?:,? (?:no\.? ?\d+|(?:dated|u/?a|u/?d/?t|under)\b.*))?$"
)
_TRUST_OF = r"(?i)^(?:the )?(?:literary |family )?trust (?:of|for|under the will of) (?:the )?(.+)$"
_MAY_STAND = "(?i)estate|trust|succession|heirs|executors"  # every such name has one of these in it
_TRUSTEES_OF_A_BODY = rf"(?i)^(?:the )?trustees of .*(?:{any_of('sign', 'either', table='corporate')})"


def is_organisation(name: pl.Expr) -> pl.Expr:
    """Whether a name as it is written, without what is said of it, is of an organisation (Boolean)."""
    signed = is_corporate(name) | name.str.contains(_BODIES) | name.str.contains(r"\S.*\d.* |^\d")
    formed = name.str.contains(_LEGAL_AT_END) | name.str.contains(_AND) | name.str.contains(rf"(?i)\S's {KIN}$")
    governed = (name.str.contains(_OF) & ~name.str.contains(_PERSON_OF)) | name.str.contains(_GOVERNMENT)
    styled = name.str.contains(_STYLED) & ~name.str.contains(_LEGAL_AT_END) & ~name.str.contains(_SIGNS)
    return (signed | formed | governed) & ~styled


def stands_for(name: pl.Expr) -> pl.Expr:
    """Whose estate or trust it is (String): `The Jane Doe Literary Trust` is Jane Doe's; null of any other name."""
    return name.map_batches(_for_whom, return_dtype=pl.String, is_elementwise=True)


def _for_whom(names: pl.Series) -> pl.Series:
    nobody = pl.repeat(None, len(names), dtype=pl.String, eager=True).alias(names.name)
    rows = names.str.contains(_MAY_STAND).arg_true()
    if not len(rows):
        return nobody
    return nobody.scatter(rows, names.gather(rows).to_frame("name").select(_whose(pl.col("name"))).to_series())


def _whose(name: pl.Expr) -> pl.Expr:
    person = pl.coalesce(name.str.extract(p, 1) for p in (_ESTATE, _TRUST_OF, _ESTATE_BEHIND, _TRUST))
    is_person = person.str.contains(r"\p{L}{2}.* \S") & ~is_organisation(person)
    return pl.when(is_person & ~name.str.contains(_TRUSTEES_OF_A_BODY)).then(person)
