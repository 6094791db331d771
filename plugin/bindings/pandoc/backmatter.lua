--[[
Backmatter in pandoc: citations, notices, and what is wrong with a text.

  return require "backmatter"

is a whole filter.  What it takes from the metadata of the document:
bibliography, csl (or style), lang, subjects and what else notices ask for;
backmatter-lint (true), backmatter-notices (true), backmatter-ignore (a list
of codes), backmatter-strict (true: a finding ends pandoc).
]]
local core = require "backmatter.core"
local stringify = pandoc.utils.stringify

-- Findings about what pandoc knows itself: see _host.py.
local others = { "file%-", "footnote%-", "frontmatter%-unknown", "heading%-",
  "id%-", "image%-format", "image%-not%-found", "image%-remote",
  "image%-unsafe", "link%-", "markdown%-", "xref%-" }

local function escape(text)
  return (text:gsub("%s+", " "):gsub("[!-/:-@%[-`{-~]", "\\%0"))
end

-- ---- A document as Markdown, a block a line -------------------------------

local function cite_source(cite)
  local parts = {}
  local list = cite.citations
  local function suffix(c)
    local text = stringify(c.suffix):gsub("[%[%]]", "")
    return text ~= "" and not text:match "^[%s,]" and " " .. text or text
  end
  if #list == 1 and list[1].mode == "AuthorInText" then
    local rest = suffix(list[1]):gsub("^[%s,]+", "")
    return "@{" .. list[1].id .. "}" ..
      (rest ~= "" and " [" .. rest .. "]" or "")
  end
  for _, c in ipairs(list) do
    local prefix = stringify(c.prefix):gsub("[%[%]]", "")
    parts[#parts + 1] = (prefix ~= "" and prefix .. " " or "") ..
      (c.mode == "SuppressAuthor" and "-" or "") .. "@{" .. c.id .. "}" ..
      suffix(c)
  end
  return "[" .. table.concat(parts, "; ") .. "]"
end

local inlines_text

local function inline_text(el)
  if el.t == "Cite" then
    return cite_source(el)
  elseif el.t == "Str" then
    return escape(el.text)
  elseif el.t == "Space" or el.t == "SoftBreak" or el.t == "LineBreak" then
    return " "
  elseif el.t == "Code" or el.t == "Math" then
    return "`x`"
  elseif el.t == "Quoted" then
    return "\u{201c}" .. inlines_text(el.content) .. "\u{201d}"
  elseif el.t == "Note" or el.t == "RawInline" then
    return ""
  end
  return el.content and inlines_text(el.content) or ""
end

function inlines_text(list)
  local out = {}
  for _, el in ipairs(list) do out[#out + 1] = inline_text(el) end
  return table.concat(out)
end

local function json(value)
  return '"' .. value:gsub('[%c"\\]', function(c)
    return string.format("\\u%04x", c:byte())
  end) .. '"'
end

local taken = { bibliography = true, csl = true, style = true,
  references = true, nocite = true, abstract = true }

local function meta_text(value)
  if type(value) == "boolean" then return tostring(value) end
  local kind = pandoc.utils.type and pandoc.utils.type(value) or value.t
  if kind == "List" or kind == "MetaList" then
    local out = {}
    for _, v in ipairs(value) do out[#out + 1] = meta_text(v) end
    return "[" .. table.concat(out, ", ") .. "]"
  elseif kind == "table" or kind == "MetaMap" then
    local out = {}
    for k, v in pairs(value) do
      out[#out + 1] = json(k) .. ": " .. meta_text(v)
    end
    table.sort(out)
    return "{" .. table.concat(out, ", ") .. "}"
  end
  return json(stringify(value))
end

local function front_matter(meta)
  local keys, lines = {}, {}
  for key in pairs(meta) do
    if not taken[key] and not key:match "^backmatter%-" then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys)
  for _, key in ipairs(keys) do
    lines[#lines + 1] = key .. ": " .. meta_text(meta[key])
  end
  return lines
end

-- The Markdown, the blocks by their lines, the citations in their order.
local function shadow(doc)
  local lines = front_matter(doc.meta)
  table.insert(lines, 1, "---")
  lines[#lines + 1] = "---"
  lines[#lines + 1] = ""
  local blocks = {}
  local function add(block)
    local text = inlines_text(block.content)
    if text:match "%S" then
      lines[#lines + 1] = (block.t == "Header" and
        ("#"):rep(block.level) .. " " or "") .. text
      blocks[#lines] = stringify(block):sub(1, 40)
      lines[#lines + 1] = ""
    end
  end
  -- In the order of the document; the document is not changed.
  doc:walk { traverse = "topdown", Para = add, Plain = add, Header = add }
  return table.concat(lines, "\n") .. "\n", blocks
end

-- ---- What comes back ------------------------------------------------------

local function numbered(files, folder)
  local out = {}
  for name, html in pairs(files) do
    local n, rest = name:match("^" .. folder .. "/(%d+)%-(.*)%.html$")
    if n then out[#out + 1] = { tonumber(n), rest, html } end
  end
  table.sort(out, function(a, b) return a[1] < b[1] end)
  return out
end

local raw = FORMAT:match "html" or FORMAT:match "epub" or
  FORMAT:match "revealjs" or FORMAT:match "slidy"

local function blocks_of(html)
  if raw then return { pandoc.RawBlock("html", html) } end
  html = html:gsub('<span class="backlinks">.-</span>', "")
  html = html:gsub('(<span class="label">[^<]*)</span>', "%1 </span>")
  -- Entries that bring their labels have no numbers beside.
  html = html:gsub('<ol class="references labelled">(.-)</ol>', function(list)
    return "<div>" .. list:gsub("<(/?)li", "<%1div") .. "</div>"
  end)
  return pandoc.read(html, "html").blocks
end

local function inlines_of(html)
  if raw then return { pandoc.RawInline("html", html) } end
  local block = pandoc.read("<p>" .. html .. "</p>", "html").blocks[1]
  return block and block.content or {}
end

local function is_mark(html)
  return html:match "^<sup" or html:match '^<span class="citation"><sup'
end

-- Puts citations into a list of inlines.  No space stands before a mark, and
-- in English it stands behind full stop and comma.
local function put(list, next_html, english)
  local out = pandoc.List {}
  for i, el in ipairs(list) do
    local html = el.t == "Cite" and next_html(el)
    if html then
      local last, after = out[#out], list[i + 1]
      if is_mark(html) then
        if last and (last.t == "Space" or last.t == "SoftBreak") then
          out:remove()
        end
        local sign, rest
        if english and after and after.t == "Str" then
          sign, rest = after.text:match "^([.,])(%D?.*)$"
        end
        if sign and not rest:match "^%d" then
          out:insert(pandoc.Str(sign))
          list[i + 1] = pandoc.Str(rest)
        end
      end
      out:extend(inlines_of(html))
    else
      out:insert(el)
    end
  end
  return out
end

local function list_of(value)
  if value == nil then return {} end
  local kind = pandoc.utils.type and pandoc.utils.type(value) or value.t
  if kind ~= "List" and kind ~= "MetaList" then value = { value } end
  local out = {}
  for _, v in ipairs(value) do out[#out + 1] = stringify(v) end
  return out
end

local function concerns(finding, ignored)
  if finding.severity == "info" or ignored[finding.code] then return false end
  for _, prefix in ipairs(others) do
    if finding.code:match("^" .. prefix) then return false end
  end
  return true
end

local function tell(findings, blocks, ignored)
  local name = PANDOC_STATE.input_files[1] or "-"
  local count = 0
  for _, f in ipairs(findings) do
    if concerns(f, ignored) then
      local line = f.line
      while line > 0 and not blocks[line] do line = line - 1 end
      local near = blocks[line] and ' near "' .. blocks[line] .. '"' or ""
      io.stderr:write(string.format("%s: %s: %s%s [%s]\n", name, f.severity,
        f.message, near, f.code))
      count = count + 1
    end
  end
  return count
end

local function Pandoc(doc)
  local meta = doc.meta
  local text, blocks = shadow(doc)
  local style = meta.csl or meta.style
  local ignored = {}
  for _, c in ipairs(list_of(meta["backmatter-ignore"])) do ignored[c] = true end
  local files, findings, why = core.convert(text, {
    to = "parts", from = "markdown", root = ".",
    bibliography = list_of(meta.bibliography),
    style = style and stringify(style) or nil,
    project = meta["backmatter-project"] and
      stringify(meta["backmatter-project"]) or nil,
    lint = meta["backmatter-lint"] ~= false,
  })
  local count = tell(findings, blocks, ignored)
  if not files then error("backmatter: " .. why) end
  if meta["backmatter-strict"] and count > 0 then
    error("backmatter: " .. count .. " findings")
  end

  local lang = meta.lang and stringify(meta.lang) or "en"
  local english = lang:match "^en"
  -- The citations are as many, in the same order.
  local citations, at = numbered(files, "citations"), 0
  doc = doc:walk { traverse = "topdown", Inlines = function(list)
    if list:find_if(function(el) return el.t == "Cite" end) then
      return put(list, function()
        at = at + 1
        return citations[at] and citations[at][3]
      end, english)
    end
  end }

  local before, after = pandoc.List {}, pandoc.List {}
  if meta["backmatter-notices"] ~= false then
    for _, notice in ipairs(numbered(files, "notices")) do
      local to = notice[2] == "start" and before or after
      to:extend(blocks_of(notice[3]))
    end
  end
  for _, name in ipairs { "notes.html", "bibliography.html" } do
    if files[name] then after:extend(blocks_of(files[name])) end
  end
  meta.bibliography, meta.csl = nil, nil
  return pandoc.Pandoc(before .. doc.blocks .. after, meta)
end

return { { Pandoc = Pandoc } }
