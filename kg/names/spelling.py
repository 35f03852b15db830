"""Pinyin and traditional characters, worked out once a build; no look-up imports a library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["initials", "sounds", "spelled", "syllables", "traditional_forms"]

_UNIFIED = range(0x4E00, 0xA000)
_EXTENSION_A = range(0x3400, 0x4DC0)


def traditional_forms() -> dict[str, str]:
    """Each traditional character, Hong Kong's variants too, to its simplified one.

    From OpenCC's dictionaries (configuration hk2s), the blocks of Unicode that names are
    written in. One for one: where a simplified character stands for several, all meet in it;
    where a traditional one has several, OpenCC's first stands. Takes 0.2 s.
    """
    from opencc import OpenCC

    characters = [chr(code) for block in (_UNIFIED, _EXTENSION_A) for code in block]
    # On lines of their own, so that no phrase of the dictionaries applies.
    simple = OpenCC("hk2s").convert("\n".join(characters)).split("\n")
    table = {a: b for a, b in zip(characters, simple, strict=True) if a != b and len(b) == 1}
    # 薴 becomes 苧, which is itself the traditional form of 苎.
    return {a: table.get(b, b) for a, b in table.items()}


def syllables(key: str) -> list[str]:
    """The pinyin of a key, without tones, in the reading that its words have; other writing
    stays as it is, with a space before it. v stands for ü.

    >>> syllables("重庆5g"), syllables("女"), syllables("byd")
    (['chong', 'qing', ' 5g'], ['nv'], [' byd'])
    """
    from pypinyin import lazy_pinyin

    found: list[str] = lazy_pinyin(key, errors=lambda other: f" {other}")
    return found


def spelled(parts: Sequence[str]) -> Iterator[str]:
    """The ways in which people spell out syllables: ü as v, as u and, in passports, as yu.

    >>> list(spelled(["lv", " 5g"]))
    ['lv5g', 'lu5g', 'lyu5g']
    """
    yield "".join(parts).replace(" ", "")
    if any(part in _UMLAUT for part in parts):
        for letters in ("u", "yu"):
            each = (p.replace("v", letters) if p in _UMLAUT else p.strip() for p in parts)
            yield "".join(each)


_UMLAUT = frozenset({"lv", "nv", "lve", "nve"})


def initials(parts: Sequence[str]) -> str:
    """The first letter of each syllable; other writing stays whole.

    >>> initials(["zhi", "neng", " 5g"])
    'zn5g'
    """
    return "".join(part[1:] if part.startswith(" ") else part[:1] for part in parts)


def sounds() -> Iterator[tuple[str, str]]:
    """The commonest reading of each character of GB 2312, by which a slip of the ear is found."""
    from pypinyin import lazy_pinyin

    for code in _UNIFIED:
        character = chr(code)
        try:
            character.encode("gb2312")
        except UnicodeEncodeError:
            continue
        yield character, lazy_pinyin(character)[0]
