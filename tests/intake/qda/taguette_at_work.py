"""Drives the real Taguette on loopback: makes a project as its web page would, and exports it.

Run by itself (`python taguette_at_work.py FOLDER`), because Taguette registers its metrics once a
process and warns as it pleases. Writes every export beside `projet.json`, which tells what was
highlighted.
"""

import asyncio
import json
import logging
import sys
from pathlib import Path

PAGE = """<html><head><meta charset="utf-8"><title>hors du texte</title></head><body>
<h1>Entretien n° 7 — Tombouctou</h1>
<p>L’été dernier, la médiatrice a réuni les deux familles&nbsp;; « chacun a parlé » 😀👩🏾‍🌾.</p>
<p>Premier accord : <b>l’eau</b> se partage.<br>Deuxième : ⴰⵣⵓⵍ, السلام عليكم, e\u0301te\u0301 &amp; hiver &lt;2018&gt;.</p>
<ul><li>La radio a tout dit.</li><li>La radio a tout dit.</li></ul>
<pre>
vers un
vers deux</pre>
</body></html>"""
OTHER = '<meta charset=utf-8><p>Une =formule et, une virgule ; "des guillemets".</p><p>Fin</p>'
HIGHLIGHTS = [
    ("la médiatrice a réuni les deux familles", ["pratique.médiation", "favorable"]),
    ("« chacun a parlé » 😀👩🏾‍🌾", ["thème.parole"]),
    ("eau se partage.Deuxième", ["thème.eau"]),
    ("السلام عليكم", ["thème.eau", "favorable"]),
    ("e\u0301te\u0301 & hiver <2018>", ["thème.eau"]),
    ("vers deux", []),
]
OTHERS = [("=formule et, une virgule", ["favorable"])]


async def work(folder: Path) -> None:
    from bs4 import BeautifulSoup
    from taguette import database, web
    from taguette.main import DEFAULT_CONFIG
    from taguette.web.base import Application
    from tornado.httpclient import AsyncHTTPClient
    from tornado.httpserver import HTTPServer
    from tornado.testing import bind_unused_port

    Application.check_messages = lambda self: None  # it would ask the Internet for news
    address = f"sqlite:///{folder / 'serveur.sqlite3'}"
    config = dict(
        DEFAULT_CONFIG,
        NAME="Essai",
        PORT=0,
        SECRET_KEY="essai",
        DATABASE=address,
        TOS_FILE=None,
        DOMAIN="",
        X_HEADERS=False,
        EMAIL="essai@example.org",
        MAIL_SERVER={},
        COOKIES_PROMPT=False,
        MULTIUSER=False,
    )
    database.connect(address)  # makes the tables
    app = web.make_app(config, xsrf_cookies=False)
    session = app.DBSession()
    session.add(database.User(login="codeuse_1"))
    project = database.Project(name="Témoignages 😀", description="Essai")
    session.add(project)
    session.flush()
    session.add(
        database.ProjectMember(
            project_id=project.id, user_login="codeuse_1", privileges=database.Privileges.ADMIN
        )
    )
    session.commit()
    number = project.id
    session.close()
    socket, port = bind_unused_port()
    server = HTTPServer(app)
    server.add_socket(socket)
    client, root = AsyncHTTPClient(), f"http://127.0.0.1:{port}"

    from tornado.web import create_signed_value

    cookie = create_signed_value("essai", "user", "codeuse_1").decode()
    headers = {"Cookie": f"user={cookie}", "Content-Type": "application/json"}

    async def post(path: str, content: dict) -> dict:
        answer = await client.fetch(
            root + path, method="POST", headers=headers, body=json.dumps(content)
        )
        return json.loads(answer.body or b"{}")

    async def add(name: str, page: str) -> int:
        mark = "-----frontiere"
        parts = [
            ("name", None, name),
            ("description", None, "un témoignage"),
            ("text_direction", None, "LEFT_TO_RIGHT"),
            ("file", "page.html", page),
        ]
        body = "".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"'
            + (f'; filename="{file}"\r\nContent-Type: text/html' if file else "")
            + f"\r\n\r\n{value}\r\n"
            for key, file, value in parts
        )
        answer = await client.fetch(
            f"{root}/api/project/{number}/document/new",
            method="POST",
            headers={**headers, "Content-Type": f"multipart/form-data; boundary={mark}"},
            body=(body + f"--{mark}--\r\n").encode(),
        )
        return json.loads(answer.body)["created"]

    tags = {}
    for path in ["pratique", "pratique.médiation", "thème.parole", "thème.eau", "favorable"]:
        content = {"path": path, "description": f"définition de {path}"}
        tags[path] = (await post(f"/api/project/{number}/tag/new", content))["id"]
    told = []
    for name, page, wanted in (("T07.html", PAGE, HIGHLIGHTS), ("T08", OTHER, OTHERS)):
        document = await add(name, page)
        session = app.DBSession()
        contents = session.query(database.Document).get(document).contents
        session.close()
        # what the page counts: the bytes of the text nodes
        words = "".join(BeautifulSoup(contents, "html5lib").strings)
        for quotation, paths in wanted:
            at = words.index(quotation)
            start = len(words[:at].encode())
            content = {
                "start_offset": start,
                "end_offset": start + len(quotation.encode()),
                "tags": [tags[one] for one in paths],
            }
            await post(f"/api/project/{number}/document/{document}/highlight/new", content)
            told.append([name, quotation, paths])
    exports = {
        "highlights/.csv": "surlignages.csv",
        "highlights/.xlsx": "surlignages.xlsx",
        "codebook.csv": "etiquettes.csv",
        "codebook.xlsx": "etiquettes.xlsx",
        "codebook.qdc": "etiquettes.qdc",
        "project.sqlite3": "projet.sqlite3",
    }
    for path, file in exports.items():
        url = f"{root}/project/{number}/export/{path}"
        answer = await client.fetch(url, headers=headers)
        (folder / file).write_bytes(answer.body)
    (folder / "projet.json").write_text(json.dumps(told), encoding="utf-8")
    server.stop()


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    try:
        import taguette.web  # noqa: F401
    except ImportError as error:
        print(error, file=sys.stderr)
        sys.exit(3)
    asyncio.run(work(Path(sys.argv[1])))
