"""The works of the workspace: as deduplicated before, or deduplicated now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from classmatch.dedupe import dedupe
from classmatch.store.catalogs import Catalog, catalog_id, load_catalog, save_catalog, succeed
from classmatch.store.drops import scan_copies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classmatch.config import Settings
    from classmatch.store.workspace import Workspace

WORKSPACE = Path(".classmatch")


def catalog(workspace: Workspace, drops: Sequence[str], settings: Settings) -> Catalog:
    """The works of these drops: as deduplicated before, or deduplicated now."""
    name = catalog_id(drops, settings.dedupe)
    known = load_catalog(workspace, name)
    if known:
        return known
    before = load_catalog(workspace, workspace.catalog) if workspace.catalog else None
    result = dedupe(scan_copies(workspace, drops), settings.dedupe)
    made = Catalog(name, result.counts, result.copies, result.works, succeed(before, result.copies))
    with workspace.building("catalog", name) as folder:
        save_catalog(folder, made)
    return made
