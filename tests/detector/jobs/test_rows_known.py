"""A process that only takes reports in knows every table that its rows point to."""

from __future__ import annotations

import subprocess
import sys


def test_the_pipeline_alone_brings_every_table_that_a_foreign_key_names() -> None:
    program = (
        "import detector.jobs.pipeline; from detector.db import Base; "
        "[fk.column for table in Base.metadata.tables.values() for fk in table.foreign_keys]"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
