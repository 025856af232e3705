"""The text of a source, wherever it stands: in the project file, or in a file of the archive."""

from lecons.intake.qda.archive import Archive
from lecons.intake.qda.counting import Written
from lecons.intake.qda.stream import Element

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
NOT_UTF8 = "un texte en UTF-8 ; lu comme Windows-1252, vérifiez ses accents"


def text_of(
    element: Element, inline: list[Element], archive: Archive
) -> tuple[Written | None, str]:
    """The text of a source or a note, or None; and what is wrong, in French, or blank.

    Only plain text is read: the same words in a DOCX beside it are the tools’ own affair.
    """
    path = (element.get("plainTextPath") or "").strip()
    if inline:
        return Written("".join(inline[0].itertext())), ""
    if not path:
        return None, "un texte (PlainTextContent ou plainTextPath)"
    found = archive.text(path)
    if isinstance(found, str):
        return None, found
    return decoded(found)


def decoded(raw: bytes) -> tuple[Written, str]:
    """A text as its file holds it, marks and line ends included; and what is wrong, or blank."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return Written(raw.decode(encoding)), ""
            except UnicodeDecodeError:
                break
    try:
        return Written(raw.decode("utf-8")), ""
    except UnicodeDecodeError:
        return Written(raw.decode("windows-1252", errors="replace")), NOT_UTF8
