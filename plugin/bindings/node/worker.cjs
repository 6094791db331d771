// The thread of convert(): one text after the other.
"use strict";

const { parentPort } = require("node:worker_threads");
const { Engine } = require("./library.cjs");

let engine = null;

parentPort.on("message", ({ id, text, options }) => {
  try {
    engine ??= new Engine();
    parentPort.postMessage({ id, result: engine.convert(text, options) });
  } catch (error) {
    const { name, message, status, findings } = error;
    parentPort.postMessage({ id, error: { name, message, status, findings } });
  }
});
