const { spawnSync } = require('child_process');
const { mkdtempSync, rmSync, writeFileSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');
const { stringify } = require('yaml');
const { vmManifests } = require('../lib/vm/manifest');
const { CASES } = require('./vms');

/*
 * How long `vmo lint` takes, from the start of its process to its end, and the ratio to a Node that does nothing, in the same run.
 * From the compiled library, as users run it: `node bench/lint.js [runs]`. The fastest run counts.
 */

const VMO = join(__dirname, '..', 'lib', 'cli', 'vmo');
const COMMAND = `process.exitCode = require(${JSON.stringify(VMO)}).main(process.argv.slice(1));`;

/** A file of so many VMs, in turn of every case. */
function manifests(count) {
  const cases = Object.values(CASES);
  return [...Array(count).keys()].map((n) => stringify(vmManifests(cases[n % cases.length](n)).virtualMachine)).join('---\n');
}

function milliseconds(args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const took = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return took;
}

function main(args) {
  const runs = Number(args[0] ?? 10);
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-vmo-bench-'));
  try {
    const file = (count) => {
      const path = join(folder, `${count}.yaml`);
      writeFileSync(path, manifests(count));
      return path;
    };
    const lint = (count) => ['-e', COMMAND, 'lint', file(count)];
    const cases = { 'node -e 0': ['-e', '0'], 'vmo lint, 1 VM': lint(1), 'vmo lint, 100 VMs': lint(100), 'vmo lint, 1000 VMs': lint(1000) };
    const times = Object.entries(cases).map(([name, command]) => [name, Math.min(...Array.from({ length: runs }, () => milliseconds(command)))]);
    console.log(`${' '.repeat(40)}time        ratio`);
    for (const [name, time] of times) console.log(`${name.padEnd(40)}${`${time.toFixed(0)} ms`.padEnd(12)}${(time / times[0][1]).toFixed(1)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2));
