"""Settings: who wins, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from classmatch.config import Settings, load_settings
from classmatch.errors import ConfigError, InputError

if TYPE_CHECKING:
    from pathlib import Path


def load(folder: Path, config: Path | None = None, flags: dict[str, object] | None = None, **environ: str) -> Settings:
    return load_settings(config, flags, environ=environ, folder=folder)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


def test_flags_beat_environment_beats_file(tmp_path: Path) -> None:
    write(tmp_path / "classmatch.toml", "[ingest]\nmax_bad_share = 0.2\n[block]\nmax_block = 20\nrare_words = 3\n")
    settings = load(
        tmp_path,
        flags={"ingest.max_bad_share": 0.4},
        CLASSMATCH_INGEST__MAX_BAD_SHARE="0.3",
        CLASSMATCH_BLOCK__MAX_BLOCK="30",
    )
    assert settings.ingest.max_bad_share == 0.4
    assert settings.block.max_block == 30
    assert settings.block.rare_words == 3


def test_a_flag_that_was_not_given_changes_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, flags={"ingest.max_bad_share": None}) == Settings()


def test_pyproject_has_a_section(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[project]\nname = 'x'\n[tool.classmatch.block]\nmax_block = 7\n")
    assert load(tmp_path).block.max_block == 7


def test_classmatch_toml_beats_pyproject(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.classmatch.block]\nmax_block = 7\n")
    write(tmp_path / "classmatch.toml", "[block]\nmax_block = 8\n")
    assert load(tmp_path).block.max_block == 8


def test_a_named_file_takes_the_place_of_those_in_the_folder(tmp_path: Path) -> None:
    write(tmp_path / "classmatch.toml", "[block]\nmax_block = 8\nrare_words = 1\n")
    named = write(tmp_path / "other.toml", "[block]\nmax_block = 9\n")
    assert load(tmp_path, named).block.max_block == 9
    assert load(tmp_path, named).block.rare_words == Settings().block.rare_words


def test_whole_numbers_serve_as_shares(tmp_path: Path) -> None:
    settings = load(tmp_path, flags={"ingest.max_bad_share": 1})
    assert settings.ingest.max_bad_share == 1.0
    assert isinstance(settings.ingest.max_bad_share, float)


def test_the_variable_for_the_workspace_is_no_setting(tmp_path: Path) -> None:
    assert load(tmp_path, CLASSMATCH_WORKSPACE="x") == Settings()


def test_all_faults_are_told_at_once_with_their_place_and_a_hint(tmp_path: Path) -> None:
    write(tmp_path / "classmatch.toml", "[block]\nmax_blok = 8\nrare_words = 'many'\n")
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, CLASSMATCH_DECIDE__MATCH="2")
    text = str(caught.value)
    assert "'block.max_blok' (did you mean 'block.max_block'?)" in text
    assert "classmatch.toml: block.rare_words must be of type int, not 'many'" in text
    assert "environment: decide.match must be from 0 to 1, not 2.0" in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("[block]\nmax_block = true", "must be of type int"),
        ("[block]\nmax_block = 0", "must be at least 1"),
        ("[block]\nmax_block = 1.5", "must be of type int"),
        ("[ingest]\nmax_bad_share = nan", "must be from 0 to 1"),
        ("block = 3", "unknown setting 'block'"),
        ("[decide]\nmatch = 0.2\nreview = 0.3", "decide.review (0.3) is above decide.match (0.2)"),
        ("[block", "not TOML"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, toml: str, fault: str) -> None:
    write(tmp_path / "classmatch.toml", toml)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert fault in str(caught.value)


def test_a_missing_settings_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path, tmp_path / "none.toml")
