"""A name hidden in each place of each kind of file is found, and said where."""

import base64
import gzip
import io
import json
import unicodedata
import zipfile
import zlib

import pytest
from lecons.privacy.release import Needles, check
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from .conftest import SECRET, chunk, jpeg, png

NEEDLES = Needles(names={SECRET: "agent", "Tinzawatène": "codeur"})
UTF8 = SECRET.encode()
LATIN = SECRET.encode("latin-1")
ENCODED = base64.b64encode(UTF8).decode()


def data(content, kind="image/png"):
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def svg(inside):
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'


def entities(text):
    return "".join(f"&#{ord(letter)};" for letter in text)


def escaped(text):
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


PAGES = {
    "text": f"<p>Dit par {SECRET}.</p>",
    "numeric entities": f"<p>{entities(SECRET)}</p>",
    "entities in hexadecimal": "<p>" + "".join(f"&#x{ord(c):x};" for c in SECRET) + "</p>",
    "named entity": "<p>Zoube&iuml;ratou Mahamane</p>",
    "split over marks": "<p>Zoub<b>eïra</b>tou&nbsp;<i>Maha</i>mane</p>",
    "split over blocks": "<p>Zoubeïratou</p><p>Mahamane</p>",
    "glued neighbours": "<p><span>Par</span><span>Zoubeïratou</span><span>Mahamane</span></p>",
    "zero width and soft hyphen": "<p>Zou\u200bbe\u00adï\u2060ratou Ma\ufeffhamane</p>",
    "decomposed accents": f"<p>{unicodedata.normalize('NFD', SECRET)}</p>",
    "marks of direction": f"<p>\u202e{SECRET[:5]}\u200f{SECRET[5:]}\u202c</p>",
    "full width": f"<p>{''.join(chr(ord(c) + 0xFEE0) if 'a' <= c <= 'z' else c for c in SECRET)}</p>",
    "capitals": f"<p>{SECRET.upper()}</p>",
    "hyphens and lines": "<p>Zoubeï-\nratou\n   Mahamane</p>",
    "alternative text": f'<img alt="{SECRET}">',
    "data attribute": f"<p data-qui='{json.dumps({'x': SECRET})}'>a</p>",
    "title of a link": f'<a title="{SECRET}">a</a>',
    "address in a link": "<a href='?q=Zoube%C3%AFratou%20Mahamane'>a</a>",
    "comment": f"<!-- {SECRET} --><p>a</p>",
    "meta": f'<meta name="author" content="{SECRET}">',
    "style": f"<style>p::after{{content:'{SECRET}'}}</style>",
    "style escaped": "<style>p::after{content:'Zoube\\ef ratou\\20 Mahamane'}</style>",
    "style attribute": f"<p style=\"--qui: '{SECRET}'\">a</p>",
    "script": f"<script>const qui = '{SECRET}';</script>",
    "script escaped": f"<script>const qui = '{escaped(SECRET)}';</script>",
    "JSON in a script": f'<script type="application/json">{json.dumps({"a": [SECRET]})}</script>',
    "template": f"<template><p>{SECRET}</p></template>",
    "noscript": f"<noscript>{SECRET}</noscript>",
    "hidden": f'<p hidden style="display:none">{SECRET}</p>',
    "base64": f"<p data-x='{ENCODED}'>a</p>",
    "base64 of base64": f"<p data-x='{base64.b64encode(ENCODED.encode()).decode()}'>a</p>",
    "hexadecimal": f"<p data-x='{UTF8.hex()}'>a</p>",
    "SVG in data": f'<img src="{data(svg(f"<text>{SECRET}</text>").encode(), "image/svg+xml")}">',
    "SVG in data, percents": "<img src='data:image/svg+xml,%3Csvg%3E%3Ctitle%3EZoube%C3%AFratou"
    "%20Mahamane%3C/title%3E%3C/svg%3E'>",
    "PNG in data": f'<img src="{data(png(chunk("tEXt", b"Author" + bytes(1) + LATIN)))}">',
    "picture in a style": f"<style>p{{background:url({data(png(after=UTF8))})}}</style>",
    "inline SVG": svg(f"<desc>{SECRET}</desc><path d='M0 0'/>"),
    "after the end": f"<p>a</p></body></html>{SECRET}",
    "broken comment": f"<p>a</p><!- {SECRET} <p",
}


def check_one(folder, name, content):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [one for one in check(folder, NEEDLES) if one.what == "nom"]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_name_in_a_page_is_found(tmp_path, page):
    found = check_one(tmp_path, "page.html", f"<!doctype html><html><body>{page}")
    assert [(one.file, one.about) for one in found][:1] == [("page.html", "agent")]
    assert SECRET not in found[0].message
    assert found[0].excerpt == "Zo… Ma…"


