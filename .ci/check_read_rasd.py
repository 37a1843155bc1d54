"""docs/read_rasd.py gives the rows and values of the CSV files, with types: check_read_rasd.py FOLDER"""

import csv
import sys
import tempfile
from pathlib import Path
from shutil import copytree

import pandas as pd

sys.path.insert(0, str(Path(__file__).parent.parent / "docs"))
from read_rasd import read_rasd

folder = Path(sys.argv[1])
tables = read_rasd(folder, lists=True)
for name, table in tables.items():
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(table) == len(rows), name
    for column in table:
        for value, row in zip(table[column], rows):
            cell = row[column]
            if isinstance(value, list):
                assert ";".join(value) == cell, (name, column, cell)
            elif pd.isna(value):
                assert cell == "", (name, column, cell)
            elif table[column].dtype == "datetime64[s]":
                assert value.date().isoformat() == cell, (name, column, cell)
            elif table[column].dtype == "Float64":
                assert float(value) == float(cell), (name, column, cell)
            elif table[column].dtype == "boolean":
                assert str(value).lower() == cell, (name, column, cell)
            else:
                assert str(value) == cell, (name, column, cell)
types = tables["events"].dtypes.astype(str)
assert (types["killed_low"], types["date_start"]) == ("Int64", "datetime64[s]"), types
assert types["event_kind"] == "category" and types["latitude"] == "Float64", types

with tempfile.TemporaryDirectory() as other:
    copytree(folder, other, dirs_exist_ok=True)
    with open(Path(other) / "events.csv", "a") as file:
        file.write("\n")
    try:
        read_rasd(other)
    except ValueError as error:
        assert "events.csv is not as rasd wrote it" in str(error), error
    else:
        raise AssertionError("a file that does not match run.json was read")
print(", ".join(f"{name} {len(table)}" for name, table in tables.items()))
