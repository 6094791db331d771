// The library through koffi: the structs of include/backmatter.h as far as
// they are needed here.  Each begins with its size, and the library takes what
// a caller has, so a struct may end early.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const koffi = require("koffi");

const SEVERITIES = ["", "info", "warning", "error"];

koffi.struct("bm_diag", {
  size: "size_t", severity: "int", code: "str", message: "str", file: "str",
  line: "uint32_t", column: "uint32_t", end_line: "uint32_t",
  end_column: "uint32_t", reference: "str", hint: "str", text: "str",
});
const Diag = koffi.proto("void bm_diag_fn(void *user, const bm_diag *diag)");
const Open = koffi.proto("int bm_open_fn(void *user, const char *path)");
const Write = koffi.proto(
  "int bm_write_fn(void *user, const void *data, size_t length)");
const Close = koffi.proto("int bm_close_fn(void *user)");
koffi.struct("bm_host", {
  size: "size_t", user: "void *", alloc: "void *", diag: koffi.pointer(Diag),
  read: "void *", release: "void *", progress: "void *",
});
koffi.struct("bm_engine_options", {
  size: "size_t", data_dir: "str", style_dir: "str", locale_dir: "str",
});
koffi.struct("bm_sink", {
  size: "size_t", user: "void *", open: koffi.pointer(Open),
  write: koffi.pointer(Write), close: koffi.pointer(Close),
});
koffi.struct("bm_input", {
  size: "size_t", name: "str", data: "const uint8_t *", length: "size_t",
});
koffi.struct("bm_convert_options", {
  size: "size_t", from: "str", to: "str", dump: "str", style: "str",
  lang: "str", bibliographies: "const char **", today: "str", root: "str",
  output: "str", source_date_epoch: "int64_t", threads: "unsigned int",
  lint: "unsigned int", readability: "unsigned int", ledger: "unsigned int",
  check: "unsigned int", proof: "str", project: "str", schema: "str",
});
koffi.struct("bm_api", {
  size: "size_t", abi: "unsigned int", version: "str", status_text: "void *",
  engine_new: "void *", engine_free: "void *", convert: "void *",
});
const StatusText = koffi.proto("const char *bm_status_text(int status)");
const EngineNew = koffi.proto("int bm_engine_new(const bm_host *host, " +
  "const bm_engine_options *options, _Out_ void **out)");
const EngineFree = koffi.proto("void bm_engine_free(void *engine)");
const Convert = koffi.proto("int bm_convert(void *engine, " +
  "const bm_input *input, const bm_convert_options *options, " +
  "const bm_sink *sink)");

/** Where the library may be: the environment's word is the only one. */
function find() {
  const named = process.env.BACKMATTER_LIBRARY;
  if (named) return named;
  const places = ["/usr/local/lib/backmatter", "/usr/lib/backmatter"];
  for (let dir = __dirname; dir !== path.dirname(dir);
    dir = path.dirname(dir)) {
    places.unshift(path.join(dir, "lib", "backmatter"));
    places.push(path.join(dir, "build"));
  }
  const found = places.map((p) => path.join(p, "backmatter.so"))
    .find((p) => fs.existsSync(p));
  if (!found) {
    throw new Error("backmatter.so is not installed: `make install`, or " +
      "name it in BACKMATTER_LIBRARY");
  }
  return found;
}

/** Nothing could be made of a text; `findings` say why. */
class BackmatterError extends Error {
  constructor(status, message, findings) {
    super(message);
    this.name = "BackmatterError";
    this.status = status;
    this.findings = findings;
  }
}

let library = null;

function load() {
  if (library) return library;
  const lib = koffi.load(find());
  const table = lib.func("const bm_api *bm_get_api(unsigned int abi)")(1);
  if (!table) throw new Error("backmatter.so does not serve this package");
  const api = koffi.decode(table, "bm_api");
  const bound = (pointer, proto) => koffi.decode(pointer, proto);
  library = {
    lib,
    version: api.version,
    statusText: bound(api.status_text, StatusText),
    engineNew: bound(api.engine_new, EngineNew),
    engineFree: bound(api.engine_free, EngineFree),
    convert: bound(api.convert, Convert),
  };
  return library;
}

