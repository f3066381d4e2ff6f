"""The command that makes labelled shapes: synth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pa3d.cli import console
from pa3d.cli import options as opt


def synth(
    categories: Annotated[str, typer.Argument(help="Categories: chair,table; or all.")] = "all",
    out: Annotated[Path, typer.Option(help="Folder for the .npz shapes.")] = Path("out/synth"),
    count: Annotated[int, typer.Option(min=1, help="Shapes of each category.")] = 10,
    seed: opt.Seed = 0,
    png: Annotated[Path | None, typer.Option(help="Draw a contact sheet instead; of one category.")] = None,
    level: Annotated[int, typer.Option(help="Naming level of the sheet: 0 coarse, -1 finest.")] = -1,
    list_: Annotated[bool, typer.Option("--list", help="Print the categories and stop.")] = False,
) -> None:
    """Procedural shapes with named parts, deterministic per seed: meshes to train on or to try things with.

    Example: pa3d synth chair,lamp --count 100 --out out/synth
    """
    from pa3d import synth as library
    from pa3d.errors import Pa3dError

    known = library.categories()
    if list_:
        console.summary("\n".join(known), categories=known)
        return
    chosen = known if categories == "all" else [name.strip() for name in categories.split(",")]
    if unknown := [name for name in chosen if name not in known]:
        raise Pa3dError(f"no category {unknown[0]!r}; `pa3d synth --list` names them")
    seeds = range(seed, seed + count)
    if png is not None:
        from pa3d.artifact import atomic_path
        from pa3d.synth.sheet import draw_sheet

        if len(chosen) > 1:
            raise Pa3dError(f"a contact sheet shows one category, not {len(chosen)}")
        sheet = draw_sheet([library.make_shape(chosen[0], s) for s in seeds], level=level)
        with atomic_path(png) as temporary:
            sheet.save(temporary, format="PNG")
        console.summary(f"{png}: {count} x {chosen[0]}", png=str(png), category=chosen[0], count=count)
        return
    from pa3d.synth.write import write_many

    out.mkdir(parents=True, exist_ok=True)
    wanted = [(name, s) for s in seeds for name in chosen]
    with opt.progress_bar("synth", len(wanted)) as bar:
        for _ in write_many(wanted, out):
            bar.update()
    text = f"synth: {len(wanted)} shapes of {len(chosen)} categories -> {out}"
    console.summary(text, out=str(out), shapes=len(wanted), categories=chosen)
