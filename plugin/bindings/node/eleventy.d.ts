import type { PluginOptions } from "./markdown-it";

/** eleventyConfig.addPlugin(backmatter, options) */
declare function backmatter(eleventyConfig: any, options?: PluginOptions): void;
export default backmatter;
