// The package for Node: results, mistakes, threads, texts that are broken.
"use strict";

const { test } = require("node:test");
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { execFileSync } = require("node:child_process");
const backmatter = require("backmatter");
const plugin = require("backmatter/markdown-it");
const MarkdownIt = require("markdown-it");

const refs = process.env.REFERENCES;
const golden = process.env.GOLDEN;
const text = "---\ntitle: Scars\nlang: en\n---\n\nIt hurts [@a].\n";

test("a page comes back, the bytes of the command", async () => {
  const r = await backmatter.convert(text, { bibliography: refs });
  const command = execFileSync(process.env.COMMAND,
    ["-q", "--no-project", "--fail-on", "never", "-b", refs], { input: text });
  assert.ok(r.data.equals(command));
  assert.ok(backmatter.convertSync(text, { bibliography: refs }).data
    .equals(command));
});

test("findings have their places", async () => {
  const found = await backmatter.lint("# A\n\nSee [@nobody].\n");
  const f = found.find((d) => d.code === "cite-no-bibliography");
  assert.deepStrictEqual([f.line, f.column, f.severity], [3, 6, "error"]);
});

test("mistakes are errors, not crashes", async () => {
  await assert.rejects(backmatter.convert("<a><b></a>", { from: "docbook" }),
    (e) => e instanceof backmatter.BackmatterError &&
      e.findings[0].code === "xml-syntax");
  await assert.rejects(backmatter.convert("a", { to: "nonsense" }));
  await assert.rejects(backmatter.convert(undefined), TypeError);
  await assert.rejects(backmatter.convert(7), TypeError);
  await assert.rejects(backmatter.convert("a", { style: 7 }), TypeError);
  await assert.rejects(backmatter.convert("a", { style: "a\0b" }), TypeError);
  await assert.rejects(backmatter.convert("a", { style: () => 1 }));
  const engine = new backmatter.Engine();
  engine.close();
  engine.close();
  assert.throws(() => engine.convert("a"));
  assert.ok((await backmatter.convert("")).data.length > 0);
});

test("many at once give the same", async () => {
  const all = await Promise.all(Array.from({ length: 40 }, () =>
    backmatter.convert(text, { bibliography: refs })));
  for (const r of all) assert.ok(r.data.equals(all[0].data));
});

test("broken texts: an output or a finding each", async () => {
  let state = 20261123;
  const random = (n) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % n;
  };
  const seeds = [];
  for (const name of fs.readdirSync(golden, { recursive: true }).sort()) {
    if (/^[^.]+\.(md|xml)$/.test(path.basename(name))) {
      seeds.push([name, fs.readFileSync(path.join(golden, name))]);
    }
  }
  const count = Number(process.env.BROKEN ?? 300);
  let before = 0;
  for (let i = 0; i < count; i++) {
    const [name, seed] = seeds[random(seeds.length)];
    const data = Buffer.concat([seed, seeds[random(seeds.length)][1]
      .subarray(0, random(200))]).subarray(0, 1 + random(seed.length + 100));
    for (let k = random(8); k > 0; k--) {
      data[random(data.length)] = random(256);
    }
    const from = name.endsWith(".xml") ? "docbook" : "markdown";
    try {
      const r = await backmatter.convert(data, { from });
      assert.ok(r.data.length > 0, name);
    } catch (e) {
      assert.ok(e instanceof backmatter.BackmatterError, `${name}: ${e}`);
      assert.ok(e.findings.length > 0, name);
    }
    if (i === Math.floor(count / 4)) before = process.memoryUsage.rss();
  }
  const grown = (process.memoryUsage.rss() - before) / 1048576;
  assert.ok(grown < 60, `${grown} MiB more`);
});

test("outputs of many lengths leave no type of koffi each", () => {
  // 5,000 types are 20 MB.
  const grown = Number(execFileSync(process.execPath, ["--expose-gc", "-e", `
    const { convertSync } = require("backmatter");
    const rss = () => (gc(), gc(), process.memoryUsage.rss());
    let before = 0;
    for (let n = 1; n <= 6000; n++) {
      if (n === 1000) before = rss();
      convertSync("a".repeat(n), { to: "text" });
    }
    console.log(rss() - before);`], { cwd: __dirname })) / 1048576;
  assert.ok(grown < 10, `${grown} MiB more`);
});

test("markdown-it: citations in their places", () => {
  const told = [];
  const md = new MarkdownIt().use(plugin, { bibliography: refs, style: "apa",
    report: (f) => told.push(f) });
  const html = md.render("# A\n\nIt [@a, p. 3] and @a says\n[see\n@a] " +
    "x [@nobody].\n\n    code [@a]\n");
  const plain = html.replace(/<[^>]*>/g, "");
  assert.match(plain, /It \(Doe, 2001, p\. 3\) and Doe \(2001\) says/);
  assert.match(plain, /\(see Doe, 2001\) x \[nobody\?\]\./);
  assert.match(plain, /code \[@a\]/);
  assert.match(plain, /Doe, J\. \(2001\)\. A Book about Scars\./);
  assert.ok(told.some((f) => f.code === "cite-unresolved"));
  const strict = new MarkdownIt().use(plugin, { bibliography: refs,
    strict: true });
  assert.throws(() => strict.render("It is [@nobody]."),
    backmatter.BackmatterError);
  assert.doesNotThrow(() => md.render(`${"[".repeat(5000)}@a\ud800\0]`));
});
