"""An empty pack to start from."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path

from kg.errors import OptionError
from kg.files import replacing
from kg.messages import message
from kg.pack.cells import ID
from kg.pack.manifest import FILE
from kg.schema import Schema
from kg.vocab import ID as NAMESPACE
from kg.vocab import PREFIXES

__all__ = ["new_pack"]


def new_pack(folder: Path, schema: Schema, *, as_of: datetime.date) -> list[Path]:
    """Write ``pack.toml`` and one CSV file a table with only its header; the paths written.

    The CSV files have a UTF-8 byte order mark, without which Excel reads Chinese as GBK. The
    pack builds as it is. Raises OptionError where the folder holds something already or its
    name cannot be a pack's id.
    """
    name = folder.resolve().name
    if not ID.fullmatch(name):
        raise OptionError(message("pack.bad_name", name=name))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OptionError(message("pack.not_empty", path=folder))
    written = [folder / FILE]
    with replacing(written[0]) as file:
        file.write(_manifest(name, as_of).encode("utf-8"))
    for table in schema.tables.values():
        path = folder / table.file
        with replacing(path) as file:
            file.write(_header(list(table.columns)).encode("utf-8-sig"))
        written.append(path)
    return written


def _header(columns: list[str]) -> str:
    out = io.StringIO(newline="")
    out.write(",".join(columns) + "\r\n")
    return out.getvalue()


def _prefix(name: str) -> str:
    slug = re.sub("[^a-z0-9-]", "", name.lower()).lstrip("0123456789-")
    if not slug or slug in PREFIXES:
        return f"p-{slug}" if slug else "p"
    return slug


def _manifest(name: str, as_of: datetime.date) -> str:
    # Names pass the pattern of ids, so that they need no escaping in TOML.
    return f"""\
# What this pack is. 数据包的说明。
# Lines that begin with "#" are comments. "#" 开头的行是注释。

[pack]
# Short name, unique among the packs that are loaded together. 唯一的短名。
id = "{name}"
# Its name in answers and maps. 在结果和图上显示的名称。
title = {{ zh = "{name}产业链", en = "Industrial chains of {name}" }}
# In another pack, "{_prefix(name)}:ID" means the row ID of this one. 其他数据包用它来引用本包的行。
prefix = "{_prefix(name)}"
# IRIs of its rows begin so; never change it once the pack is published. 发布后不要再改。
namespace = "{NAMESPACE}{name}/"
# Six digits of GB/T 2260 (国家统计局行政区划代码). 六位行政区划代码。
region = "000000"
# SPDX identifier of the licence of the data (https://spdx.org/licenses/). 数据的许可证。
license = "CC-BY-4.0"
# The day up to which the data is known; answers count from it. 数据截止日。
as_of = {as_of.isoformat()}

# The least number of rows that a table may have: a table that shrinks below it stops the build.
# 各表最少的行数，少于它就不建库。
[minimum]
# organizations = 1
"""
