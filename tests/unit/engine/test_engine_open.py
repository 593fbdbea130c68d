from __future__ import annotations

import sys

import polars as pl
import pytest

from classmatch.engine import open_engine
from classmatch.engine.cluster import DaskEngine
from classmatch.engine.local import LocalEngine
from classmatch.errors import UsageError


def test_local_has_as_many_threads_as_polars_unless_told() -> None:
    assert open_engine("local", 3) == LocalEngine(3)
    assert open_engine("local") == LocalEngine(pl.thread_pool_size())


@pytest.mark.parametrize("address", ["dask://node-1.lan:8786", "dask://10.0.0.1:80", "dask://[::1]:65535"])
def test_dask_is_opened_without_connecting(address: str) -> None:
    assert isinstance(open_engine(address), DaskEngine)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "Local",
        "ray://host:1",
        "dask:",
        "dask://",
        "dask://host",
        "dask://:1",
        "dask://host:0x1",
        "dask://host:65536",
        "dask://host:1/x",
        "dask://a b:1",
        "dask://user@host:1",
        "dask://::1:8786",
        "tcp://host:8786",
        "dask://host:1\n",
    ],
)
def test_anything_else_is_refused_with_what_there_is(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_engine(address)
    assert caught.value.what == f"no engine {address!r}"
    assert caught.value.hint == "there are: local, dask://HOST:PORT"


@pytest.mark.parametrize("library", ["distributed", "dask"])
def test_a_missing_library_is_named_with_the_extra_that_brings_it(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [
        name for name in sys.modules if name.split(".")[0] == library or name.startswith("classmatch.engine.")
    ]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=r"install classmatch with its extra: pip install 'classmatch\[cluster\]'"):
        open_engine("dask://host:8786")
