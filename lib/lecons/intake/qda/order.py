"""The grammar of REFI-QDA 1.0: what stands in what, in which order, with which attributes."""

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"

_MADE = ("creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime")
_TEXT = ("Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef")
_SELECTION = ("Description", "Coding", "NoteRef")
_MEDIA_END = ("Coding", "NoteRef", "VariableValue")

# what an element may hold, in the order that the schema asks for
CHILDREN: dict[str, tuple[str, ...]] = {
    "Project": (
        "Users",
        "CodeBook",
        "Variables",
        "Cases",
        "Sources",
        "Notes",
        "Links",
        "Sets",
        "Graphs",
        "Description",
        "NoteRef",
    ),
    "Users": ("User",),
    "CodeBook": ("Codes",),
    "Codes": ("Code",),
    "Code": ("Description", "NoteRef", "Code"),
    "Variables": ("Variable",),
    "Variable": ("Description",),
    "Cases": ("Case",),
    "Case": ("Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef"),
    "Sources": ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource"),
    "TextSource": (*_TEXT, "VariableValue"),
    "Note": (*_TEXT, "VariableValue"),
    "PlainTextSelection": _SELECTION,
    "Coding": ("CodeRef", "NoteRef"),
    "Notes": ("Note",),
    "Links": ("Link",),
    "Sets": ("Set",),
    "Graphs": ("Graph",),
}

# attributes that are represented; the others are kept as they were
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "Project": (
        "name",
        "origin",
        "creatingUserGUID",
        "creationDateTime",
        "modifyingUserGUID",
        "modifiedDateTime",
        "basePath",
    ),
    "CodeBook": ("origin",),
    "User": ("guid", "name", "id"),
    "Code": ("guid", "name", "isCodable", "color"),
    "Variable": ("guid", "name", "typeOfVariable"),
    "Case": ("guid", "name"),
    "TextSource": ("guid", "name", "plainTextPath", "richTextPath", *_MADE),
    "Note": ("guid", "name", "plainTextPath", "richTextPath", *_MADE),
    "PlainTextSelection": ("guid", "name", "startPosition", "endPosition", *_MADE),
    "Coding": ("guid", "creatingUser", "creationDateTime"),
}

# the sections of a project whose items are kept as they were
UNREPRESENTED = ("Links", "Sets", "Graphs")

# names that structure a file and are not counted in a report
STRUCTURE = frozenset(
    {"Project", "Users", "CodeBook", "Codes", "Variables", "Cases", "Sources", "Notes", "Links"}
    | {"Sets", "Graphs", "Description", "PlainTextContent", "VariableRef", "TextValue"}
    | {"BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue"}
    | {"SyncPoint", "Vertex", "Edge"}
)

# attributes that hold a GUID
GUIDS = frozenset(
    {"guid", "targetGUID", "representedGUID", "originGUID", "sourceVertex", "targetVertex"}
    | {"creatingUser", "modifyingUser", "fromSyncPoint", "toSyncPoint"}
)
