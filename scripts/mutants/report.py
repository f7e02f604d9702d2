"""The figures of a run, and the survivors that docs/mutants.md does not explain."""

from collections import Counter
from pathlib import Path
from typing import Any

from scripts.mutants.faults import faults_in
from scripts.mutants.targets import Target

DOCUMENT = "docs/mutants.md"


def show(chosen: list[Target], root: Path, results: list[dict[str, Any]]) -> int:
    """Print a table of modules and each survivor without explanation. 1 where there is one, or something is untried."""
    told = (root / DOCUMENT).read_text().replace(r"\|", "|").splitlines()
    latest: dict[tuple[str, str], dict[str, Any]] = {(row["module"], row["key"]): row for row in results}
    unexplained, untried = [], 0
    everything: Counter[str] = Counter()
    print("\n| Module | Faults | Noticed | Survived |\n| --- | ---: | ---: | ---: |")
    for target in chosen:
        counts: Counter[str] = Counter()
        for fault in faults_in(target.module, (root / target.module).read_text()):
            row = latest.get((target.module, fault.key))
            if row is None:
                untried += 1
                continue
            counts["all"] += 1
            counts[row["outcome"]] += 1
            if row["outcome"] == "survived" and not any(
                f"`{target.module}`" in line and fault.shown in line for line in told
            ):
                unexplained.append(f"{target.module}:{fault.line}  {fault.shown}")
        everything += counts
        if counts["all"]:
            print(_line(f"`{target.module}`", counts))
    print(_line("**Together**", everything))
    if untried:
        print(f"\n{untried} faults were not tried yet.")
    if unexplained:
        print(f"\nSurvivors that {DOCUMENT} does not explain:\n" + "\n".join(unexplained))
    return 1 if unexplained or untried else 0


def _line(name: str, counts: Counter[str]) -> str:
    noticed = counts["killed"] + counts["timeout"]
    return f"| {name} | {counts['all']} | {noticed} | {counts['survived']} |"