PICTURES = {
    "tEXt": png(chunk("tEXt", b"Author\x00" + LATIN)),
    "tEXt key": png(chunk("tEXt", LATIN + b"\x00a")),
    "zTXt": png(chunk("zTXt", b"Author\x00\x00" + zlib.compress(LATIN))),
    "iTXt": png(chunk("iTXt", b"XML\x00\x00\x00fr\x00Auteur\x00" + UTF8)),
    "iTXt packed": png(chunk("iTXt", b"XML\x00\x01\x00\x00\x00" + zlib.compress(UTF8))),
    "eXIf": png(chunk("eXIf", b"II*\x00\x08" + UTF8)),
    "eXIf wide": png(chunk("eXIf", b"II*\x00\x08" + SECRET.encode("utf-16-le"))),
    "unknown chunk": png(chunk("leCo", UTF8)),
    "after the end": png(after=UTF8),
}


@pytest.mark.parametrize("content", PICTURES.values(), ids=PICTURES.keys())
def test_a_name_in_a_png_is_found(tmp_path, content):
    assert check_one(tmp_path, "carte.png", content)


def test_a_name_in_other_pictures_and_packed_files_is_found(tmp_path):
    gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xfe" + bytes([len(UTF8)]) + UTF8 + b"\x00;"
    svgz = gzip.compress(svg(f'<g aria-label="{SECRET}"/>').encode())
    for name, content in {
        "comment.jpg": jpeg(0xFE, UTF8),
        "exif.jpg": jpeg(0xE1, b"Exif\x00\x00" + SECRET.encode("utf-16-le")),
        "after.jpg": jpeg(0xE0, b"JFIF", after=UTF8),
        "comment.gif": gif,
        "carte.svgz": svgz,
        "carte.svg": f"<?xml version='1.0'?>{svg(f'<!--{SECRET}-->')}".encode(),
    }.items():
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        assert check_one(folder, name, content), name


TEXTS = {
    "constats.json": json.dumps({"a": [{"qui": SECRET}]}),
    "cle.json": json.dumps({SECRET: 1}),
    "unicode.json": '{"qui": "' + escaped(SECRET) + '"}',
    "page.json": json.dumps({"sortie": f"<p>{entities(SECRET)}</p>"}),
    "json.json": json.dumps({"sortie": json.dumps({"qui": SECRET})}),
    "base64.json": json.dumps({"image/png": base64.encodebytes(png(after=UTF8)).decode()}),
    "carnet.ipynb": json.dumps({"cells": [{"source": ["qui =\n", "'Zoubeïratou\n", "Mahamane'"]}]}),
    "table.csv": f"id;qui\n1;{SECRET}\n",
    "latin.csv": f"id;qui\n1;{SECRET}\n".encode("latin-1"),
    "large.txt": SECRET.encode("utf-16"),
    "livre.qdc": f"<CodeBook><Code name='a'><Description>{SECRET}</Description></Code></CodeBook>",
}


@pytest.mark.parametrize(("name", "content"), TEXTS.items(), ids=TEXTS.keys())
def test_a_name_in_data_is_found(tmp_path, name, content):
    assert check_one(tmp_path, name, content)


