"""The Copyright Office's MARC records: its own tags, and the same registrations whatever they are written in."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pymarc import Field, Indicators, Record, Subfield
from read_helpers import rows_of

from classmatch.read import recognise_registrations
from classmatch.read.formats.usco_marc import FORMAT
from classmatch.read.layouts import Fault

FIXTURES = Path(__file__).parents[3] / "fixtures" / "formats"
CONTAINERS = ("usco-marc.mrc", "usco-marc.xml", "usco-long-2022.csv", "usco-long-2026.csv")
NUMBER = "017 $aTX0001234567 /"


def row(*lines: str) -> dict[str, str]:
    """What comes of a record with these fields, written `245 $aTitle :$bsubtitle`."""
    made = Record()
    for line in lines:
        subfields = [Subfield(part[0], part[1:]) for part in line[4:].split("$")[1:]]
        made.add_field(Field(line[:3], Indicators(" ", " "), subfields))
    [found] = FORMAT.layouts[0].records(io.BytesIO(made.as_marc()))
    assert not isinstance(found, Fault)
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([NUMBER], {"registration_number": "TX0001234567", "record_type": "registration"}),
        (["027 $aTX1-234-567", "917 $aTX9"], {"registration_number": "TX1-234-567"}),
        (["917 $aTXu000123456$b03Text$pUNP"], {"work_type": "Text", "publication_status": "UNP"}),
        ([NUMBER + "$d2001-02-03", "017 $aTX2$d2002"], {"registration_date": "2001-02-03"}),
        (["017 $aTX1$g1979", "779 $q1996-01-31"], {"registration_date": "1996-01-31"}),
        (
            ["046 $k1999", "269 $c1998$d1999-05-01", "260 $cc1997."],
            {"creation_date": "1999", "publication_date": "1999-05-01"},
        ),
        (["260 $aHull :$bTern &amp; Co.,$c1997."], {"publication_date": "1997.", "publisher": "Tern & Co."}),
        (["245 $aTides.$nPart 2,$pEbb /$cby A. Roe"], {"title": "Tides. Part 2, Ebb", "author": "by A. Roe"}),
        (["246 $aOnly variant"], {"title": "Only variant"}),
        (
            ["242 $aThe tide", "246 $aTides", "240 $aTiden"],
            {"title": "Tiden", "alternate_title": "Tiden; The tide; Tides"},
        ),
        (
            ["249 $cAnn Roe,$d1960-$eBy will$uHull", "249 $cTern, Inc."],
            {"claimants": "Ann Roe; Tern, Inc.", "transfer": "By will"},
        ),
        (
            ["279 $cAnn Roe,$d1960-$etext$gCitizenship: US"],
            {"author": "Ann Roe, 1960-", "notes": "text; Citizenship: US"},
        ),
        (["279 $cTern, Inc.$hemployer for hire of Ann Roe."], {"author": "Tern, Inc., employer for hire"}),
        (["279 $hemployer for hire", "245 $aT$cA. Roe"], {"author": "A. Roe"}),
        (["279 $cAnn Roe", "700 $aRoe, Ann,$d1960-", "700 $aDoe, J.$eclaimant"], {"author": "Ann Roe"}),
        (["279 $cAnn Roe", "710 $aTern, Inc.", "710 $aGull, Inc.$eauthor"], {"author": "Ann Roe; Gull, Inc."}),
        (["505 $tOne /$tTwo", "740 $aThree."], {"contents": "One\nTwo\nThree."}),
        (["440 $aShore ;$v12", "779 $bno. 3"], {"series": "Shore", "volume": "12; no. 3"}),
        (["597 $aPrev. reg. TX 1-2"], {"previous_numbers": "Prev. reg. TX 1-2"}),
        (
            ["017 $aRE0000123456", "779 $rA00000366051 / 1958$bV 26"],
            {"record_type": "renewal", "original_number": "A00000366051"},
        ),
        (["017 $aR123456", "779 $rR99999"], {"record_type": "renewal"}),
        (["017 $aPRE000001234"], {"record_type": "preregistration"}),
        (["349 $aNovel"], {"record_type": "preregistration"}),
        ([NUMBER, "500 $aAMPLIFICATION: adds a claimant"], {"record_type": "supplementary"}),
        ([NUMBER, "500 $aAppl. for correction of an earlier registration"], {"record_type": "supplementary"}),
        ([NUMBER, "245 $aCORRECTION"], {"record_type": "registration"}),
        (["245 $aHeron&apos;s &quot;mud&quot; &lt;1&gt; &amp;amp; AT&T"], {"title": 'Heron\'s "mud" <1> &amp; AT&T'}),
    ],
)
def test_fields(lines: list[str], said: dict[str, str]) -> None:
    found = row(*lines)
    assert {name: value for name, value in found.items() if name in said} == said


def test_only_a_renewal_has_an_original_number() -> None:
    assert "original_number" not in row(NUMBER, "779 $rA00000366051")
    assert "original_number" not in row("017 $aRE0000123456", "779 $rRE0000123456")


def registrations(name: str) -> list[dict[str, Any]]:
    [source] = recognise_registrations([FIXTURES / name])
    rows, _ = rows_of(source)
    return [{key: value for key, value in each.items() if key not in {"file", "row"}} for each in rows]


@pytest.mark.parametrize("name", CONTAINERS[1:])
def test_the_same_registrations_are_the_same_rows(name: str) -> None:
    expected = registrations(CONTAINERS[0])
    assert len(expected) == 10
    assert registrations(name) == expected
