"""Whether every crate has a licence of .ci/licences.txt: python3 .ci/licences.py (in the repository)."""

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def accepted():
    """The licences, each with the crates it is accepted of; an empty set is all."""
    lines = (HERE / "licences.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {licence.strip(): set(crates.split()) for licence, _, crates in pairs}


def fits(expression, allowed):
    """Whether an SPDX expression can be met with licences that are `allowed`."""
    # old crates write / for OR
    tokens = re.findall(r"\(|\)|[^\s()]+(?:\s+WITH\s+[^\s()]+)?", expression.replace("/", " OR "))

    def any_of():
        value = all_of()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            value = all_of() or value
        return value

    def all_of():
        value = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            value = one() and value
        return value

    def one():
        token = tokens.pop(0)
        if token != "(":
            return allowed(" ".join(token.split()))
        value = any_of()
        tokens.pop(0)
        return value

    return any_of()


def main():
    command = ["cargo", "metadata", "--format-version", "1", "--all-features", "--locked"]
    packages = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["packages"]
    licences = accepted()
    notice = (HERE.parent / "NOTICE").read_text(encoding="utf-8").split()
    faults = []
    for package in packages:
        name = package["name"]

        def allowed(licence):
            return licence in licences and (not licences[licence] or name in licences[licence])

        if not package["license"] or not fits(package["license"], allowed):
            faults.append(f"{name} {package['version']}: {package['license'] or 'no licence'}")
    words = {word.strip(",.:;()") for word in notice}
    for crate in sorted(set().union(*licences.values()) - words):
        faults.append(f"NOTICE does not name {crate}")
    for crate in sorted(set().union(*licences.values()) - {package["name"] for package in packages}):
        faults.append(f".ci/licences.txt names {crate}, which is no longer in Cargo.lock")
    if faults:
        sys.exit("not accepted in .ci/licences.txt:\n" + "\n".join(faults))
    print(f"{len(packages)} crates, all with accepted licences")


if __name__ == "__main__":
    main()
