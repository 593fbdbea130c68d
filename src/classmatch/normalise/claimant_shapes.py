"""Which atoms of a list make one name, told from the shape of the list: a character an atom, and one between two.

`Holt, Rinehart and Winston, Inc.` has the shape `o,o&o,l`, as has every firm of three partners. There are few shapes,
so that each is worked out once, whatever the number of lists.

Atoms: `o` one word, `n` initials, `q` three initials or more (of a name or an order), `t` two words, `m` more words,
`p` a surname with its particles, `b` a body, `f` a body with its legal form, `u` a body whose name goes on (`Macaw
Publishing`), `g` a body of something (`Committee on Science`), `w` a word that bodies have, `k` kin or company, `l` a
legal form, `s` a suffix, `d` a degree, `x` a style.
"""

from __future__ import annotations

import re
from functools import cache

# What becomes of an atom: it begins a name, goes on with one, is the given names of the surname before it, takes over
# the surname of the atom behind it, or is left out.
BEGINS, GOES_ON, GIVEN, SHARES, LEFT_OUT = "BJGSD"

_PERSON = "[otmnp]"
_TAIL = "(?:,[sdlxnq])*"
_FIRM = re.compile(r"o(?:,o)*(?:&[ow](?!,[on])|&[kl]|,[kl]|&[bfug]|,f|&[tm](?=,[kl]))(?:[&,][kl])*" + _TAIL)
_INVERTED = re.compile(r"[op],(?:s,)?[otmnq](?:,[sdx])*")
_ALL_INVERTED = re.compile(r"t,[on](?:,[sdx])*")  # and nothing else in the list
_SHARED = re.compile(r"o(?=&[tm](?!,l|&k))")
_BODY = re.compile(
    r"(?:g(?:(?:,[ow])*&[owbul])*|u(?:&[bfuwot])*|t&[ow](?=,l)|[bfotmnpwq])(?:&w)*(?:&n(?=,l))?(?:[,&][kl])*" + _TAIL
)
_STARTS_INVERTED = re.compile(r"[op],(?:s,)?[otmnq]")


def _actions(part: str, inverted: bool) -> str:
    """The action of each atom of one name, from its part of the shape."""
    atoms = part[::2]
    # initials behind a whole name are of a degree or an order
    rest = "".join(LEFT_OUT if atom in "dnq" else GOES_ON for atom in atoms[1:])
    if not inverted:
        return BEGINS + rest
    given = next(place for place, atom in enumerate(atoms) if place and atom in "otmnq")
    return BEGINS + rest[: given - 1] + GIVEN + rest[given:]


def _next(shape: str, inverted_list: bool) -> tuple[str, str]:
    """The part of a shape that is its first name, and the actions of the atoms in it."""
    if firm := _FIRM.match(shape):
        return firm[0], _actions(firm[0], inverted=False)
    if inverted_list and (found := _INVERTED.match(shape)):
        return found[0], _actions(found[0], inverted=True)
    if found := _SHARED.match(shape):
        return found[0], SHARES
    body = _BODY.match(shape)
    part = body[0] if body else shape[0]
    return part, _actions(part, inverted=False)


@cache
def actions(shape: str) -> str:
    """What becomes of every atom of a list, a character an atom (as long as the list)."""
    if found := _ALL_INVERTED.fullmatch(shape):
        return _actions(found[0], inverted=True)
    inverted_list = bool(_STARTS_INVERTED.match(shape)) and not _FIRM.match(shape)
    told, rest = "", shape
    while rest:
        part, said = _next(rest, inverted_list)
        told += said
        rest = rest[len(part) + 1 :]
    return told
