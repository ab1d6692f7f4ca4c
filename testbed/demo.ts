import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { Applier, Progress } from './apply/apply';
import { run } from './apply/command';
import { readStacks } from './apply/stack';
import { Bed } from './bed';
import { Blueprint } from './blueprint';
import { quoted, TestbedError } from './home';
import { toldToEnd } from './signals';

const USAGE = `npm run demo                   the quickstart on a cluster of this machine, until Ctrl-C
npm run demo -- --once         ends when all has been shown
npm run demo -- --name NAME    as a bed of another name (demo)`;

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: { once: { type: 'boolean' }, name: { type: 'string', default: 'demo' }, help: { type: 'boolean', short: 'h' } },
  });
  if (options.help) return console.log(USAGE);
  const told = toldToEnd();
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-vmo-demo-'));
  let bed: Bed | undefined;
  try {
    console.log('A Kubernetes with three nodes, on this machine');
    const starting = Bed.start({ name: options.name, onStep: (line) => console.log(`  ${line}`) });
    bed = await Promise.race([starting, told.then(() => undefined)]);
    if (!bed) return;

    console.log('\nexamples/quickstart, synthesized and applied as Terraform would');
    const blueprint = Blueprint.example('quickstart', folder);
    const interrupt = new AbortController();
    void told.then(() => interrupt.abort());
    const stacks = readStacks(blueprint.cdktfOut);
    const applier = new Applier({
      kubeconfig: bed.kubeconfig,
      helm: bed.helm,
      kubectl: bed.kubectl,
      state: join(folder, 'state'),
      charts: process.env.TESTBED_CHARTS,
      signal: interrupt.signal,
      onProgress: tell(),
    });
    const broken = bed.ended.then((reason) => { throw new TestbedError(reason ?? 'the bed was stopped'); });
    const done = await Promise.race([applier.apply(stacks).then(() => true), told.then(() => false), broken]);
    if (!done) return;
    await untilRunning(bed);
    await show(bed);
    if (!options.once) await Promise.race([told, broken]);
  } finally {
    if (bed) console.log('\nStopping the cluster. Nothing of it stays.');
    await bed?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A line for each release; on a terminal it shows the seconds while it lasts. */
function tell(): (event: Progress) => void {
  let since = 0;
  let ticker: NodeJS.Timeout | undefined;
  const line = (mark: string, event: Progress, end: string) => {
    const seconds = ((Date.now() - since) / 1000).toFixed(0);
    const note = event.change.action === 'skipped' ? '   left out: its chart repository cannot be reached' : `${seconds.padStart(5)} s`;
    process.stdout.write(`${process.stdout.isTTY ? '\r\x1b[K' : ''}  ${mark} ${event.change.name.padEnd(26)}${note}${end}`);
  };
  return (event) => {
    clearInterval(ticker);
    if (event.phase === 'start') {
      since = Date.now();
      if (process.stdout.isTTY) ticker = setInterval(() => line('…', event, ''), 1000);
    } else {
      line(event.phase === 'failed' ? '✗' : event.change.action === 'skipped' ? '–' : '✓', event, '\n');
    }
  };
}

interface Instance {
  readonly metadata: { name: string };
  readonly status?: { phase?: string; nodeName?: string; interfaces?: { name: string; mac?: string; ipAddress?: string }[] };
}

async function untilRunning(bed: Bed): Promise<void> {
  const vms = (await kubectl(bed, 'get', 'vm', '-o', 'name')).trim().split('\n').length;
  for (let second = 0; second < 60; second++) {
    if ((await instances(bed)).filter(({ status }) => status?.phase === 'Running').length === vms) return;
    await new Promise((wake) => setTimeout(wake, 1000));
  }
  throw new TestbedError('the VMs are there, and not all run after 60 s; see `npm run testbed -- --logs virt-controller --name demo`');
}

async function instances(bed: Bed): Promise<Instance[]> {
  return JSON.parse(await kubectl(bed, 'get', 'vmi', '-o', 'json')).items;
}

async function show(bed: Bed): Promise<void> {
  console.log('\nVirtual machine   Status     Node    Addresses, as they were synthesized');
  for (const { metadata, status } of await instances(bed)) {
    const nics = (status?.interfaces ?? []).map(({ name, mac, ipAddress }) => `${name} ${mac}${ipAddress ? ` ${ipAddress}` : ''}`);
    console.log(`${metadata.name.padEnd(17)} ${(status?.phase ?? '').padEnd(10)} ${(status?.nodeName ?? '').padEnd(7)} ${nics.join(', ')}`);
  }
  console.log(`
KubeVirt's operator, API and controllers really run. The nodes are played, so no guest boots.

Try it from another terminal:

  export KUBECONFIG=${quoted(bed.kubeconfig)}
  export PATH=${quoted(bed.bin)}:$PATH

  kubectl get vm,vmi
  kubectl get vm gateway -o yaml
  virtctl stop gateway && kubectl get vm gateway     # and virtctl start gateway
  kubectl patch vm gateway --type json -p '[{"op": "replace", "path": "/spec/template/spec/domain/devices/interfaces/0/macAddress", "value": "no-mac"}]'
  helm list -A

(The patch is refused: such an address is none.) What the programs say: npm run testbed -- --logs virt-controller --name ${bed.name}
Ctrl-C ends it.`);
}

function kubectl(bed: Bed, ...args: string[]): Promise<string> {
  return run([...bed.kubectl, ...args], { KUBECONFIG: bed.kubeconfig });
}

main().then(() => process.exit(0), (error) => {
  const known = error instanceof TestbedError || String(error.code).startsWith('ERR_PARSE_ARGS');
  console.error(`demo: ${known ? error.message : error.stack}`);
  process.exit(1);
});
