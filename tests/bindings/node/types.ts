import { BackmatterError, convert, convertSync, lint, version } from "backmatter";
import type { Finding, Result } from "backmatter";
import markdown from "backmatter/markdown-it";
import eleventy from "backmatter/eleventy";

const r: Promise<Result> = convert("# A", { to: "html", bibliography: ["a"] });
const found: Promise<Finding[]> = lint(Buffer.from("x"));
const length: number = convertSync("a").data.length;
const name: string = version();
markdown({ render: (s: string) => s }, { strict: true });
eleventy({}, { ignore: ["author-missing"] });
// @ts-expect-error: there is no such option
convert("a", { nonsense: 1 });
// @ts-expect-error: an error has no findings before it is one of ours
new Error("a").findings;
export { r, found, length, name, BackmatterError };
