"""out/bench/bench.json as a table: into out/bench/table.md and between the marks of docs/performance.md."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
BENCH, TABLE, PAGE = ROOT / "out/bench/bench.json", ROOT / "out/bench/table.md", ROOT / "docs/performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
UNITS = {"ratio": "{:.1f} x", "share": "{:.0%} of it", "cost": "{:.2f} x", "extra": "{:+.2f} s"}
LIMITS = {"ratio": "at least ", "share": "at least ", "cost": "at most ", "extra": "at most "}


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.3g} ms"


def table(bench: dict[str, Any]) -> str:
    """Markdown of what pytest-benchmark kept."""
    lines = [
        "| job | compared with | its time | ours | result | target | met |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in bench["benchmarks"]:
        row = one["extra_info"]
        unit = UNITS[row["kind"]]
        cells = [row["job"], row["way"], seconds(row["reference_seconds"]), seconds(row["our_seconds"])]
        cells += [unit.format(row["value"]), LIMITS[row["kind"]] + unit.format(row["target"])]
        lines.append(f"| {' | '.join([*cells, 'yes' if row['met'] else 'no'])} |")
    return "\n".join(lines)


def machine(bench: dict[str, Any]) -> str:
    about = bench["machine_info"]
    cpu = about.get("cpu", {})
    name, count = cpu.get("brand_raw", about["machine"]), cpu.get("count", "?")
    return f"{name}, {count} CPUs, Python {about['python_version']}"


def between_marks(page: str, text: str, begin: str = BEGIN, end: str = END) -> str:
    """The page with the text between its marks."""
    before, rest = page.split(begin)
    return f"{before}{begin}\n{text}\n{end}{rest.split(end)[1]}"


def main() -> int:
    if not BENCH.is_file():
        print(f"{BENCH}: not there; run make bench", file=sys.stderr)
        return 2
    bench = json.loads(BENCH.read_text(encoding="utf-8"))
    text = f"{machine(bench)}; {bench['datetime'][:10]}.\n\n{table(bench)}"
    TABLE.write_text(f"{text}\n", encoding="utf-8")
    PAGE.write_text(between_marks(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
