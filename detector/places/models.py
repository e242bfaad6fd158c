"""Offices and what they cover."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base


class Region(Base):
    """One of the 13 regions; `code` as in docs/glossary.md."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]


class Governorate(Base):
    __tablename__ = "governorate"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)  # whose catchment it lies in


class Office(Base):
    """An office of the programme. `is_regional` offices also take the region's reports that name no governorate."""

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    is_regional: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
