"""The class definitions that ship with classmatch: `data/*.toml`."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from classmatch.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_ENDING = ".toml"


def shipped() -> list[str]:
    """Names of the definitions that ship, sorted."""
    return sorted(file.name.removesuffix(_ENDING) for file in _folder().iterdir() if file.name.endswith(_ENDING))


def shipped_text(name: str) -> str:
    """The TOML of a definition that ships. Raises `ConfigError` for a name that is none."""
    if name not in shipped():
        raise ConfigError(f"no class definition {name!r} is shipped", did_you_mean(name, shipped()))
    return _folder().joinpath(f"{name}{_ENDING}").read_text("utf-8")


def _folder() -> Traversable:
    return files(__package__) / "data"
