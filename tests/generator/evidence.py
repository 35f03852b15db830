"""Where the rows of a synthetic city come from: registers, visits, and texts that nobody wrote."""

from __future__ import annotations

import hashlib

from .dice import Dice
from .rows import Row, Tables

__all__ = ["AS_OF", "Evidence"]

AS_OF = "2025-12-31"


class Evidence:
    """Sources of the pack, and cells that point to them. Spans of a text never repeat."""

    def __init__(self, tables: Tables, seed: int, firms: int) -> None:
        self.dice = Dice(seed, "evidence")
        common = {"published_from": "2025-12"}
        tables.add("sources", "firm-register", common, kind="register", publisher="市场监管部门",
                   name_zh="企业登记信息（合成）",
                   name_en="Firm register (synthetic)")  # fmt: skip
        tables.add("sources", "trade-register", common, kind="register",
                   publisher="供需对接平台", name_zh="供需对接登记（合成）",
                   name_en="Register of supply deals (synthetic)")  # fmt: skip
        tables.add("sources", "visits", common, kind="call",
                   name_zh="企业走访记录（合成）",
                   name_en="Visits to firms (synthetic)")  # fmt: skip
        tables.add("sources", "trade-knowledge", common, kind="reference",
                   name_zh="一般行业常识", name_en="General trade knowledge")  # fmt: skip
        self.texts = [f"text-{n + 1:03d}" for n in range(4 + firms // 2000)]
        self.ends = dict.fromkeys(self.texts, 0)
        for n, text in enumerate(self.texts):
            day = f"2025-{1 + n % 12:02d}-{1 + n % 28:02d}"
            tables.add("sources", text, kind="text", published_from=day, published_to=day,
                       name_zh=f"产业报道第{n + 1}期（合成）",
                       name_en=f"Industry report {n + 1} (synthetic)",
                       file=f"{text}.txt",
                       sha256=hashlib.sha256(f"{seed} {text}".encode()).hexdigest())  # fmt: skip

    def text(self) -> Row:
        """The next passage of some text; now and then two stretches of it."""
        source = self.texts[self.dice.below(len(self.texts))]
        spans = []
        for _ in range(2 if self.dice.chance(0.2) else 1):
            start = self.ends[source] + self.dice.between(1, 30)
            self.ends[source] = start + self.dice.between(6, 40)
            spans.append(f"{start}-{self.ends[source]}")
        return {"source": source, "spans": ";".join(spans)}

    def register(self) -> Row:
        """The register of firms."""
        return {"source": "firm-register"}

    def outside(self) -> Row:
        """What is known in the trade, and in no source of the city."""
        return {"source": "trade-knowledge", "basis": "outside"}

    def trade(self) -> Row:
        """A text, the register of deals, or a visit."""
        return self.dice.weighted(
            [
                (self.text, 50.0),
                (lambda: {"source": "trade-register"}, 42.0),
                (lambda: {"source": "visits", "confidence": "medium"}, 8.0),
            ]
        )()
