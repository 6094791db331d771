// Backmatter for Node: convert() works in a thread of its own, convertSync()
// in the caller's.
"use strict";

const { Worker } = require("node:worker_threads");
const { BackmatterError, Engine, version } = require("./library.cjs");

let engine = null;

function convertSync(text, options) {
  engine ??= new Engine();
  return engine.convert(text, options);
}

let worker = null;
let number = 0;
const waiting = new Map();

function settle({ id, error, result }) {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  // A process with nothing else to do may end.
  if (waiting.size === 0) worker?.unref();
  if (!error) {
    result.data = Buffer.from(result.data);
    for (const name of Object.keys(result.files)) {
      result.files[name] = Buffer.from(result.files[name]);
    }
    resolve(result);
  } else if (error.findings) {
    reject(new BackmatterError(error.status, error.message, error.findings));
  } else {
    reject(new (error.name === "TypeError" ? TypeError : Error)(
      error.message));
  }
}

function start() {
  const made = new Worker(require.resolve("./worker.cjs"));
  made.on("message", settle);
  const lost = (error) => {
    if (worker === made) worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  made.on("error", lost);
  made.on("exit", (code) => lost(new Error(`the thread ended: ${code}`)));
  return made;
}

function convert(text, options = {}) {
  return new Promise((resolve, reject) => {
    worker ??= start();
    worker.ref();
    const id = ++number;
    waiting.set(id, { resolve, reject });
    try {
      worker.postMessage({ id, text, options });
    } catch (error) {
      waiting.delete(id);
      if (waiting.size === 0) worker.unref();
      reject(error);
    }
  });
}

async function lint(text, options = {}) {
  const result = await convert(text, { lint: true, ...options, check: true });
  return result.findings;
}

module.exports = { BackmatterError, Engine, convert, convertSync, lint,
  version };
