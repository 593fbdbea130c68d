"""Identifiers of other kinds than ISBN and ASIN, each as `scheme:value`, brought to the form of its scheme.

DOIs are lower case without the address of a resolver (they do not distinguish case: DOI Handbook 2.4). An ISSN has its
hyphen and a right check digit (ISO 3297). An LCCN is normalised by the rule of the Library of Congress for the LCCN
namespace of `info:` addresses. OCLC numbers are digits without the prefixes of their lengths (`ocm`, `ocn`, `on`).
Values of every other scheme are trimmed and kept.
"""

from __future__ import annotations

import polars as pl

_ANOTHER = r"\s*[;|\n]\s*([A-Za-z][A-Za-z0-9_.-]{1,30}):"  # a DOI may have a semicolon of its own
_NEXT = "\u0001"
_SCHEMED = r"^\s*([A-Za-z][A-Za-z0-9_.-]{1,30}):\s*(.*\S)\s*$"
_BARE_DOI = r"(?i)^\s*(?:https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)\s*$"
_RESOLVER = r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:\s*)"
_DOI = r"^10\.[0-9]{4,9}/\S+$"
_ISSN = r"^([0-9]{4})[- ]?([0-9]{3}[0-9X])$"
_OCLC = r"(?i)^(?:\(ocolc\))?\s*(?:oc[mn]|on)?0*([1-9][0-9]*)\s*$"
_LCCN = r"^[a-z]{0,3}(?:[0-9]{8}|[0-9]{10})$"
_SCHEMES = {"ocolc": "oclc", "oclcnumber": "oclc", "worldcat": "oclc"}


def other_identifiers(cell: pl.Expr) -> pl.Expr:
    """Identifiers of a cell: List[String] of `scheme:value`, unique, sorted; empty when there is none, never null.

    What stands without a scheme is left out, unless it is a DOI, and so is what cannot be of its scheme.
    """
    apart = cell.str.replace_all(_ANOTHER, f"{_NEXT}$1:").str.split(_NEXT)
    named = apart.list.eval(_identifier(pl.element()))
    return named.list.eval(pl.element().drop_nulls().unique().sort()).fill_null([])


def _identifier(text: pl.Expr) -> pl.Expr:
    bare = text.str.extract(_BARE_DOI, 1)
    said = text.str.extract(_SCHEMED, 1).str.to_lowercase()
    scheme = pl.when(bare.is_not_null()).then(pl.lit("doi")).otherwise(said.replace(_SCHEMES))
    value = _value(scheme, pl.coalesce(bare, text.str.extract(_SCHEMED, 2)))
    return scheme + pl.lit(":") + value


def _value(scheme: pl.Expr, value: pl.Expr) -> pl.Expr:
    forms = {"doi": _doi(value), "issn": _issn(value), "lccn": _lccn(value), "oclc": _oclc(value)}
    known = [pl.when(scheme == name).then(form) for name, form in forms.items()]
    return pl.coalesce(*known, pl.when(~scheme.is_in(list(forms))).then(value))


def _doi(value: pl.Expr) -> pl.Expr:
    name = value.str.to_lowercase().str.replace(_RESOLVER, "").str.strip_chars(" .,")
    return pl.when(name.str.contains(_DOI)).then(name)


def _issn(value: pl.Expr) -> pl.Expr:
    """`NNNN-NNNC`, if the sum of its digits with weights 8 to 1 is divisible by 11, `X` being 10."""
    capital = value.str.to_uppercase()
    digits = capital.str.extract(_ISSN, 1) + capital.str.extract(_ISSN, 2)
    weighted = [(8 - place) * _digit(digits.str.slice(place, 1)) for place in range(8)]
    is_right = pl.sum_horizontal(weighted) % 11 == 0
    return pl.when(is_right).then(digits.str.slice(0, 4) + pl.lit("-") + digits.str.slice(4))


def _digit(character: pl.Expr) -> pl.Expr:
    return character.replace("X", "10").cast(pl.Int32, strict=False)


def _lccn(value: pl.Expr) -> pl.Expr:
    """Without blanks, what follows a slash, and the hyphen, after which there are six digits."""
    text = value.str.to_lowercase().str.replace_all(r"\s", "").str.replace(r"^https?://lccn\.loc\.gov/", "")
    plain = text.str.replace(r"/.*$", "")
    year, serial = plain.str.extract(r"^([a-z0-9]+)-([0-9]{1,6})$", 1), plain.str.extract(r"-([0-9]{1,6})$", 1)
    whole = pl.coalesce(year + serial.str.zfill(6), plain)
    return pl.when(whole.str.contains(_LCCN)).then(whole)


def _oclc(value: pl.Expr) -> pl.Expr:
    return value.str.extract(_OCLC, 1)
