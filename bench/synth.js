const { execFileSync } = require('child_process');
const { mkdtempSync, rmSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');
const { HelmProvider } = require('@cdktf/provider-helm/lib/provider');
const { Manifest } = require('@cdktf/provider-kubernetes/lib/manifest');
const { KubernetesProvider } = require('@cdktf/provider-kubernetes/lib/provider');
const { App, TerraformStack } = require('cdktf');

/*
 * What a VM costs at synth, in time and memory, as ratios to the bare thing in the same run: a `kubernetes_manifest` per VM
 * with no checks and no MAC addresses. Plain JavaScript on the compiled library, as users run it: `npm run bench [-- 10000]`.
 * Each case runs in a process of its own, three times; the fastest counts.
 */

const CASES = {
  'bare kubernetes_manifest': (stack, count) => {
    for (let n = 0; n < count; n++) new Manifest(stack, `vm-${n}`, { manifest: bareVm(n) });
  },
  'VirtualMachine, Delivery.helm()': (stack, count) => ours(stack, count, (vmo) => vmo.Delivery.helm()),
  'VirtualMachine, Delivery.manifest()': (stack, count) => ours(stack, count, (vmo) => vmo.Delivery.manifest()),
};

function ours(stack, count, delivery) {
  const vmo = require('../lib');
  const cluster = vmo.VmoClusterProfile.fromExisting(stack, 'cluster', {
    clusterName: 'prod-east', kubevirtVersion: vmo.KubevirtVersion.V1_8_4, delivery: delivery(vmo),
  });
  const vlan = vmo.VmNetwork.fromNetworkAttachmentDefinition(stack, 'vlan25', { name: 'vlan25', vlan: 25 });
  const cloudInit = vmo.CloudInit.of({ users: [{ name: 'ops', sudo: 'ALL=(ALL) NOPASSWD:ALL', sshAuthorizedKeys: ['ssh-ed25519 AAAA ops'] }] });
  for (let n = 0; n < count; n++) {
    new vmo.VirtualMachine(stack, `vm-${n}`, {
      cluster,
      size: vmo.Size.of({ cpu: 2, memory: '4Gi' }),
      boot: vmo.BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '20Gi' }),
      nics: [vmo.Nic.pod(), vmo.Nic.on(vlan)],
      cloudInit,
    });
  }
}

function bareVm(n) {
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: `vm-${n}`, namespace: 'default' },
    spec: {
      runStrategy: 'Always',
      dataVolumeTemplates: [{
        metadata: { name: `vm-${n}-boot` },
        spec: { source: { registry: { url: 'docker://quay.io/containerdisks/fedora:42' } }, storage: { resources: { requests: { storage: '20Gi' } } } },
      }],
      template: {
        spec: {
          domain: {
            cpu: { sockets: 2 },
            memory: { guest: '4Gi' },
            devices: {
              disks: [{ name: 'boot', disk: { bus: 'virtio' } }, { name: 'cloud-init', disk: { bus: 'virtio' } }],
              interfaces: [{ name: 'default', masquerade: {} }, { name: 'vlan25', bridge: {} }],
            },
          },
          networks: [{ name: 'default', pod: {} }, { name: 'vlan25', multus: { networkName: 'default/vlan25' } }],
          volumes: [
            { name: 'boot', dataVolume: { name: `vm-${n}-boot` } },
            { name: 'cloud-init', cloudInitNoCloud: { userData: '#cloud-config\nusers:\n  - default\n  - name: ops\n' } },
          ],
        },
      },
    },
  };
}

/** Runs one case in this process. */
function measure(name, count) {
  const outdir = mkdtempSync(join(tmpdir(), 'cdktf-vmo-bench-'));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, 'bench');
    new HelmProvider(stack, 'helm', {});
    new KubernetesProvider(stack, 'kubernetes', {});
    const start = process.hrtime.bigint();
    CASES[name](stack, count);
    app.synth();
    return { milliseconds: Number(process.hrtime.bigint() - start) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function main(args) {
  if (args[0] === '--case') return console.log(JSON.stringify(measure(args[1], Number(args[2]))));
  const count = Number(args[0] ?? 2000);
  const runs = Object.keys(CASES).map((name) => {
    const tries = [1, 2, 3].map(() => JSON.parse(execFileSync(process.execPath, [__filename, '--case', name, String(count)], { encoding: 'utf8' })));
    return [name, tries.reduce((best, one) => one.milliseconds < best.milliseconds ? one : best)];
  });
  const bare = runs[0][1];
  console.log(`${count} VMs${' '.repeat(30)}time            memory`);
  for (const [name, { milliseconds, megabytes }] of runs) {
    const cell = (value, unit, ratio) => `${value.toFixed(0)} ${unit} (${ratio.toFixed(2)}x)`.padEnd(16);
    console.log(`${name.padEnd(38)}${cell(milliseconds, 'ms', milliseconds / bare.milliseconds)}${cell(megabytes, 'MB', megabytes / bare.megabytes)}`);
  }
}

main(process.argv.slice(2));
