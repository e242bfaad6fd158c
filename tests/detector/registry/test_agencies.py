"""Who can say what."""

from __future__ import annotations

import pytest

from detector.errors import BadInput
from detector.registry.agencies import AGENCIES, Reason, agency_for


def test_the_five_links_of_the_article_are_there_and_cover_all_reasons_but_two() -> None:
    linked = [agency for agency in AGENCIES if agency.linked]
    assert [agency.reference for agency in linked] == ["G1", "G2", "G3", "G4", "G5"]
    covered = {reason for agency in linked for reason in agency.reasons}
    assert set(Reason) - covered == {Reason.INDUSTRIAL_LOAN, Reason.DEATH}


def test_an_agency_is_not_asked_about_what_it_does_not_keep() -> None:
    assert agency_for("justice", "R2").reference == "G1"
    with pytest.raises(BadInput) as refused:
        agency_for("gosi", "R1")
    assert refused.value.facts["allowed"] == ["R3"]
    with pytest.raises(BadInput):
        agency_for("bank", "R1")
