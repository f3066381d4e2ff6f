"""The command that shows a labelled shape in the browser: view."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pa3d.cli import console


def view(
    file: Annotated[
        Path, typer.Argument(help="An .html page of pa3d, or a labelled .ply, .npz or .h5 that pa3d wrote.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Page to write; default: the file's name with .html, beside it.")
    ] = None,
    up: Annotated[
        str | None,
        typer.Option(help="Axis shown upwards: y, z, x, -y, -z or -x; default: what an .h5 says, else y."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Heading of the page; default: the file's name.")] = None,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Write the page and print its path; open nothing.")
    ] = False,
) -> None:
    """Show a labelled shape in the browser: turn it, switch parts on and off, see names and scores.

    The page is one file that works offline and can be sent to others. From .npz and .h5 it has a heat map of
    every name; a .ply holds only the score of each label.

    Example: pa3d view chair.parts.npz

    Example: pa3d view scan.parts.ply --up z --out scan.html --no-open
    """
    from pa3d.errors import Pa3dError

    if file.suffix.lower() in (".html", ".htm"):
        if not file.is_file():
            raise Pa3dError(f"{file}: no such file")
        if out or up or title:
            raise Pa3dError(
                f"{file}: is a page already; --out, --up and --title need a labelled .ply, .npz or .h5"
            )
        page = file
    else:
        page = _make_page(file, out or file.with_suffix(".html"), up, title)
    typer.echo(console.plain(page))
    if not no_open and not _open(page):
        console.note(f"no browser could be started here; open {page} yourself")


def _make_page(file: Path, page: Path, up: str | None, title: str | None) -> Path:
    from pa3d.errors import Pa3dError
    from pa3d.labelled import read_labelled
    from pa3d.shapes import check_up
    from pa3d.viewer import is_page, write_html

    if page.suffix.lower() not in (".html", ".htm"):
        raise Pa3dError(f"--out {page}: a page's name must end in .html")
    if up is not None:
        check_up(up)
    if page.is_file() and not is_page(page):
        raise Pa3dError(f"{page}: exists and is no page of pa3d; name another file with --out")
    seg, stored = read_labelled(file)
    write_html(page, seg, up=up or stored, title=title if title is not None else file.name)
    return page


def _open(page: Path) -> bool:
    """Start the user's browser; False when there is none."""
    import webbrowser

    try:
        return webbrowser.open(page.resolve().as_uri())
    except webbrowser.Error:
        return False
