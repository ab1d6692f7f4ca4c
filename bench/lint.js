const { spawnSync } = require('child_process');
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');
const { stringify } = require('yaml');
const { vmManifests } = require('../lib/vm/manifest');
const { CASES } = require('./vms');

/*
 * How long `vmo lint` takes, from the start of its process to its end, and the ratio to a Node that does nothing, in the same run; and how
 * much memory its process has at most, which for a folder of 5,000 files is to stay under 300 MB.
 * From the compiled library, as users run it: `node bench/lint.js [runs]`. The fastest run counts.
 */

const VMO = join(__dirname, '..', 'lib', 'cli', 'vmo');
const COMMAND = `
  process.exitCode = require(${JSON.stringify(VMO)}).main(process.argv.slice(1));
  process.stderr.write(String(process.resourceUsage().maxRSS));
`;
const FILES = 5000;
const MOST_MB = 300;

/** A file of so many VMs, in turn of every case. */
function manifests(count) {
  const cases = Object.values(CASES);
  return [...Array(count).keys()].map((n) => stringify(vmManifests(cases[n % cases.length](n)).virtualMachine)).join('---\n');
}

/** What a process takes, with the memory that it says it had. */
function run(args, codes = [0]) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const took = Number(process.hrtime.bigint() - start) / 1e6;
  if (!codes.includes(status)) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return { took, megabytes: Number(stderr) / 1024 };
}

/** A folder of many files of one VM each; of VMs with mistakes, two in each. */
function folderOf(path, count, mistakes) {
  const cases = Object.values(CASES);
  for (let n = 0; n < count; n += 1) {
    const folder = join(path, `team-${n % 50}`);
    mkdirSync(folder, { recursive: true });
    const text = stringify(vmManifests(cases[n % cases.length](n)).virtualMachine);
    writeFileSync(join(folder, `vm-${n}.yaml`), mistakes ? text.replace('runStrategy', 'runStrategi') : text);
  }
  return path;
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
    const fastest = (command) => Array.from({ length: runs }, () => run(command)).reduce((best, one) => one.took < best.took ? one : best);
    const nothing = fastest(cases['node -e 0']);
    console.log(`${' '.repeat(48)}time        ratio     memory`);
    const print = (name, { took, megabytes }) => console.log(
      `${name.padEnd(48)}${`${took.toFixed(0)} ms`.padEnd(12)}${(took / nothing.took).toFixed(1).padEnd(10)}${megabytes ? `${megabytes.toFixed(0)} MB` : ''}`);
    for (const [name, command] of Object.entries(cases)) print(name, command === cases['node -e 0'] ? nothing : fastest(command));
    for (const [name, mistakes] of [['sound', false], ['with two mistakes each', true]]) {
      const taken = run(['-e', COMMAND, 'lint', folderOf(join(folder, name), FILES, mistakes)], [mistakes ? 1 : 0]);
      print(`vmo lint, ${FILES} files, ${name}`, taken);
      if (taken.megabytes > MOST_MB) throw new Error(`${taken.megabytes.toFixed(0)} MB, expected at most ${MOST_MB}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2));
