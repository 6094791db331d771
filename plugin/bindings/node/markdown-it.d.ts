import type { Finding, Options } from "./index";

export interface PluginOptions extends Pick<Options, "bibliography" | "style" |
  "lang" | "project" | "today" | "root"> {
  /** Whether claims are looked for; true. */
  lint?: boolean;
  /** Whether notices are put in; true. */
  notices?: boolean;
  /** Codes of findings that are not told of. */
  ignore?: string[];
  /** A finding is an error that is thrown. */
  strict?: boolean;
  /** Where findings go, instead of the console. */
  report?: (finding: Finding) => void;
}

/** md.use(backmatter, options) */
declare function backmatter(md: { render(src: string, env?: any): string },
  options?: PluginOptions): void;
export default backmatter;
