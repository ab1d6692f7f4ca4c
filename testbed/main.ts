import { parseArgs } from 'util';
import { Bed } from './bed';
import { build } from './build';
import { bedNames, down, status } from './control';
import { quoted, TestbedError } from './home';
import { logs } from './logs';
import { toldToEnd } from './signals';
import { KUBEVIRT, KUBEVIRT_VERSIONS, NEIGHBOURS } from './versions';

const USAGE = `A real Kubernetes with a real KubeVirt on this machine, for tests. No container runtime, no root.

  npm run testbed                     start a bed; stays until Ctrl-C
  npm run testbed -- --status         which beds run, and what runs in them
  npm run testbed -- --logs NAME      the log of a program: kube-apiserver, virt-operator, …
  npm run testbed -- --down           stop the bed, from another terminal; --all stops all of them

  --name NAME         several beds run side by side                              (default)
  --kubevirt V[,V]    KubeVirt versions that can run in it: ${KUBEVIRT_VERSIONS.join(', ')}    (${KUBEVIRT})
  --neighbours A[,B]  whose CRDs it begins with: ${NEIGHBOURS.join(', ')}               (multus)
  --build             only build what is missing
`;

async function main(): Promise<number> {
  const told = toldToEnd(); // from the first moment: a build takes minutes
  const { values: options } = parseArgs({
    options: {
      name: { type: 'string', default: 'default' },
      kubevirt: { type: 'string', default: KUBEVIRT },
      neighbours: { type: 'string', default: 'multus' },
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
  if (options.all && !options.down) throw new TestbedError('--all goes with --down');
  if (options.down) {
    for (const name of options.all ? bedNames() : [options.name]) {
      console.log(await down(name) ? `bed ${name}: stopped` : `bed ${name}: does not run`);
    }
    return 0;
  }
  if (options.build) {
    const programs = await Promise.race([build(list(options.kubevirt)), told]);
    if (programs) console.log(JSON.stringify(programs, undefined, 2));
    return programs ? 0 : 130;
  }
  const bed = await Promise.race([Bed.start({
    name: options.name, kubevirt: list(options.kubevirt), neighbours: list(options.neighbours), onStep: (line) => console.log(line),
  }), told]);
  return bed ? stay(bed, told) : 130; // what had started ends with this process
}

/** Says how to use the bed and keeps it until a signal, or until it ends by itself. */
async function stay(bed: Bed, told: Promise<void>): Promise<number> {
  console.log(`
Use it from another terminal (kubectl, helm and virtctl are in its folder):

  export KUBECONFIG=${quoted(bed.kubeconfig)}
  export PATH=${quoted(bed.bin)}:$PATH

Ctrl-C ends it, and everything in it.`);
  const ended = await Promise.race([bed.ended.then((reason) => ({ reason })), told]);
  if (ended?.reason) throw new TestbedError(ended.reason);
  if (ended) console.log('The bed was stopped from elsewhere.');
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
    console.log(`bed ${name}: ${state.ready ? 'ready' : 'starting'} at ${state.address} since ${state.started}\n  export KUBECONFIG=${quoted(state.kubeconfig)}`);
    for (const program of state.processes) console.log(`  ${String(program.pid).padStart(8)}  ${program.name}`);
  }
  return 0;
}

main().then((code) => {
  process.exitCode = code; // and not exit(): a pipe may still be taking the output
  if (code === 130) process.exit();
}, (error) => {
  // A wrong option is the user's mistake too: the usage says more than a stack.
  const known = error instanceof TestbedError || String(error.code).startsWith('ERR_PARSE_ARGS');
  console.error(`testbed: ${known ? error.message : error.stack}`);
  if (String(error.code).startsWith('ERR_PARSE_ARGS')) console.error(`\n${USAGE}`);
  process.exit(1);
});
