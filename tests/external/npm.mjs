// What npm brings for the tests, at the versions of a package.json of ours.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const ENV = { PUPPETEER_SKIP_DOWNLOAD: '1', ELECTRON_SKIP_BINARY_DOWNLOAD: '1' };
const INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];

function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...ENV } });
    const said = [];
    child.stdout.on('data', d => said.push(d));
    child.stderr.on('data', d => said.push(d));
    child.on('error', reject);
    child.on('close', code => code === 0 ? resolve()
      : reject(new Error(`${command} ${args[0]}: exit ${code}: ${Buffer.concat(said).toString().slice(-600)}`)));
  });
}

// node_modules in a folder, once for each version of the list.
export async function install(list, folder) {
  const wanted = fs.readFileSync(list, 'utf8');
  const stamp = path.join(folder, 'installed.json');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), wanted);
  console.log('external: npm installs into ' + path.relative(process.cwd(), folder));
  try {
    await run('npm', INSTALL, folder);
  } catch (first) {           // a registry has its moments
    await run('npm', INSTALL, folder);
  }
  fs.writeFileSync(stamp, wanted);
}

// One file of a package, without what that needs to run.
export async function fileOf(name, version, inside, folder) {
  const file = path.join(folder, `${name}-${version}`, 'package', inside);
  if (fs.existsSync(file)) return file;
  const to = path.join(folder, `${name}-${version}`);
  fs.mkdirSync(to, { recursive: true });
  await run('npm', ['pack', '--silent', `${name}@${version}`], to);
  await run('tar', ['-xzf', `${name}-${version}.tgz`, `package/${inside}`], to);
  fs.rmSync(path.join(to, `${name}-${version}.tgz`));
  return file;
}

// A function that finds and loads what is installed there.
export const requireFrom = folder => createRequire(path.join(folder, 'package.json'));
