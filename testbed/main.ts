import { parseArgs } from 'util';
import { Bed } from './bed';
import { build } from './build';
import { bedNames, down, status } from './control';
import { TestbedError } from './home';
import { logs } from './logs';
import { until } from './signals';
import { KUBEVIRT, KUBEVIRT_VERSIONS, NEIGHBOURS } from './versions';

const USAGE = `A real Kubernetes with a real KubeVirt on this machine, for tests. No container runtime, no root.

  npm run testbed                     start a bed; stays until Ctrl-C
  npm run testbed -- --status         which beds run, and what runs in them
  npm run testbed -- --logs NAME      the log of a program: kube-apiserver, virt-operator, …
  npm run testbed -- --down           stop the bed, from another terminal; --all stops all of them

  --name NAME         several beds run side by side                              (default)
  --kubevirt V[,V]    KubeVirt versions that can run in it: ${KUBEVIRT_VERSIONS.join(', ')}    (${KUBEVIRT})
  --neighbours A[,B]  whose CRDs it begins with: ${NEIGHBOURS.join(', ')}               (cdi,multus)
  --build             only build what is missing
`;

async function main(): Promise<number> {
  const { values: options } = parseArgs({
    options: {
      name: { type: 'string', default: 'default' },
      kubevirt: { type: 'string', default: KUBEVIRT },
      neighbours: { type: 'string', default: 'cdi,multus' },
      build: { type: 'boolean' },
      down: { type: 'boolean' },
      all: { type: 'boolean' },
      status: { type: 'boolean' },
      logs: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const list = (text: string) => text.split(',').filter(Boolean);
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (options.status) return showStatus();
  if (options.logs !== undefined) return logs(options.name, options.logs);
  if (options.down) {
    for (const name of options.all ? bedNames() : [options.name]) {
      console.log(await down(name) ? `bed ${name}: stopped` : `bed ${name}: does not run`);
    }
    return 0;
  }
  if (options.build) {
    const programs = await build(list(options.kubevirt));
    console.log(JSON.stringify(programs, undefined, 2));
    return 0;
  }
  return stay(await Bed.start({
    name: options.name, kubevirt: list(options.kubevirt), neighbours: list(options.neighbours), onStep: (line) => console.log(line),
  }));
}

/** Says how to use the bed and keeps it until a signal, or until it ends by itself. */
async function stay(bed: Bed): Promise<number> {
  console.log(`
Use it from another terminal (kubectl, helm and virtctl are in its folder):

  export KUBECONFIG=${bed.kubeconfig}
  export PATH=${bed.bin}:$PATH

Ctrl-C ends it, and everything in it.`);
  const broken = await Promise.race([bed.ended, until().then(() => undefined)]);
  if (broken) throw new TestbedError(broken);
  await bed.stop();
  return 0;
}

async function showStatus(): Promise<number> {
  const names = bedNames();
  if (!names.length) console.log('no bed runs; `npm run testbed` starts one');
  for (const name of names) {
    const state = await status(name);
    if (!state) {
      console.log(`bed ${name}: does not run; \`npm run testbed -- --down --name ${name}\` clears what it left`);
      continue;
    }
    console.log(`bed ${name}: ${state.ready ? 'ready' : 'starting'} at ${state.address} since ${state.started}\n  export KUBECONFIG=${state.kubeconfig}`);
    for (const program of state.processes) console.log(`  ${String(program.pid).padStart(8)}  ${program.name}`);
  }
  return 0;
}

main().then((code) => process.exit(code), (error) => {
  // A wrong option is the user's mistake too: the usage says more than a stack.
  const known = error instanceof TestbedError || String(error.code).startsWith('ERR_PARSE_ARGS');
  console.error(`testbed: ${known ? error.message : error.stack}`);
  if (String(error.code).startsWith('ERR_PARSE_ARGS')) console.error(`\n${USAGE}`);
  process.exit(1);
});
