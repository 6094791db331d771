// Backmatter in Eleventy 3:
//   eleventyConfig.addPlugin(backmatter, { bibliography: "refs.json" })
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const plugin = require("./markdown-it.cjs");

/** What stands before a text in its file, so that lines are right. */
function headOf(file, source) {
  let whole;
  try {
    whole = fs.readFileSync(file, "utf8").replace(/\r\n/g, "\n");
  } catch {
    return "";
  }
  const at = whole.lastIndexOf(source.trimEnd());
  const head = at > 0 ? whole.slice(0, at) : "";
  return head.startsWith("---") ? head : head.replace(/[^\n]/g, "");
}

function backmatter(eleventyConfig, options = {}) {
  eleventyConfig.versionCheck?.(">=3.0.0");
  eleventyConfig.amendLibrary("md", (md) => {
    md.use(plugin, options);
    const render = md.render;
    md.render = (source, env = {}) => {
      const file = env.page?.inputPath;
      if (!file) return render(source, env);
      return render(source, Object.assign(Object.create(env), { backmatter: {
        name: path.normalize(file), head: headOf(file, source),
        lang: env.lang } }));
    };
  });
}

module.exports = backmatter;
module.exports.default = backmatter;