const text = (value, name) => {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw new TypeError(`${name} is no string`);
  if (value.includes("\0")) throw new TypeError(`${name} has a zero byte`);
  return value;
};

const list = (value, name) => {
  if (value === undefined || value === null) return null;
  const items = Array.isArray(value) ? value : [value];
  return [...items.map((v) => text(v, name)), null];
};

/** One engine: it keeps styles and sheets between texts. */
class Engine {
  constructor() {
    const api = load();
    this.findings = [];
    this.files = {};
    this.open = null;
    // What is thrown in a callback must not jump over the library.
    const safe = (fn) => (...args) => {
      try {
        fn(...args);
        return 0;
      } catch (error) {
        this.thrown = error;
        return 8;
      }
    };
    const found = safe((_user, pointer) => {
      const d = koffi.decode(pointer, "bm_diag");
      this.findings.push({
        severity: SEVERITIES[d.severity], code: d.code, message: d.message,
        file: d.file, line: d.line, column: d.column, endLine: d.end_line,
        endColumn: d.end_column, reference: d.reference, hint: d.hint,
        text: d.text,
      });
    });
    this.callbacks = [
      koffi.register((...args) => { found(...args); }, koffi.pointer(Diag)),
      koffi.register(safe((_user, name) => {
        this.open = this.files[name] = [];
      }), koffi.pointer(Open)),
      koffi.register(safe((_user, data, length) => {
        // A copy, as what is viewed is the library's.  An array type of
        // koffi for each length would stay in memory for good.
        if (Number(length) > 0) {
          this.open.push(Buffer.from(new Uint8Array(
            koffi.view(data, Number(length)))));
        }
      }), koffi.pointer(Write)),
      koffi.register(() => 0, koffi.pointer(Close)),
    ];
    const out = [null];
    const status = api.engineNew({
      size: koffi.sizeof("bm_host"), diag: this.callbacks[0],
    }, null, out);
    if (status !== 0) throw new Error(api.statusText(status));
    this.handle = out[0];
  }

  /** Frees the engine; it cannot be used any more. */
  close() {
    if (this.handle) load().engineFree(this.handle);
    this.handle = null;
    for (const c of this.callbacks) koffi.unregister(c);
    this.callbacks = [];
  }

  convert(source, options = {}) {
    if (!this.handle) throw new Error("the engine is closed");
    const data = typeof source === "string" ? Buffer.from(source, "utf8")
      : source;
    if (data !== null && data !== undefined && !(data instanceof Uint8Array)) {
      throw new TypeError("a text is a string or bytes");
    }
    if (!data && !options.name) {
      throw new TypeError("a text or the name of a file is needed");
    }
    const api = load();
    this.findings = [];
    this.files = {};
    this.thrown = null;
    const status = api.convert(this.handle, {
      size: koffi.sizeof("bm_input"), name: text(options.name, "name"),
      // An empty text is one too.
      data: data ? (data.length ? data : Buffer.alloc(1)) : null,
      length: data ? data.length : 0,
    }, {
      size: koffi.sizeof("bm_convert_options"),
      from: text(options.from, "from"), to: text(options.to, "to") ?? "html",
      style: text(options.style, "style"), lang: text(options.lang, "lang"),
      bibliographies: list(options.bibliography, "bibliography"),
      today: text(options.today, "today"), root: text(options.root, "root"),
      project: text(options.project, "project"),
      schema: text(options.schema, "schema"), source_date_epoch: -1,
      lint: options.lint ? 1 : 0, check: options.check ? 1 : 0,
    }, {
      size: koffi.sizeof("bm_sink"), open: this.callbacks[1],
      write: this.callbacks[2], close: this.callbacks[3],
    });
    if (this.thrown) throw this.thrown;
    const { findings } = this;
    if (status !== 0) {
      const first = findings.find((f) => f.severity === "error");
      throw new BackmatterError(status,
        first ? first.message : api.statusText(status), findings);
    }
    const files = {};
    for (const [name, pieces] of Object.entries(this.files)) {
      files[name] = Buffer.concat(pieces);
    }
    const data_ = files[""] ?? Buffer.alloc(0);
    delete files[""];
    return { data: data_, files, findings };
  }
}

module.exports = { BackmatterError, Engine, version: () => load().version };
