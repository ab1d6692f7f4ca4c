/*
 * What it costs to hold 10,000 VMs against each other: milliseconds for all of them, and for a tenth, which shows that time grows with
 * their number and not faster. Plain JavaScript on the compiled library: `node bench/across.js`.
 */

const { across } = require('../lib/admission/across/across');
const { withManifests } = require('../lib/admission/given');

const FACTS = { kubevirtVersion: '1.8.4', featureGates: new Set(), capacity: { cpu: '100000', memory: '1Pi' } };

const hex = (n) => n.toString(16).padStart(2, '0');

/** Each with addresses and a disk of its own; all have one router. */
const vm = (n) => ({
  apiVersion: 'kubevirt.io/v1',
  kind: 'VirtualMachine',
  metadata: { name: `vm-${n}`, namespace: `team-${n % 100}` },
  spec: {
    runStrategy: 'Always',
    dataVolumeTemplates: [{ metadata: { name: `vm-${n}-boot` }, spec: { storage: { resources: { requests: { storage: '20Gi' } } } } }],
    template: {
      spec: {
        domain: {
          cpu: { cores: 2 },
          memory: { guest: '4Gi' },
          devices: {
            disks: [{ name: 'boot', disk: { bus: 'virtio' } }, { name: 'cloud-init', disk: { bus: 'virtio' } }],
            interfaces: [{ name: 'lan', bridge: {}, macAddress: `02:00:5e:01:${hex(n >> 8)}:${hex(n & 255)}` }],
          },
        },
        networks: [{ name: 'lan', multus: { networkName: 'default/vlan25' } }],
        volumes: [
          { name: 'boot', dataVolume: { name: `vm-${n}-boot` } },
          { name: 'cloud-init', cloudInitNoCloud: { networkData: `version: 2\nethernets:\n  lan:\n    addresses: [10.25.${n >> 8}.${n & 255}/16]\n    gateway4: 10.25.255.254\n    routes: [{to: 10.0.0.0/8, via: 10.25.255.253}]\n` } },
        ],
      },
    },
  },
});

const QUOTAS = [...Array(100).keys()].map((n) => (
  { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace: `team-${n}` }, spec: { hard: { 'requests.memory': '1Ti' } } }));

for (const count of [1000, 10000]) {
  const manifests = [...QUOTAS, ...[...Array(count).keys()].map(vm)];
  const times = [...Array(5)].map(() => {
    const start = performance.now();
    const findings = across(manifests, withManifests(FACTS, manifests));
    if (findings.length > 0) throw new Error(JSON.stringify(findings[0]));
    return performance.now() - start;
  });
  console.log(`${`${count} VMs`.padEnd(12)}${Math.min(...times).toFixed(0)} ms`);
}
