"""Forms as a browser without JavaScript sends them: read from a page, changed, sent."""

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict


class DeskForm(HTMLParser):
    """The fields of the form ``#desk`` with what stands in them, and where it is sent."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: MultiDict[str, str] = MultiDict()
        self._inside = False
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        if tag == "form" and about.get("id") == "desk":
            self._inside, self.action = True, about["action"]
        elif self._inside and tag == "textarea":
            self._text = about["name"]
            self.fields[self._text] = ""
        elif self._inside and tag == "input":
            ticked = about.get("type") not in ("radio", "checkbox") or "checked" in about
            if ticked and "name" in about:
                self.fields.add(about["name"], about.get("value") or "")

    def handle_data(self, data):
        if self._text:
            self.fields[self._text] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._text = ""

    @property
    def said(self) -> dict[str, list[str]]:
        """What was answered, without what the page only carries along."""
        carried = ("csrf_token", "token", "revises", "seconds")
        return {
            name: values
            for name, values in self.fields.lists()
            if name not in carried and values != [""]
        }

    def filled(self, **answers: str | list[str]) -> MultiDict[str, str]:
        """The form with these answers; the button is *Save and next* unless another is named."""
        sent = MultiDict(self.fields)
        sent["do"] = "save"
        for name, values in answers.items():
            key = name if name in ("do", "note", "flagged", "seconds", "looks", "token", "revises",
                                   "skip_reason", "skip_other") else f"answer-{name}"  # fmt: skip
            sent.setlist(key, [values] if isinstance(values, str) else values)
        return sent
