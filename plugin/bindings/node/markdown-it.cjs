// Citations and notices in markdown-it:
//   md.use(require("backmatter/markdown-it"), { bibliography: "refs.json" })
"use strict";

const { BackmatterError, convertSync } = require("./index.cjs");

// Findings about what the host has rules of its own for.
const OTHERS = new RegExp("^(file-|footnote-|frontmatter-unknown|heading-|" +
  "id-|image-(format|not-found|remote|unsafe)|link-(fragment|outside|scheme|" +
  "unresolved)|markdown-|xref-)");
const CITATION = new RegExp(
  String.raw`\[[^\[\]@]*@(?:[^\[\]]|\[[^\[\]]*\])*\]` +
  String.raw`|-?@(?:\{[^}\s]+\}|[\p{L}\p{N}_]` +
  String.raw`(?:[\p{L}\p{N}_:.#$%&+?<>~/-]*[\p{L}\p{N}_])?)` +
  String.raw`(?:\s\[[^\[\]]*\])?`, "gu");
const MARK = /^(?:<span class="citation">)?<sup\b/;
// Characters of nobody, which Markdown leaves alone; digits of them.
const OPEN = "\ue0f0";
const CLOSE = "\ue0f1";
const HELD = /\ue0f0([\ue0e0-\ue0e9]+)\ue0f1/g;

const hold = (number) => OPEN + [...String(number)].map(
  (d) => String.fromCharCode(0xe0e0 + Number(d))).join("") + CLOSE;
const held = (digits) => Number([...digits].map(
  (d) => d.charCodeAt(0) - 0xe0e0).join(""));

/** Parts of a text, by the names of their files. */
function partsOf(files) {
  const parts = { citations: [], before: [], after: [] };
  const numbered = [];
  for (const [name, data] of Object.entries(files)) {
    const m = /^(citations|notices)\/(\d+)-(\w+)(?:-(\d+))?\.html$/.exec(name);
    if (m) numbered.push([Number(m[2]), m, data.toString("utf8")]);
  }
  numbered.sort((a, b) => a[0] - b[0]);
  for (const [, m, html] of numbered) {
    if (m[1] === "citations") {
      parts.citations.push({ line: Number(m[3]), column: Number(m[4]), html });
    } else {
      (m[3] === "start" ? parts.before : parts.after).push(html);
    }
  }
  parts.tail = ["notes.html", "bibliography.html"].filter((n) => files[n])
    .map((n) => files[n].toString("utf8"));
  return parts;
}

/** Where each citation is: [start, end, number], in their order. */
function places(text, citations) {
  const lines = text.split("\n");
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1) + line.length + 1);
  const found = [...text.matchAll(CITATION)].map(
    (m) => [m.index, m.index + m[0].length]);
  const taken = new Map();
  citations.forEach(({ line, column }, number) => {
    if (line < 1 || line > lines.length) return;
    // Behind a citation that goes on in the next line, columns are those of
    // the line before.
    const behind = Buffer.from(text.slice(starts[line - 1],
      starts[line - 1] + 4 * column + 4));
    const at = starts[line - 1] +
      behind.subarray(0, column - 1).toString("utf8").length;
    let low = 0;
    let high = found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (found[middle][0] <= at) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && at < found[low - 1][1] && !taken.has(low - 1)) {
      taken.set(low - 1, number);
    }
  });
  return [...taken].sort((a, b) => a[0] - b[0]).map(
    ([k, number]) => [...found[k], number]);
}

/** The text with what stands for citations until it is a page. */
function putHeld(text, found, citations, swap, first) {
  let out = "";
  let last = first;
  for (let [begin, end, number] of found) {
    if (begin < last) continue;
    let before = text.slice(last, begin);
    let mark = hold(number);
    if (MARK.test(citations[number].html)) {
      before = before.replace(/ +$/, "");
      if (swap && /^[.,](?!\d)/.test(text.slice(end, end + 2))) {
        mark = text[end] + mark;
        end += 1;
      }
    }
    out += before + mark;
    last = end;
  }
  return out + text.slice(last);
}

function tell(findings, options) {
  const ignore = new Set(options.ignore ?? []);
  const list = findings.filter((f) => f.severity !== "info" &&
    !ignore.has(f.code) && !OTHERS.test(f.code));
  const say = options.report ?? ((f) => console.warn(
    `${f.file ?? "-"}:${f.line}:${f.column}: ${f.severity}: ${f.message} ` +
    `[${f.code}]`));
  list.forEach((f) => say(f));
  if (options.strict && list.length > 0) {
    throw new BackmatterError(3, `${list.length} findings in ` +
      `${list[0].file ?? "a text"}: ${list[0].message}`, list);
  }
}

/** Reads a text; `head` is what stands before it in its file. */
function read(text, head, options, name, lang) {
  const { ignore, notices, report, strict, lint, ...rest } = options;
  let files = {};
  let findings;
  try {
    ({ files, findings } = convertSync(head + text, {
      lang, ...rest, name, lint: lint !== false, from: "markdown",
      to: "parts" }));
  } catch (error) {
    if (!(error instanceof BackmatterError) || !error.findings.length) {
      throw error;
    }
    findings = error.findings;
  }
  tell(findings, options);
  return partsOf(files);
}

/** The plug-in.  env.backmatter may have: name, head, lang. */
function backmatter(md, options = {}) {
  const render = md.render.bind(md);
  md.render = (source, env = {}) => {
    const given = typeof env.backmatter === "function" ? env.backmatter(source)
      : env.backmatter ?? {};
    const head = given.head ?? "";
    const lang = given.lang ?? options.lang ?? "en";
    const parts = read(source, head, options, given.name, lang);
    const found = places(head + source, parts.citations);
    let html = render(putHeld(head + source, found, parts.citations,
      lang.startsWith("en"), head.length), env);
    html = html.replace(HELD, (whole, digits) =>
      parts.citations[held(digits)]?.html ?? "");
    const wanted = options.notices !== false;
    if (wanted && parts.before.length) {
      const at = html.indexOf("</h1>");
      const to = at >= 0 ? at + "</h1>".length : 0;
      html = `${html.slice(0, to)}\n${parts.before.join("\n")}` +
        html.slice(to);
    }
    const tail = [...(wanted ? parts.after : []), ...parts.tail];
    return tail.length ? `${html}${tail.join("\n")}\n` : html;
  };
}

module.exports = backmatter;
module.exports.default = backmatter;
