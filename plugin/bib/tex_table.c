/*
 * The commands of TeX, LaTeX and BibLaTeX that bibliographies are written
 * with, and what they mean.
 */
#include <stdlib.h>

#include "bib/tex.h"

/* Both tables are sorted by name, for a binary search. */
static const tex_accent accents[] = {
    {"\"", 0x0308, "\xC2\xA8"},
    {"'", 0x0301, "\xC2\xB4"},
    {".", 0x0307, "\xCB\x99"},
    {"=", 0x0304, "\xC2\xAF"},
    {"G", 0x030F, ""},
    {"H", 0x030B, "\xCB\x9D"},
    {"U", 0x030E, ""},
    {"^", 0x0302, "^"},
    {"`", 0x0300, "`"},
    {"acute", 0x0301, "\xC2\xB4"},
    {"b", 0x0331, ""},
    {"bar", 0x0304, "\xC2\xAF"},
    {"breve", 0x0306, "\xCB\x98"},
    {"c", 0x0327, "\xC2\xB8"},
    {"check", 0x030C, "\xCB\x87"},
    {"d", 0x0323, ""},
    {"ddot", 0x0308, "\xC2\xA8"},
    {"dot", 0x0307, "\xCB\x99"},
    {"grave", 0x0300, "`"},
    {"h", 0x0309, ""},
    {"hat", 0x0302, "^"},
    {"k", 0x0328, "\xCB\x9B"},
    {"overline", 0x0304, "\xC2\xAF"},
    {"r", 0x030A, "\xCB\x9A"},
    {"t", 0x0361, ""},
    {"textcommabelow", 0x0326, ""},
    {"textogonekcentered", 0x0328, "\xCB\x9B"},
    {"tilde", 0x0303, "~"},
    {"u", 0x0306, "\xCB\x98"},
    {"v", 0x030C, "\xCB\x87"},
    {"~", 0x0303, "~"},
};

