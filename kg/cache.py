"""Built stores in the user's cache, by the hash of what they are built from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kg.errors import PackError
from kg.messages import message
from kg.paths import bundled_pack, cache_dir, ontology_dir
from kg.store import Store, content_hash

__all__ = ["built", "store_root"]


def store_root(packs: Sequence[Path], ontology: Path | None = None) -> Path:
    """Where the store of these packs (default: the bundled Zhengzhou) is kept, built or not."""
    return _root(_content(packs or [bundled_pack()], ontology))


def built(
    packs: Sequence[Path],
    ontology: Path | None = None,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> Store:
    """The store of these packs (default: the bundled Zhengzhou), built first if it is not there.

    Raises PackError where there is no such folder, it cannot be read or is edited meanwhile,
    CheckError where its facts break a rule.
    """
    folders = list(packs) or [bundled_pack()]
    for folder in folders:
        if not folder.is_dir():
            raise PackError(message("store.no_pack", path=folder))
    content = _content(folders, ontology)
    root = _root(content)
    if not (root / "CURRENT").exists():
        # Late: building needs readers and checkers that an answer does not.
        from kg.build import build

        build(folders, root, ontology, content=content, progress=progress)
    return Store(root)


def _content(packs: Sequence[Path], ontology: Path | None) -> str:
    return content_hash([ontology or ontology_dir(), *packs])


def _root(content: str) -> Path:
    return cache_dir() / content[:24]
