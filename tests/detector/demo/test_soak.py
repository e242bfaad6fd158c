"""The soak in small: the real command, an X on loopback, some cuts; nothing lost, nothing doubled."""

from __future__ import annotations

from pathlib import Path

from detector.demo.bench import _scratch
from detector.demo.soak import press


def test_a_stream_that_is_cut_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    figure = press("x_soak", 3_000, _scratch(tmp_path, "soak"), cuts=4, rate=1_000)
    assert (figure["lost"], figure["doubled"], figure["strangers"]) == (0, 0, 0)
    assert figure["connections"] >= 2  # a starved machine may miss a cut, and none may cost a post
    assert 0 < figure["kept"] < 100
