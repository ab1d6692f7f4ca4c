/*
 * What the pure function from props to manifest costs, of a VM as most are and of one that is told a lot: microseconds per
 * manifest, and the ratio to a copy of it by way of JSON in the same run. Plain JavaScript on the compiled library, without
 * checks, constructs or Terraform: `node bench/manifest.js [seconds]`.
 */

const { vmManifests } = require('../lib/vm/manifest');
const { CASES, microseconds } = require('./vms');

function main(args) {
  const seconds = Number(args[0] ?? 2);
  console.log(`${' '.repeat(40)}manifest    copy by JSON   ratio`);
  for (const [name, make] of Object.entries(CASES)) {
    const example = vmManifests(make(0)).virtualMachine;
    const ours = microseconds(seconds, (n) => vmManifests(make(n)));
    const copy = microseconds(seconds, () => JSON.parse(JSON.stringify(example)));
    console.log(`${name.padEnd(40)}${`${ours.toFixed(0)} µs`.padEnd(12)}${`${copy.toFixed(0)} µs`.padEnd(15)}${(ours / copy).toFixed(1)}`);
  }
}

main(process.argv.slice(2));
