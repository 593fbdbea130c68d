"""Every default of classmatch, in one tree of frozen dataclasses, and where other values come from.

Settings come from flags, then `CLASSMATCH_*` variables, then `classmatch.toml` or `[tool.classmatch]` in
`pyproject.toml` of the current folder (or the one file that `--config` names), then the defaults. A name or value that
cannot be is refused, and all that is wrong is said at once.
"""

from __future__ import annotations

import math
import os
import tomllib
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from classmatch.errors import ConfigError, InputError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _count(default: int) -> int:
    """A whole number of one or more."""
    return field(default=default, metadata={"least": 1})


def _share(default: float) -> float:
    """A number from 0 to 1."""
    return field(default=default, metadata={"least": 0, "most": 1})


def _choice(default: str, *others: str) -> str:
    """One of a few words."""
    return field(default=default, metadata={"choices": (default, *others)})


@dataclass(frozen=True)
class IngestSettings:
    max_bad_share: float = _share(0.05)  # of the rows of a drop; more rejects than this stop the ingest


@dataclass(frozen=True)
class DedupeSettings:
    max_titles: int = _count(12)  # different works in one cluster; identifiers that join more are not believed


@dataclass(frozen=True)
class BlockSettings:
    rare_words: int = _count(4)  # words of a title that serve as keys, the rarest first
    max_block: int = _count(40)  # registrations under one key; a larger block is split by a further key
    max_pairs: int = _count(40)  # registrations that a rule may bring to a work, those of the smallest blocks first
    chunk_pairs: int = _count(4_000_000)  # expected pairs that are compared at a time; bounds memory


@dataclass(frozen=True)
class DecideSettings:
    match: float = _share(0.5)  # confidence from which a candidate is a match
    review: float = _share(0.1)  # confidence from which a candidate is kept for review
    min_margin: float = _share(0.0)  # a match with a smaller lead over the runner-up goes to review
    precision: float = _share(0.0)  # expected share of right matches that sets both thresholds; 0: they stay as given
    calibration: str = _choice("auto", "shipped", "labels", "identifiers")  # what makes a confidence of a match weight
    completeness: float = _share(0.99)  # share of true pairs that blocking finds, for the estimate of recall


@dataclass(frozen=True)
class SnapshotSettings:
    growth: float = _share(0.05)  # of the copies since words were counted, up to which the counts are kept


@dataclass(frozen=True)
class ResourceSettings:
    """What a run may use. No result depends on it."""

    memory: str = field(default="50%")  # bytes (`2GB`), or a share of the machine's memory
    workers: int = field(default=0, metadata={"least": 0})  # partitions that are worked on at once; 0: one a core
    partition: int = _count(50_000)  # copies of a partition of the works, on average


@dataclass(frozen=True)
class Settings:
    """The whole tree. `classmatch.toml` has the same names: `[block]`, `max_block = 40`."""

    ingest: IngestSettings = field(default_factory=IngestSettings)
    dedupe: DedupeSettings = field(default_factory=DedupeSettings)
    block: BlockSettings = field(default_factory=BlockSettings)
    decide: DecideSettings = field(default_factory=DecideSettings)
    snapshot: SnapshotSettings = field(default_factory=SnapshotSettings)
    resources: ResourceSettings = field(default_factory=ResourceSettings)

    def decisive(self) -> dict[str, Any]:
        """The values that results depend on, as plain data."""
        values = asdict(self)
        del values["resources"], values["block"]["chunk_pairs"]
        return values


# --------------------------------------------------------------------------------------------------------------------
# Where other values come from.

CONFIG_FILE = "classmatch.toml"
PREFIX = "CLASSMATCH_"
_NOT_SETTINGS = {"CLASSMATCH_WORKSPACE"}  # variables that stand for an option, not for a setting
_TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True)
class _Known:
    """What a setting may be: its type, the least and most it may be, and for words which ones."""

    kind: type
    least: float
    most: float
    choices: tuple[str, ...]


