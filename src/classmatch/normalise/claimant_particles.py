"""Particles of surnames as claimants write them: `de la Mare`, `van der Meer`; small inside of a name."""

from __future__ import annotations

PARTICLE = (
    r"(?:van|von|vander|vom|zum|zur|zu|der|den|de|du|des|da|das|dos|di|del|della|dello|dela|la|le|las|los|ten|ter|te|"
    r"af|av|bin|ibn|bint|ben|abu|el|al|st\.?|saint|ste\.?|mac|mc|o'|d'|l'|y|e)"
)
# Those that are small letters inside a name that was written in capitals.
SMALL = ("van", "von", "der", "den", "de", "du", "des", "da", "das", "dos", "di", "del", "della", "la", "le", "y", "zu")
