"""The catalogue of words: both languages say the same, and code asks only for what is there."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import kg
from kg.errors import Text
from kg.messages import catalogue, default_lang, message

_CALL = re.compile(r"""(?<![\w.])(?:message|word)\(\s*f?"([a-z_.{}\w -]+)\"""")


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_both_languages_fill_the_same_placeholders() -> None:
    for key, text in catalogue().items():
        assert _placeholders(text.zh) == _placeholders(text.en), key


def test_every_message_that_code_names_is_in_the_catalogue() -> None:
    package = Path(kg.__file__).parent
    keys = {
        key
        for path in package.rglob("*.py")
        for key in _CALL.findall(path.read_text("utf-8"))
        if "{" not in key
    }
    assert len(keys) > 50
    assert not keys - set(catalogue())


def test_a_text_fills_each_language_with_its_own_words() -> None:
    said = message("answer.no_partners", name=Text("甲", "A"))
    assert "甲" in said.zh
    assert "A deals" in said.en


@pytest.mark.parametrize(
    ("locale", "lang"),
    [("zh_CN.UTF-8", "zh"), ("en_US.UTF-8", "en"), ("C.UTF-8", "zh"), ("de_DE", "en")],
)
def test_the_language_follows_the_locale_and_is_zh_where_that_is_unknown(
    monkeypatch: pytest.MonkeyPatch, locale: str, lang: str
) -> None:
    monkeypatch.delenv("KG_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    assert default_lang() == lang


def test_every_message_is_found_by_itself_as_in_the_whole_file() -> None:
    for key, text in catalogue().items():
        if not _placeholders(text.zh) and "{" not in text.zh + text.en:
            assert message(key) == text
