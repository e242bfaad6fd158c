"""One table of job name → function (table.py); local.py (embedded) and postgres.py (procrastinate) run the same table."""