static const tex_command commands[] = {
    {"\t", TEX_SYMBOL, " "},
    {"\n", TEX_SYMBOL, " "},
    {"\r", TEX_SYMBOL, " "},
    {" ", TEX_SYMBOL, " "},
    {"!", TEX_SYMBOL, ""},
    {"#", TEX_SYMBOL, "#"},
    {"$", TEX_SYMBOL, "$"},
    {"%", TEX_SYMBOL, "%"},
    {"&", TEX_SYMBOL, "&"},
    {"*", TEX_SYMBOL, ""},
    {"+", TEX_SYMBOL, ""},
    {",", TEX_SYMBOL, "\xE2\x80\xAF"},
    {"-", TEX_SYMBOL, ""},
    {"/", TEX_SYMBOL, ""},
    {":", TEX_SYMBOL, " "},
    {";", TEX_SYMBOL, " "},
    {"@", TEX_SYMBOL, ""},
    {"AA", TEX_SYMBOL, "\xC3\x85"}, /* Å */
    {"AE", TEX_SYMBOL, "\xC3\x86"}, /* Æ */
    {"BibTeX", TEX_SYMBOL, "BibTeX"},
    {"Big", TEX_SYMBOL, ""},
    {"DH", TEX_SYMBOL, "\xC3\x90"},      /* Ð */
    {"DJ", TEX_SYMBOL, "\xC4\x90"},      /* Đ */
    {"Delta", TEX_SYMBOL, "\xCE\x94"},   /* Δ */
    {"EUR", TEX_SYMBOL, "\xE2\x82\xAC"}, /* € */
    {"Gamma", TEX_SYMBOL, "\xCE\x93"},   /* Γ */
    {"IJ", TEX_SYMBOL, "\xC4\xB2"},      /* Ĳ */
    {"Im", TEX_SYMBOL, "\xE2\x84\x91"},  /* ℑ */
    {"L", TEX_SYMBOL, "\xC5\x81"},       /* Ł */
    {"LaTeX", TEX_SYMBOL, "LaTeX"},
    {"LaTeXe", TEX_SYMBOL, "LaTeX2e"},
    {"Lambda", TEX_SYMBOL, "\xCE\x9B"}, /* Λ */
    {"Large", TEX_SYMBOL, ""},
    {"Leftarrow", TEX_SYMBOL, "\xE2\x87\x90"},      /* ⇐ */
    {"Leftrightarrow", TEX_SYMBOL, "\xE2\x87\x94"}, /* ⇔ */
    {"NG", TEX_SYMBOL, "\xC5\x8A"},                 /* Ŋ */
    {"NoCaseChange", TEX_WRAP_NOCASE, NULL},
    {"O", TEX_SYMBOL, "\xC3\x98"},              /* Ø */
    {"OE", TEX_SYMBOL, "\xC5\x92"},             /* Œ */
    {"Omega", TEX_SYMBOL, "\xCE\xA9"},          /* Ω */
    {"P", TEX_SYMBOL, "\xC2\xB6"},              /* ¶ */
    {"Phi", TEX_SYMBOL, "\xCE\xA6"},            /* Φ */
    {"Pi", TEX_SYMBOL, "\xCE\xA0"},             /* Π */
    {"Psi", TEX_SYMBOL, "\xCE\xA8"},            /* Ψ */
    {"Re", TEX_SYMBOL, "\xE2\x84\x9C"},         /* ℜ */
    {"Rightarrow", TEX_SYMBOL, "\xE2\x87\x92"}, /* ⇒ */
    {"S", TEX_SYMBOL, "\xC2\xA7"},              /* § */
    {"SS", TEX_SYMBOL, "SS"},
    {"Sigma", TEX_SYMBOL, "\xCE\xA3"}, /* Σ */
    {"TH", TEX_SYMBOL, "\xC3\x9E"},    /* Þ */
    {"TeX", TEX_SYMBOL, "TeX"},
    {"Theta", TEX_SYMBOL, "\xCE\x98"},   /* Θ */
    {"Upsilon", TEX_SYMBOL, "\xCE\xA5"}, /* Υ */
    {"XeTeX", TEX_SYMBOL, "XeTeX"},
    {"Xi", TEX_SYMBOL, "\xCE\x9E"}, /* Ξ */
    {"\\", TEX_SYMBOL, " "},
    {"_", TEX_SYMBOL, "_"},
    {"aa", TEX_SYMBOL, "\xC3\xA5"}, /* å */
    {"addcolon", TEX_SYMBOL, ":"},
    {"addcomma", TEX_SYMBOL, ","},
    {"adddot", TEX_SYMBOL, "."},
    {"addnbspace", TEX_SYMBOL, "\xC2\xA0"},
    {"addsemicolon", TEX_SYMBOL, ";"},
    {"addspace", TEX_SYMBOL, " "},
    {"ae", TEX_SYMBOL, "\xC3\xA6"},        /* æ */
    {"aleph", TEX_SYMBOL, "\xE2\x84\xB5"}, /* ℵ */
    {"allowbreak", TEX_SYMBOL, ""},
    {"alpha", TEX_SYMBOL, "\xCE\xB1"},      /* α */
    {"angle", TEX_SYMBOL, "\xE2\x88\xA0"},  /* ∠ */
    {"approx", TEX_SYMBOL, "\xE2\x89\x88"}, /* ≈ */
    {"ast", TEX_SYMBOL, "\xE2\x88\x97"},    /* ∗ */
    {"autocap", TEX_WRAP_NONE, NULL},
    {"backslash", TEX_SYMBOL, "\\"},
    {"beta", TEX_SYMBOL, "\xCE\xB2"}, /* β */
    {"bf", TEX_REST_B, NULL},
    {"bfseries", TEX_REST_B, NULL},
    {"bgroup", TEX_SYMBOL, ""},
    {"bibfield", TEX_DROP, NULL},
    {"bibinfo", TEX_DROP, NULL},
    {"bibrangedash", TEX_SYMBOL, "\xE2\x80\x93"},
    {"bibrangessep", TEX_SYMBOL, ", "},
    {"bibsstring", TEX_WRAP_NONE, NULL},
    {"bibstring", TEX_WRAP_NONE, NULL},
    {"big", TEX_SYMBOL, ""},
    {"bigl", TEX_SYMBOL, ""},
    {"bigr", TEX_SYMBOL, ""},
    {"boldsymbol", TEX_WRAP_B, NULL},
    {"bullet", TEX_SYMBOL, "\xE2\x80\xA2"}, /* • */
    {"cap", TEX_SYMBOL, "\xE2\x88\xA9"},    /* ∩ */
    {"cdot", TEX_SYMBOL, "\xE2\x8B\x85"},   /* ⋅ */
    {"cdots", TEX_SYMBOL, "\xE2\x8B\xAF"},  /* ⋯ */
    {"centering", TEX_SYMBOL, ""},
    {"checkmark", TEX_SYMBOL, "\xE2\x9C\x93"}, /* ✓ */
    {"chi", TEX_SYMBOL, "\xCF\x87"},           /* χ */
    {"circ", TEX_SYMBOL, "\xE2\x88\x98"},      /* ∘ */
    {"color", TEX_DROP, NULL},
    {"cong", TEX_SYMBOL, "\xE2\x89\x85"},  /* ≅ */
    {"copyright", TEX_SYMBOL, "\xC2\xA9"}, /* © */
    {"cos", TEX_SYMBOL, "cos"},
    {"cup", TEX_SYMBOL, "\xE2\x88\xAA"},     /* ∪ */
    {"dag", TEX_SYMBOL, "\xE2\x80\xA0"},     /* † */
    {"dagger", TEX_SYMBOL, "\xE2\x80\xA0"},  /* † */
    {"ddag", TEX_SYMBOL, "\xE2\x80\xA1"},    /* ‡ */
    {"ddagger", TEX_SYMBOL, "\xE2\x80\xA1"}, /* ‡ */
    {"degree", TEX_SYMBOL, "\xC2\xB0"},      /* ° */
    {"delta", TEX_SYMBOL, "\xCE\xB4"},       /* δ */
    {"det", TEX_SYMBOL, "det"},
    {"dh", TEX_SYMBOL, "\xC3\xB0"}, /* ð */
    {"displaystyle", TEX_SYMBOL, ""},
    {"div", TEX_SYMBOL, "\xC3\xB7"}, /* ÷ */
    {"dj", TEX_SYMBOL, "\xC4\x91"},  /* đ */
    {"doi", TEX_URL, NULL},
    {"dots", TEX_SYMBOL, "\xE2\x80\xA6"},      /* … */
    {"downarrow", TEX_SYMBOL, "\xE2\x86\x93"}, /* ↓ */
    {"egroup", TEX_SYMBOL, ""},
    {"ell", TEX_SYMBOL, "\xE2\x84\x93"}, /* ℓ */
    {"em", TEX_REST_I, NULL},
    {"emdash", TEX_SYMBOL, "\xE2\x80\x94"},
    {"emph", TEX_WRAP_I, NULL},
    {"emptyset", TEX_SYMBOL, "\xE2\x88\x85"}, /* ∅ */
    {"endash", TEX_SYMBOL, "\xE2\x80\x93"},
    {"enquote", TEX_WRAP_QUOTE, NULL},
    {"enspace", TEX_SYMBOL, " "},
    {"ensuremath", TEX_WRAP_MATH, NULL},
    {"epsilon", TEX_SYMBOL, "\xCF\xB5"},    /* ϵ */
    {"equiv", TEX_SYMBOL, "\xE2\x89\xA1"},  /* ≡ */
    {"eta", TEX_SYMBOL, "\xCE\xB7"},        /* η */
    {"euro", TEX_SYMBOL, "\xE2\x82\xAC"},   /* € */
    {"exists", TEX_SYMBOL, "\xE2\x88\x83"}, /* ∃ */
    {"exp", TEX_SYMBOL, "exp"},
    {"female", TEX_SYMBOL, "\xE2\x99\x80"}, /* ♀ */
    {"flqq", TEX_SYMBOL, "\xC2\xAB"},       /* « */
    {"fontsize", TEX_DROP, NULL},
    {"footnotesize", TEX_SYMBOL, ""},
    {"forall", TEX_SYMBOL, "\xE2\x88\x80"}, /* ∀ */
    {"foreignlanguage", TEX_DROP, NULL},
    {"frqq", TEX_SYMBOL, "\xC2\xBB"},         /* » */
    {"gamma", TEX_SYMBOL, "\xCE\xB3"},        /* γ */
    {"ge", TEX_SYMBOL, "\xE2\x89\xA5"},       /* ≥ */
    {"geq", TEX_SYMBOL, "\xE2\x89\xA5"},      /* ≥ */
    {"geqslant", TEX_SYMBOL, "\xE2\xA9\xBE"}, /* ⩾ */
    {"gets", TEX_SYMBOL, "\xE2\x86\x90"},     /* ← */
    {"gg", TEX_SYMBOL, "\xE2\x89\xAB"},       /* ≫ */
    {"glq", TEX_SYMBOL, "\xE2\x80\x9A"},      /* ‚ */
    {"glqq", TEX_SYMBOL, "\xE2\x80\x9E"},     /* „ */
    {"grq", TEX_SYMBOL, "\xE2\x80\x98"},      /* ‘ */
    {"grqq", TEX_SYMBOL, "\xE2\x80\x9C"},     /* “ */
    {"gt", TEX_SYMBOL, ">"},
    {"guillemetleft", TEX_SYMBOL, "\xC2\xAB"},      /* « */
    {"guillemetright", TEX_SYMBOL, "\xC2\xBB"},     /* » */
    {"guillemotleft", TEX_SYMBOL, "\xC2\xAB"},      /* « */
    {"guillemotright", TEX_SYMBOL, "\xC2\xBB"},     /* » */
    {"guilsinglleft", TEX_SYMBOL, "\xE2\x80\xB9"},  /* ‹ */
    {"guilsinglright", TEX_SYMBOL, "\xE2\x80\xBA"}, /* › */
    {"hbar", TEX_SYMBOL, "\xE2\x84\x8F"},           /* ℏ */
    {"hbox", TEX_WRAP_NONE, NULL},
    {"hfill", TEX_SYMBOL, " "},
    {"href", TEX_HREF, NULL},
    {"hspace", TEX_DROP, NULL},
    {"hyphen", TEX_SYMBOL, "-"},
    {"i", TEX_SYMBOL, "\xC4\xB1"}, /* ı */
    {"ignorespaces", TEX_SYMBOL, ""},
    {"ij", TEX_SYMBOL, "\xC4\xB3"},     /* ĳ */
    {"imath", TEX_SYMBOL, "\xC4\xB1"},  /* ı */
    {"in", TEX_SYMBOL, "\xE2\x88\x88"}, /* ∈ */
    {"index", TEX_DROP, NULL},
    {"infty", TEX_SYMBOL, "\xE2\x88\x9E"}, /* ∞ */
    {"int", TEX_SYMBOL, "\xE2\x88\xAB"},   /* ∫ */
    {"iota", TEX_SYMBOL, "\xCE\xB9"},      /* ι */
    {"isdot", TEX_SYMBOL, ""},
    {"it", TEX_REST_I, NULL},
    {"itshape", TEX_REST_I, NULL},
    {"j", TEX_SYMBOL, "\xC8\xB7"},     /* ȷ */
    {"jmath", TEX_SYMBOL, "\xC8\xB7"}, /* ȷ */
    {"kappa", TEX_SYMBOL, "\xCE\xBA"}, /* κ */
    {"l", TEX_SYMBOL, "\xC5\x82"},     /* ł */
    {"label", TEX_DROP, NULL},
    {"lambda", TEX_SYMBOL, "\xCE\xBB"},     /* λ */
    {"land", TEX_SYMBOL, "\xE2\x88\xA7"},   /* ∧ */
    {"langle", TEX_SYMBOL, "\xE2\x9F\xA8"}, /* ⟨ */
    {"large", TEX_SYMBOL, ""},
    {"lbrace", TEX_SYMBOL, "{"},
    {"lceil", TEX_SYMBOL, "\xE2\x8C\x88"}, /* ⌈ */
    {"ldots", TEX_SYMBOL, "\xE2\x80\xA6"}, /* … */
    {"le", TEX_SYMBOL, "\xE2\x89\xA4"},    /* ≤ */
    {"leavevmode", TEX_SYMBOL, ""},
    {"left", TEX_SYMBOL, ""},
    {"leftarrow", TEX_SYMBOL, "\xE2\x86\x90"},      /* ← */
    {"leftrightarrow", TEX_SYMBOL, "\xE2\x86\x94"}, /* ↔ */
    {"leq", TEX_SYMBOL, "\xE2\x89\xA4"},            /* ≤ */
    {"leqslant", TEX_SYMBOL, "\xE2\xA9\xBD"},       /* ⩽ */
    {"lfloor", TEX_SYMBOL, "\xE2\x8C\x8A"},         /* ⌊ */
    {"lim", TEX_SYMBOL, "lim"},
    {"limits", TEX_SYMBOL, ""},
    {"linebreak", TEX_SYMBOL, " "},
    {"ll", TEX_SYMBOL, "\xE2\x89\xAA"}, /* ≪ */
    {"ln", TEX_SYMBOL, "ln"},
    {"log", TEX_SYMBOL, "log"},
    {"longrightarrow", TEX_SYMBOL, "\xE2\x9F\xB6"}, /* ⟶ */
    {"lor", TEX_SYMBOL, "\xE2\x88\xA8"},            /* ∨ */
    {"lq", TEX_SYMBOL, "\xE2\x80\x98"},             /* ‘ */
    {"lt", TEX_SYMBOL, "<"},
    {"male", TEX_SYMBOL, "\xE2\x99\x82"},   /* ♂ */
    {"mapsto", TEX_SYMBOL, "\xE2\x86\xA6"}, /* ↦ */
    {"mathbb", TEX_WRAP_NONE, NULL},
    {"mathbf", TEX_WRAP_B, NULL},
    {"mathcal", TEX_WRAP_NONE, NULL},
    {"mathit", TEX_WRAP_I, NULL},
    {"mathnormal", TEX_WRAP_NONE, NULL},
    {"mathrm", TEX_WRAP_NONE, NULL},
    {"mathsf", TEX_WRAP_NONE, NULL},
    {"mathtt", TEX_WRAP_NONE, NULL},
    {"max", TEX_SYMBOL, "max"},
    {"mbox", TEX_WRAP_NONE, NULL},
    {"mdseries", TEX_SYMBOL, ""},
    {"micro", TEX_SYMBOL, "\xC2\xB5"}, /* µ */
    {"mid", TEX_SYMBOL, "|"},
    {"min", TEX_SYMBOL, "min"},
    {"mkbibacro", TEX_WRAP_NONE, NULL},
    {"mkbibbold", TEX_WRAP_B, NULL},
    {"mkbibbrackets", TEX_WRAP_BRACKETS, NULL},
    {"mkbibemph", TEX_WRAP_I, NULL},
    {"mkbibitalic", TEX_WRAP_I, NULL},
    {"mkbibparens", TEX_WRAP_PARENS, NULL},
    {"mkbibquote", TEX_WRAP_QUOTE, NULL},
    {"mkbibsubscript", TEX_WRAP_SUB, NULL},
    {"mkbibsuperscript", TEX_WRAP_SUP, NULL},
    {"mp", TEX_SYMBOL, "\xE2\x88\x93"},    /* ∓ */
    {"mu", TEX_SYMBOL, "\xCE\xBC"},        /* μ */
    {"nabla", TEX_SYMBOL, "\xE2\x88\x87"}, /* ∇ */
    {"nbhyphen", TEX_SYMBOL, "\xE2\x80\x91"},
    {"ne", TEX_SYMBOL, "\xE2\x89\xA0"},  /* ≠ */
    {"neg", TEX_SYMBOL, "\xC2\xAC"},     /* ¬ */
    {"neq", TEX_SYMBOL, "\xE2\x89\xA0"}, /* ≠ */
    {"newline", TEX_SYMBOL, " "},
    {"ng", TEX_SYMBOL, "\xC5\x8B"}, /* ŋ */
    {"nobreak", TEX_SYMBOL, ""},
    {"nobreakspace", TEX_SYMBOL, "\xC2\xA0"},
    {"nohyphens", TEX_WRAP_NONE, NULL},
    {"noindent", TEX_SYMBOL, ""},
    {"nolimits", TEX_SYMBOL, ""},
    {"nolinkurl", TEX_URL, NULL},
    {"noopsort", TEX_DROP, NULL},
    {"normalfont", TEX_SYMBOL, ""},
    {"normalsize", TEX_SYMBOL, ""},
    {"notin", TEX_SYMBOL, "\xE2\x88\x89"}, /* ∉ */
    {"nu", TEX_SYMBOL, "\xCE\xBD"},        /* ν */
    {"null", TEX_SYMBOL, ""},
    {"o", TEX_SYMBOL, "\xC3\xB8"},       /* ø */
    {"oe", TEX_SYMBOL, "\xC5\x93"},      /* œ */
    {"omega", TEX_SYMBOL, "\xCF\x89"},   /* ω */
    {"omicron", TEX_SYMBOL, "\xCE\xBF"}, /* ο */
    {"operatorname", TEX_WRAP_NONE, NULL},
    {"oplus", TEX_SYMBOL, "\xE2\x8A\x95"},  /* ⊕ */
    {"otimes", TEX_SYMBOL, "\xE2\x8A\x97"}, /* ⊗ */
    {"par", TEX_SYMBOL, " "},
    {"parallel", TEX_SYMBOL, "\xE2\x88\xA5"}, /* ∥ */
    {"partial", TEX_SYMBOL, "\xE2\x88\x82"},  /* ∂ */
    {"path", TEX_URL, NULL},
    {"perp", TEX_SYMBOL, "\xE2\x8A\xA5"},   /* ⊥ */
    {"phi", TEX_SYMBOL, "\xCF\x95"},        /* ϕ */
    {"pi", TEX_SYMBOL, "\xCF\x80"},         /* π */
    {"pm", TEX_SYMBOL, "\xC2\xB1"},         /* ± */
    {"pounds", TEX_SYMBOL, "\xC2\xA3"},     /* £ */
    {"prime", TEX_SYMBOL, "\xE2\x80\xB2"},  /* ′ */
    {"prod", TEX_SYMBOL, "\xE2\x88\x8F"},   /* ∏ */
    {"propto", TEX_SYMBOL, "\xE2\x88\x9D"}, /* ∝ */
    {"protect", TEX_SYMBOL, ""},
    {"psi", TEX_SYMBOL, "\xCF\x88"}, /* ψ */
    {"qquad", TEX_SYMBOL, " "},
    {"quad", TEX_SYMBOL, " "},
    {"quotedblbase", TEX_SYMBOL, "\xE2\x80\x9E"},   /* „ */
    {"quotesinglbase", TEX_SYMBOL, "\xE2\x80\x9A"}, /* ‚ */
    {"raggedright", TEX_SYMBOL, ""},
    {"rangle", TEX_SYMBOL, "\xE2\x9F\xA9"}, /* ⟩ */
    {"rbrace", TEX_SYMBOL, "}"},
    {"rceil", TEX_SYMBOL, "\xE2\x8C\x89"}, /* ⌉ */
    {"relax", TEX_SYMBOL, ""},
    {"rfloor", TEX_SYMBOL, "\xE2\x8C\x8B"}, /* ⌋ */
    {"rho", TEX_SYMBOL, "\xCF\x81"},        /* ρ */
    {"right", TEX_SYMBOL, ""},
    {"rightarrow", TEX_SYMBOL, "\xE2\x86\x92"},        /* → */
    {"rightleftharpoons", TEX_SYMBOL, "\xE2\x87\x8C"}, /* ⇌ */
    {"rm", TEX_SYMBOL, ""},
    {"rmfamily", TEX_SYMBOL, ""},
    {"rq", TEX_SYMBOL, "\xE2\x80\x99"}, /* ’ */
    {"sb", TEX_WRAP_SUB, NULL},
    {"sc", TEX_REST_SC, NULL},
    {"scriptsize", TEX_SYMBOL, ""},
    {"scshape", TEX_REST_SC, NULL},
    {"selectfont", TEX_SYMBOL, ""},
    {"selectlanguage", TEX_DROP, NULL},
    {"setminus", TEX_SYMBOL, "\xE2\x88\x96"}, /* ∖ */
    {"sf", TEX_SYMBOL, ""},
    {"sffamily", TEX_SYMBOL, ""},
    {"sigma", TEX_SYMBOL, "\xCF\x83"},     /* σ */
    {"sim", TEX_SYMBOL, "\xE2\x88\xBC"},   /* ∼ */
    {"simeq", TEX_SYMBOL, "\xE2\x89\x83"}, /* ≃ */
    {"sin", TEX_SYMBOL, "sin"},
    {"sl", TEX_REST_I, NULL},
    {"slash", TEX_SYMBOL, "/"},
    {"sloppy", TEX_SYMBOL, ""},
    {"slshape", TEX_REST_I, NULL},
    {"small", TEX_SYMBOL, ""},
    {"sp", TEX_WRAP_SUP, NULL},
    {"space", TEX_SYMBOL, " "},
    {"ss", TEX_SYMBOL, "\xC3\x9F"},           /* ß */
    {"star", TEX_SYMBOL, "\xE2\x8B\x86"},     /* ⋆ */
    {"subset", TEX_SYMBOL, "\xE2\x8A\x82"},   /* ⊂ */
    {"subseteq", TEX_SYMBOL, "\xE2\x8A\x86"}, /* ⊆ */
    {"subtitlepunct", TEX_SYMBOL, ": "},
    {"sum", TEX_SYMBOL, "\xE2\x88\x91"},      /* ∑ */
    {"supset", TEX_SYMBOL, "\xE2\x8A\x83"},   /* ⊃ */
    {"supseteq", TEX_SYMBOL, "\xE2\x8A\x87"}, /* ⊇ */
    {"surd", TEX_SYMBOL, "\xE2\x88\x9A"},     /* √ */
    {"switchargs", TEX_DROP, NULL},
    {"tab", TEX_SYMBOL, " "},
    {"tan", TEX_SYMBOL, "tan"},
    {"tau", TEX_SYMBOL, "\xCF\x84"}, /* τ */
    {"text", TEX_WRAP_NONE, NULL},
    {"textalpha", TEX_SYMBOL, "\xCE\xB1"}, /* α */
    {"textampersand", TEX_SYMBOL, "&"},
    {"textasciiacute", TEX_SYMBOL, "\xC2\xB4"}, /* ´ */
    {"textasciicircum", TEX_SYMBOL, "^"},
    {"textasciigrave", TEX_SYMBOL, "`"},
    {"textasciitilde", TEX_SYMBOL, "~"},
    {"textasteriskcentered", TEX_SYMBOL, "\xE2\x88\x97"}, /* ∗ */
    {"textbackslash", TEX_SYMBOL, "\\"},
    {"textbar", TEX_SYMBOL, "|"},
    {"textbardbl", TEX_SYMBOL, "\xE2\x80\x96"}, /* ‖ */
    {"textbeta", TEX_SYMBOL, "\xCE\xB2"},       /* β */
    {"textbf", TEX_WRAP_B, NULL},
    {"textbraceleft", TEX_SYMBOL, "{"},
    {"textbraceright", TEX_SYMBOL, "}"},
    {"textbullet", TEX_SYMBOL, "\xE2\x80\xA2"},  /* • */
    {"textcelsius", TEX_SYMBOL, "\xE2\x84\x83"}, /* ℃ */
    {"textcent", TEX_SYMBOL, "\xC2\xA2"},        /* ¢ */
    {"textcentereddot", TEX_SYMBOL, "\xC2\xB7"}, /* · */
    {"textcolor", TEX_DROP, NULL},
    {"textcopyright", TEX_SYMBOL, "\xC2\xA9"}, /* © */
    {"textcyrillic", TEX_WRAP_NONE, NULL},
    {"textdagger", TEX_SYMBOL, "\xE2\x80\xA0"},    /* † */
    {"textdaggerdbl", TEX_SYMBOL, "\xE2\x80\xA1"}, /* ‡ */
    {"textdegree", TEX_SYMBOL, "\xC2\xB0"},        /* ° */
    {"textdelta", TEX_SYMBOL, "\xCE\xB4"},         /* δ */
    {"textdiv", TEX_SYMBOL, "\xC3\xB7"},           /* ÷ */
    {"textdollar", TEX_SYMBOL, "$"},
    {"textellipsis", TEX_SYMBOL, "\xE2\x80\xA6"},        /* … */
    {"textemdash", TEX_SYMBOL, "\xE2\x80\x94"},          /* — */
    {"textendash", TEX_SYMBOL, "\xE2\x80\x93"},          /* – */
    {"textepsilon", TEX_SYMBOL, "\xCE\xB5"},             /* ε */
    {"texteuro", TEX_SYMBOL, "\xE2\x82\xAC"},            /* € */
    {"textexclamdown", TEX_SYMBOL, "\xC2\xA1"},          /* ¡ */
    {"textfractionsolidus", TEX_SYMBOL, "\xE2\x81\x84"}, /* ⁄ */
    {"textgamma", TEX_SYMBOL, "\xCE\xB3"},               /* γ */
    {"textgreater", TEX_SYMBOL, ">"},
    {"textgreek", TEX_WRAP_NONE, NULL},
    {"textit", TEX_WRAP_I, NULL},
    {"textkappa", TEX_SYMBOL, "\xCE\xBA"},  /* κ */
    {"textlambda", TEX_SYMBOL, "\xCE\xBB"}, /* λ */
    {"textlatin", TEX_WRAP_NONE, NULL},
    {"textleftarrow", TEX_SYMBOL, "\xE2\x86\x90"}, /* ← */
    {"textless", TEX_SYMBOL, "<"},
    {"textlnot", TEX_SYMBOL, "\xC2\xAC"}, /* ¬ */
    {"textmd", TEX_WRAP_NONE, NULL},
    {"textmicro", TEX_SYMBOL, "\xC2\xB5"},                 /* µ */
    {"textminus", TEX_SYMBOL, "\xE2\x88\x92"},             /* − */
    {"textmu", TEX_SYMBOL, "\xC2\xB5"},                    /* µ */
    {"textmultiply", TEX_SYMBOL, "\xC3\x97"},              /* × */
    {"textnonbreakinghyphen", TEX_SYMBOL, "\xE2\x80\x91"}, /* ‑ */
    {"textnormal", TEX_WRAP_NONE, NULL},
    {"textnumbersign", TEX_SYMBOL, "#"},
    {"textnumero", TEX_SYMBOL, "\xE2\x84\x96"},   /* № */
    {"textohm", TEX_SYMBOL, "\xCE\xA9"},          /* Ω */
    {"textomega", TEX_SYMBOL, "\xCF\x89"},        /* ω */
    {"textonehalf", TEX_SYMBOL, "\xC2\xBD"},      /* ½ */
    {"textonequarter", TEX_SYMBOL, "\xC2\xBC"},   /* ¼ */
    {"textonesuperior", TEX_SYMBOL, "\xC2\xB9"},  /* ¹ */
    {"textordfeminine", TEX_SYMBOL, "\xC2\xAA"},  /* ª */
    {"textordmasculine", TEX_SYMBOL, "\xC2\xBA"}, /* º */
    {"textparagraph", TEX_SYMBOL, "\xC2\xB6"},    /* ¶ */
    {"textpercent", TEX_SYMBOL, "%"},
    {"textperiodcentered", TEX_SYMBOL, "\xC2\xB7"}, /* · */
    {"textpm", TEX_SYMBOL, "\xC2\xB1"},             /* ± */
    {"textquestiondown", TEX_SYMBOL, "\xC2\xBF"},   /* ¿ */
    {"textquote", TEX_WRAP_QUOTE, NULL},
    {"textquotedbl", TEX_SYMBOL, "\""},
    {"textquotedblleft", TEX_SYMBOL, "\xE2\x80\x9C"},  /* “ */
    {"textquotedblright", TEX_SYMBOL, "\xE2\x80\x9D"}, /* ” */
    {"textquoteleft", TEX_SYMBOL, "\xE2\x80\x98"},     /* ‘ */
    {"textquoteright", TEX_SYMBOL, "\xE2\x80\x99"},    /* ’ */
    {"textquotesingle", TEX_SYMBOL, "'"},
    {"textregistered", TEX_SYMBOL, "\xC2\xAE"},     /* ® */
    {"textrightarrow", TEX_SYMBOL, "\xE2\x86\x92"}, /* → */
    {"textrm", TEX_WRAP_NONE, NULL},
    {"textsc", TEX_WRAP_SC, NULL},
    {"textsection", TEX_SYMBOL, "\xC2\xA7"}, /* § */
    {"textsf", TEX_WRAP_NONE, NULL},
    {"textsigma", TEX_SYMBOL, "\xCF\x83"}, /* σ */
    {"textsl", TEX_WRAP_I, NULL},
    {"textspace", TEX_SYMBOL, " "},
    {"textsterling", TEX_SYMBOL, "\xC2\xA3"}, /* £ */
    {"textstyle", TEX_SYMBOL, ""},
    {"textsu", TEX_WRAP_SUP, NULL},
    {"textsubscript", TEX_WRAP_SUB, NULL},
    {"textsuperscript", TEX_WRAP_SUP, NULL},
    {"texttau", TEX_SYMBOL, "\xCF\x84"},           /* τ */
    {"textthreequarters", TEX_SYMBOL, "\xC2\xBE"}, /* ¾ */
    {"textthreesuperior", TEX_SYMBOL, "\xC2\xB3"}, /* ³ */
    {"texttimes", TEX_SYMBOL, "\xC3\x97"},         /* × */
    {"texttrademark", TEX_SYMBOL, "\xE2\x84\xA2"}, /* ™ */
    {"texttt", TEX_WRAP_NONE, NULL},
    {"texttwosuperior", TEX_SYMBOL, "\xC2\xB2"}, /* ² */
    {"textunderscore", TEX_SYMBOL, "_"},
    {"textup", TEX_WRAP_NONE, NULL},
    {"textvisiblespace", TEX_SYMBOL, "\xE2\x90\xA3"}, /* ␣ */
    {"textyen", TEX_SYMBOL, "\xC2\xA5"},              /* ¥ */
    {"th", TEX_SYMBOL, "\xC3\xBE"},                   /* þ */
    {"theta", TEX_SYMBOL, "\xCE\xB8"},                /* θ */
    {"thinspace", TEX_SYMBOL, "\xE2\x80\xAF"},
    {"times", TEX_SYMBOL, "\xC3\x97"}, /* × */
    {"tiny", TEX_SYMBOL, ""},
    {"to", TEX_SYMBOL, "\xE2\x86\x92"}, /* → */
    {"tt", TEX_SYMBOL, ""},
    {"ttfamily", TEX_SYMBOL, ""},
    {"uline", TEX_WRAP_NONE, NULL},
    {"underline", TEX_WRAP_NONE, NULL},
    {"unskip", TEX_SYMBOL, ""},
    {"up", TEX_WRAP_SUP, NULL},
    {"uparrow", TEX_SYMBOL, "\xE2\x86\x91"}, /* ↑ */
    {"upshape", TEX_SYMBOL, ""},
    {"upsilon", TEX_SYMBOL, "\xCF\x85"}, /* υ */
    {"url", TEX_URL, NULL},
    {"varepsilon", TEX_SYMBOL, "\xCE\xB5"}, /* ε */
    {"varphi", TEX_SYMBOL, "\xCF\x86"},     /* φ */
    {"varpi", TEX_SYMBOL, "\xCF\x96"},      /* ϖ */
    {"varrho", TEX_SYMBOL, "\xCF\xB1"},     /* ϱ */
    {"varsigma", TEX_SYMBOL, "\xCF\x82"},   /* ς */
    {"vartheta", TEX_SYMBOL, "\xCF\x91"},   /* ϑ */
    {"vee", TEX_SYMBOL, "\xE2\x88\xA8"},    /* ∨ */
    {"vert", TEX_SYMBOL, "|"},
    {"vspace", TEX_DROP, NULL},
    {"wedge", TEX_SYMBOL, "\xE2\x88\xA7"}, /* ∧ */
    {"xi", TEX_SYMBOL, "\xCE\xBE"},        /* ξ */
    {"zeta", TEX_SYMBOL, "\xCE\xB6"},      /* ζ */
    {"{", TEX_SYMBOL, "{"},
    {"}", TEX_SYMBOL, "}"},
};

/* Order of a name that has no NUL at its end and one that has. */
static int
compare_name(bm_str key, const char *name)
{
	size_t n = strlen(name);
	int order = memcmp(key.ptr, name, key.len < n ? key.len : n);

	if (order != 0)
		return order;
	return key.len < n ? -1 : key.len > n;
}

static int
compare_accent(const void *key, const void *element)
{
	return compare_name(*(const bm_str *)key,
			    ((const tex_accent *)element)->name);
}

static int
compare_command(const void *key, const void *element)
{
	return compare_name(*(const bm_str *)key,
			    ((const tex_command *)element)->name);
}

/* The accent of this name, or NULL. */
const tex_accent *
bib_tex_accent(bm_str name)
{
	return bsearch(&name, accents, sizeof accents / sizeof *accents,
		       sizeof *accents, compare_accent);
}

/* The command of this name, or NULL. */
const tex_command *
bib_tex_command(bm_str name)
{
	return bsearch(&name, commands, sizeof commands / sizeof *commands,
		       sizeof *commands, compare_command);
}