def load_settings(
    config: Path | None = None,
    flags: Mapping[str, Any] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings in force.

    `flags` holds settings by their dotted names (`ingest.max_bad_share`); those that are None were not given. `environ`
    and `folder` are the process's own unless given. Raises `ConfigError` with all faults, or `InputError` for a file
    that cannot be read.
    """
    known = dict(_known(Settings))
    values: dict[str, Any] = {}
    faults: list[str] = []
    for where, found in _sources(config, flags or {}, os.environ if environ is None else environ, folder or Path.cwd()):
        for name, value in found.items():
            fault = _fault(name, value, known)
            if fault:
                faults.append(f"{where}: {fault}")
            else:
                values[name] = value
    if faults:
        raise ConfigError("; ".join(faults))
    return _checked(_build(Settings(), values))


def _known(tree: Any, path: str = "") -> Iterator[tuple[str, _Known]]:
    """Every setting of the tree by its dotted name."""
    hints = get_type_hints(tree)
    for entry in fields(tree):
        kind = hints[entry.name]
        if is_dataclass(kind):
            yield from _known(kind, f"{path}{entry.name}.")
        else:
            yield f"{path}{entry.name}", _limits(kind, entry.metadata)


def _limits(kind: type, metadata: Mapping[str, Any]) -> _Known:
    return _Known(kind, metadata.get("least", -math.inf), metadata.get("most", math.inf), metadata.get("choices", ()))


def _sources(
    config: Path | None, flags: Mapping[str, Any], environ: Mapping[str, str], folder: Path
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where values come from, the weakest first, each with its values by dotted name."""
    file = config or _config_file(folder)
    if file:
        yield str(file), dict(_flat(_read(file)))
    yield "environment", dict(_from_environment(environ))
    yield "command line", {name: value for name, value in flags.items() if value is not None}


def _config_file(folder: Path) -> Path | None:
    own, project = folder / CONFIG_FILE, folder / "pyproject.toml"
    return own if own.is_file() else project if project.is_file() else None


def _read(file: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(file, f"cannot be read: {error.strerror}", "name a TOML file with --config") from None
    except ValueError as error:  # of tomllib, or text that is not UTF-8
        raise ConfigError(f"{file}: not TOML: {error}") from None
    if file.name != "pyproject.toml":
        return content
    section = content.get("tool", {}).get("classmatch", {})
    return section if isinstance(section, dict) else {"tool.classmatch": section}


def _flat(values: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """`CLASSMATCH_BLOCK__MAX_BLOCK=30` as `block.max_block`, 30."""
    kinds = {name: setting.kind for name, setting in _known(Settings)}
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in _NOT_SETTINGS:
            name = variable.removeprefix(PREFIX).lower().replace("__", ".")
            yield name, _parsed(environ[variable], kinds.get(name, str))


def _parsed(text: str, kind: type) -> Any:
    """The text as a value of this type; text that is none stays text, and is refused for its type."""
    try:
        return _TRUTHS[text.lower()] if kind is bool else kind(text)
    except (KeyError, ValueError):
        return text


def _fault(name: str, value: Any, known: Mapping[str, _Known]) -> str | None:
    """Why this setting cannot have this value, or None."""
    setting = known.get(name)
    if setting is None:
        return f"unknown setting {name!r} ({did_you_mean(name, known)})"
    accepted = (int, float) if setting.kind is float else (setting.kind,)
    if not isinstance(value, accepted) or (isinstance(value, bool) and setting.kind is not bool):
        return f"{name} must be of type {setting.kind.__name__}, not {value!r}"
    if isinstance(value, int | float) and not setting.least <= value <= setting.most:
        bounds = f"at least {setting.least}" if setting.most == math.inf else f"from {setting.least} to {setting.most}"
        return f"{name} must be {bounds}, not {value!r}"
    if setting.choices and value not in setting.choices:
        return f"{name} must be one of {', '.join(setting.choices)}, not {value!r}"
    return None


def _build(tree: Any, values: Mapping[str, Any], path: str = "") -> Any:
    """A copy of the tree with these values in place of the defaults."""
    changed = {}
    for entry in fields(tree):
        name, value = f"{path}{entry.name}", getattr(tree, entry.name)
        if is_dataclass(value):
            changed[entry.name] = _build(value, values, f"{name}.")
        elif name in values:
            changed[entry.name] = type(value)(values[name])
    return replace(tree, **changed)


def _checked(settings: Settings) -> Settings:
    if settings.decide.review > settings.decide.match:
        raise ConfigError(
            f"decide.review ({settings.decide.review}) is above decide.match ({settings.decide.match})",
            "a candidate for review has less confidence than a match",
        )
    return settings
