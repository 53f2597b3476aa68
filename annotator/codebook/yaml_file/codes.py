"""The codes of a question as a file lists them."""

from annotator.codebook.schema import Code, Example
from annotator.codebook.yaml_file.fields import Fields

#: The keys that describe the points of a scale by its ends.
RANGE = ("low", "high", "step", "low_label", "high_label")

_CODE = ("key", "label", "definition", "use_when", "not_when", "examples", "hotkey", "value")
_EXAMPLE = ("coded", "not_coded", "why")


def listed_codes(fields: Fields, *, are_points: bool = False) -> tuple[Code, ...]:
    """The codes as listed; between its ends, a point of a scale may be called by its number."""
    _note_a_range(fields)
    listed = fields.each("codes", _CODE)
    ends = (0, len(listed) - 1)
    return tuple(_code(each, are_points and i not in ends) for i, each in enumerate(listed))


def _note_a_range(fields: Fields) -> None:
    key = next((key for key in RANGE if key in fields), None)
    if key is not None:
        message = f'"{key}" describes the points of a scale that has no list of codes.'
        fields.note(key, message, f'Take "{key}" out, or write "kind: scale" without codes.')


def _code(fields: Fields, is_between: bool) -> Code:
    return Code(
        key=fields.text("key"),
        label=fields.line("label", fields.line("value") if is_between else ""),
        definition=fields.text("definition"),
        use_when=fields.texts("use_when"),
        not_when=fields.texts("not_when"),
        examples=tuple(_example(example) for example in fields.each("examples", _EXAMPLE)),
        hotkey=fields.text("hotkey"),
        value=fields.number("value"),
    )


def _example(fields: Fields) -> Example:
    return Example(fields.text("coded"), fields.text("not_coded"), fields.text("why"))
