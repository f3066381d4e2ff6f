"""How a part is asked for: the sentences that the published implementations put around its name."""

from __future__ import annotations

from pa3d.errors import Pa3dError

STYLES = {
    "part": "{part}",  # with the templates the model was trained with: the paper
    "bare": "{part}",  # the name alone
    "part-of-category": "{part} of a {category}",  # Find3D
    "the-part-of-category": "the {part} of a {category}",  # SATR
}
TEMPLATED = "part"  # the style whose texts go through the model's own templates
BACKGROUND = "background"
ANY = "any"  # the style under which a method answers that does not read the prompt
NO_CATEGORY = "object"  # what a shape of no category is called


def check_style(style: str) -> str:
    """The style itself; Pa3dError when it is neither a known one nor a sentence with {part}."""
    if style not in STYLES and "{part}" not in style:
        known = ", ".join(STYLES)
        raise Pa3dError(f"prompt {style!r}: write one of {known}, or a sentence with {{part}} in it")
    return style


def fill(style: str, part: str, category: str) -> str:
    """The text that asks for a part. Other words for it, "leg|foot", each get the sentence."""
    sentence = STYLES.get(style, style)
    kind = category or NO_CATEGORY
    return "|".join(sentence.replace("{part}", word).replace("{category}", kind) for word in part.split("|"))


def queries(style: str, part_names: list[str], category: str) -> list[str]:
    """L + 2 texts: every part, then the category alone, then "background"."""
    check_style(style)
    return [*(fill(style, name, category) for name in part_names), category or NO_CATEGORY, BACKGROUND]
