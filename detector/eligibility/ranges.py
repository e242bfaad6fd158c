"""Sums that are known only between two ends. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

UNBOUNDED = Decimal("Infinity")
HALALA = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Range:
    """Riyals a month from `low` to `high`, both included; `high` may be `UNBOUNDED`."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, known: int | Decimal | None) -> Range:
        """The number itself; anything from nothing upwards when it is not known."""
        return cls(Decimal(0), UNBOUNDED) if known is None else cls(Decimal(known), Decimal(known))

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def times(self, least: Decimal, most: Decimal) -> Range:
        return Range(self.low * least, Decimal(0) if most == 0 else self.high * most)

    def less(self, other: Range) -> Range:
        """What is left of this after the other is taken away, never below nothing."""
        low = Decimal(0) if other.high == UNBOUNDED else max(Decimal(0), self.low - other.high)
        return Range(low, self.high if self.high == UNBOUNDED else max(Decimal(0), self.high - other.low))

    def at_most(self, cap: Decimal) -> Range:
        return Range(min(self.low, cap), min(self.high, cap))

    def rounded(self) -> Range:
        return Range(to_halala(self.low), to_halala(self.high))


def to_halala(sum_: Decimal) -> Decimal:
    """Rounded half up; `UNBOUNDED` stays what it is."""
    return sum_ if sum_ == UNBOUNDED else sum_.quantize(HALALA, ROUND_HALF_UP)