def book(put):
    workbook = Workbook()
    put(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def in_hidden_sheet(workbook):
    sheet = workbook.create_sheet("a")
    sheet.sheet_state = "veryHidden"
    sheet["C7"] = SECRET


def in_comment(workbook):
    workbook.active["A1"].comment = Comment("vu", SECRET)


def in_hidden_row(workbook):
    workbook.active["A9"] = SECRET
    workbook.active.row_dimensions[9].hidden = True


def in_defined_name(workbook):
    workbook.defined_names["qui"] = DefinedName("qui", attr_text='"Zoubeïratou Mahamane"')


def in_validation(workbook):
    choice = DataValidation("list", prompt=SECRET, formula1='"a,b"')
    choice.add("A1")
    workbook.active.add_data_validation(choice)


def in_custom_property(workbook):
    workbook.custom_doc_props.append(StringProperty(name="Source", value=SECRET))


BOOKS = {
    "cell": lambda workbook: workbook.active.__setitem__("B4", SECRET),
    "hidden sheet": in_hidden_sheet,
    "hidden row": in_hidden_row,
    "comment's author": in_comment,
    "name of a sheet": lambda workbook: workbook.create_sheet(SECRET),
    "author": lambda workbook: setattr(workbook.properties, "creator", SECRET),
    "last author": lambda workbook: setattr(workbook.properties, "lastModifiedBy", SECRET),
    "custom property": in_custom_property,
    "defined name": in_defined_name,
    "validation": in_validation,
    "header": lambda workbook: setattr(workbook.active.oddHeader.center, "text", SECRET),
    "formula": lambda workbook: workbook.active.__setitem__("A1", f'="{SECRET}"&""'),
}


@pytest.mark.parametrize("put", BOOKS.values(), ids=BOOKS.keys())
def test_a_name_in_a_workbook_is_found(tmp_path, put):
    assert check_one(tmp_path, "segments.xlsx", book(put))


def test_a_cell_is_told_by_its_sheet_and_its_name(tmp_path):
    (found,) = check_one(tmp_path, "segments.xlsx", book(in_hidden_sheet))
    assert found.where == "feuille « a » (masquée) › cellule C7"


def archive(parts, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.comment = comment
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


ARCHIVES = {
    "runs.docx": archive(
        {
            "word/document.xml": "<w:document xmlns:w='w'><w:p><w:r><w:t>Zoubeï</w:t></w:r><w:r>"
            "<w:t>ratou Mahamane</w:t></w:r></w:p></w:document>"
        }
    ),
    "styles.ods": archive({"mimetype": "a", "content.xml": f"<a><p>{SECRET}</p></a>"}),
    "name.zip": archive({f"{SECRET}.txt": "a"}),
    "comment.zip": archive({"a.txt": "a"}, UTF8),
    "deep.zip": archive({"a.zip": archive({"b.qdpx": archive({"c.json": json.dumps([SECRET])})})}),
    "picture.zip": archive({"media/image1.png": PICTURES["zTXt"]}),
    "excel.xlsx": archive({"xl/sharedStrings.xml": "<si><t>Zoube_x00ef_ratou Mahamane</t></si>"}),
}


@pytest.mark.parametrize(("name", "content"), ARCHIVES.items(), ids=ARCHIVES.keys())
def test_a_name_in_an_archive_is_found(tmp_path, name, content):
    assert check_one(tmp_path, name, content)


def pdf(put):
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    put(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def typed(*lines):
    def put(writer):
        page = writer.pages[0]
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
        )
        content = DecodedStreamObject()
        shown = b" T* ".join(b"(" + line.encode("cp1252") + b") Tj" for line in lines)
        content.set_data(b"BT /F 12 Tf 14 TL 5 60 Td " + shown + b" ET")
        page[NameObject("/Contents")] = writer._add_object(content)

    return put


def in_structure(writer):
    figure = DictionaryObject(
        {NameObject("/S"): NameObject("/Figure"), NameObject("/Alt"): TextStringObject(SECRET)}
    )
    root = DictionaryObject({NameObject("/K"): ArrayObject([writer._add_object(figure)])})
    writer._root_object[NameObject("/StructTreeRoot")] = writer._add_object(root)


def in_xmp(writer):
    stream = DecodedStreamObject()
    stream.set_data(f"<x:xmpmeta xmlns:x='x'><a>{SECRET}</a></x:xmpmeta>".encode())
    stream[NameObject("/Type")] = NameObject("/Metadata")
    writer._root_object[NameObject("/Metadata")] = writer._add_object(stream)


def in_note(writer):
    note = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/Contents"): TextStringObject(SECRET),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


PDFS = {
    "text": typed(f"Dit par {SECRET}"),
    "split over lines": typed("Dit par Zoubeïratou", "Mahamane"),
    "word cut": typed("Dit par Zoubeï-", "ratou Mahamane"),
    "author": lambda writer: writer.add_metadata({"/Author": SECRET}),
    "own key": lambda writer: writer.add_metadata({"/Machine": SECRET}),
    "bookmark": lambda writer: writer.add_outline_item(SECRET, 0),
    "embedded file": lambda writer: writer.add_attachment("a.csv", f"a;b\n1;{SECRET}".encode()),
    "name of a file": lambda writer: writer.add_attachment(SECRET, b"a"),
    "alternative text": in_structure,
    "XMP": in_xmp,
    "note": in_note,
}


@pytest.mark.parametrize("put", PDFS.values(), ids=PDFS.keys())
def test_a_name_in_a_pdf_is_found(tmp_path, put):
    assert check_one(tmp_path, "synthese.pdf", pdf(put))


def test_a_page_of_a_pdf_is_told_by_its_number(tmp_path):
    found = check_one(tmp_path, "synthese.pdf", pdf(PDFS["text"]))
    assert found[0].where == "page 1"


def test_a_name_of_one_word_is_found_whole_and_nowhere_else(tmp_path):
    (found,) = check_one(tmp_path, "a.txt", "la codeuse TINZAWATENE l’a lu")
    assert found.about == "codeur"
    assert not check_one(tmp_path, "a.txt", "les Tinzawatènes")


def test_a_name_in_the_name_of_a_file_or_a_folder_is_found(tmp_path):
    (tmp_path / SECRET).mkdir()
    (tmp_path / SECRET / "a.txt").write_text("a")
    assert [one.where for one in check(tmp_path, NEEDLES)] == ["nom du fichier"]
