"""Reads the tables of rasd into pandas, with the types that datapackage.json gives them.

    from read_rasd import read_rasd
    tables = read_rasd("output")
    tables["events"].groupby("country_code")["killed_low"].sum()

Unknown is <NA>, never 0. Terms become categories, days datetime64[s] (years before 1677 fit),
whole numbers Int64, lists stay texts joined with ";" unless lists=True. Needs pandas 2 or later.
"""

import hashlib
import json
from pathlib import Path

import pandas as pd

TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def read_rasd(folder="output", lists=False, check=True):
    """All tables of a folder, by name."""
    folder = Path(folder)
    if check:
        check_files(folder)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return {
        resource["name"]: read_table(folder / resource["path"], resource["schema"], lists)
        for resource in package["resources"]
    }


def check_files(folder):
    """Fails where a table is not as its run wrote it: changed by hand, or half copied."""
    run = json.loads((folder / "run.json").read_text("utf-8"))
    for file in run["files"]:
        digest = hashlib.sha256((folder / file["path"]).read_bytes()).hexdigest()
        if digest != file["sha256"]:
            name = folder / file["path"]
            raise ValueError(f"{name} is not as rasd wrote it (check=False reads it anyway)")


def read_table(path, schema, lists=False):
    """One table; `schema` is its Table Schema."""
    fields = schema["fields"]
    table = pd.read_csv(
        path,
        encoding="utf-8",
        # a place may be called NA
        keep_default_na=False,
        na_values=[""],
        dtype={field["name"]: dtype(field) for field in fields},
    )
    for field in fields:
        name = field["name"]
        if field["type"] == "date":
            days = table[name].fillna("NaT").to_numpy(dtype=str)
            table[name] = pd.Series(days.astype("datetime64[s]"), index=table.index)
        elif lists and is_list(field):
            table[name] = table[name].fillna("").map(lambda cell: cell.split(";") if cell else [])
    return table


def dtype(field):
    """The pandas type of a column."""
    terms = field.get("constraints", {}).get("enum")
    if terms:
        return pd.CategoricalDtype(terms)
    return TYPES.get(field["type"], "string")


def is_list(field):
    """Whether the cells hold several values."""
    return field["name"] in {"rules", "other_places", "event_ids"} or (
        "pattern" in field.get("constraints", {})
    )


if __name__ == "__main__":
    import sys

    for name, table in read_rasd(*sys.argv[1:2]).items():
        print(f"{name}: {len(table)} rows")
        print(table.dtypes.to_string(), end="\n\n")
