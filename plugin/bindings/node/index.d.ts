/** What was found at one place of a document; lines and columns count from 1,
 * columns in bytes; 0 is unknown. */
export interface Finding {
  severity: "info" | "warning" | "error";
  code: string;
  message: string;
  file: string | null;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  reference: string | null;
  hint: string | null;
  text: string | null;
}

export interface Result {
  /** The output, where it is one file. */
  data: Buffer;
  /** The files of an output with names. */
  files: Record<string, Buffer>;
  findings: Finding[];
}

/** What the options mean is told in the manual, "Using the library". */
export interface Options {
  name?: string;
  from?: "markdown" | "docbook";
  to?: string;
  bibliography?: string | string[];
  style?: string;
  lang?: string;
  today?: string;
  root?: string;
  project?: string;
  schema?: string;
  lint?: boolean;
  check?: boolean;
}

/** Nothing could be made of a text; the findings say why. */
export class BackmatterError extends Error {
  status: number;
  findings: Finding[];
}

/** One engine, for the thread that made it. */
export class Engine {
  convert(text: string | Uint8Array | null, options?: Options): Result;
  close(): void;
}

/** Converts in a thread of its own. */
export function convert(text: string | Uint8Array | null,
  options?: Options): Promise<Result>;
export function convertSync(text: string | Uint8Array | null,
  options?: Options): Result;
/** The findings alone, claims without evidence among them. */
export function lint(text: string | Uint8Array | null,
  options?: Options): Promise<Finding[]>;
export function version(): string;
