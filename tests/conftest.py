from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from builders import weights_document
from classmatch.score import load_weights

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.score import Weights

# The same examples in every run, and no time limit on one: the machine may have other work. `make properties` looks at
# more, and at others each time.
settings.register_profile("classmatch", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("thorough", derandomize=False, deadline=None, max_examples=500)
settings.load_profile(os.environ.get("PROPERTIES", "classmatch"))


@pytest.fixture(scope="session")
def weights_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete weights file that does not change with the shipped one."""
    path = tmp_path_factory.mktemp("weights") / "weights.json"
    path.write_text(json.dumps(weights_document()), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def weights(weights_file: Path) -> Weights:
    return load_weights(weights_file)
