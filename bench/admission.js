/*
 * What it costs to hold a VM's manifest against the schema and all rules: microseconds of processor time, how many VMs that is a
 * second on one core, and the ratio to a copy of the manifest by way of JSON in the same run. Plain JavaScript on the compiled
 * library: `node bench/admission.js [seconds]`.
 */

const { admit } = require('../lib/admission/admit');
const { kubevirtFacts } = require('../lib/kubevirt/facts');
const { vmManifests } = require('../lib/vm/manifest');
const { CASES, microseconds } = require('./vms');

const MANIFESTS = 1000;
const VERSION = '1.8.4';
const FACTS = { kubevirtVersion: VERSION, featureGates: new Set(Object.keys(kubevirtFacts(VERSION).gates)), evictionStrategy: 'LiveMigrateIfPossible' };

function main(args) {
  const seconds = Number(args[0] ?? 2);
  console.log(`${' '.repeat(40)}checked     VMs a second   copy by JSON   ratio`);
  for (const [name, make] of Object.entries(CASES)) {
    // As the command line has them: plain data, each VM with texts of its own.
    const manifests = [...Array(MANIFESTS).keys()].map((n) => JSON.parse(JSON.stringify(vmManifests(make(n)).virtualMachine)));
    const errors = manifests.flatMap((manifest) => admit(manifest, FACTS)).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(`${name} is refused: ${JSON.stringify(errors[0])}`);
    const ours = microseconds(seconds, (n) => admit(manifests[n % MANIFESTS], FACTS));
    const copy = microseconds(seconds, (n) => JSON.parse(JSON.stringify(manifests[n % MANIFESTS])));
    console.log(`${name.padEnd(40)}${`${ours.toFixed(0)} µs`.padEnd(12)}${(1e6 / ours).toFixed(0).padEnd(15)}${`${copy.toFixed(0)} µs`.padEnd(15)}${(ours / copy).toFixed(1)}`);
  }
}

main(process.argv.slice(2));
