#!/usr/bin/env node
// Stands for helm and, after the word "kubectl", for kubectl. The cluster is the JSON file $FAKE_CLUSTER: releases, objects, calls.
const { readFileSync, writeFileSync } = require('fs');
const file = process.env.FAKE_CLUSTER;
const cluster = JSON.parse(readFileSync(file, 'utf8'));
const argv = process.argv.slice(2);
const option = (name) => argv[argv.indexOf(name) + 1];
const end = (output, status = 0) => {
  cluster.calls.push(argv.filter((word) => !word.startsWith('/')).join(' '));
  writeFileSync(file, JSON.stringify(cluster));
  (status ? process.stderr : process.stdout).write(output);
  process.exitCode = status;
};
const key = ({ kind, metadata }) => `${kind}/${metadata.name}`;

function helm([command, name]) {
  const release = `${option('-n')}/${name}`;
  const live = cluster.releases[release];
  const values = command === 'install' || command === 'upgrade' ? JSON.parse(readFileSync(option('-f'), 'utf8')) : {};
  switch (command) {
    case 'list': return end(JSON.stringify(Object.values(cluster.releases)));
    case 'pull': return end('Error: looks like "https://charts.invalid" is not a valid chart repository or cannot be reached', 1);
    case 'uninstall':
      if (live.guarded) {
        live.status = 'uninstalling';
        return end('Error: job delete-virtual-machines-first failed: BackoffLimitExceeded', 1);
      }
      delete cluster.releases[release];
      return end('');
    case 'install': if (live) return end('Error: INSTALLATION FAILED: cannot re-use a name that is still in use', 1); break;
    default:
      if (live.status.startsWith('pending')) return end('Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress', 1);
      if (live.status === 'uninstalling') return end(`Error: UPGRADE FAILED: "${name}" has no deployed releases`, 1);
  }
  const revision = `${Number(live?.revision ?? 0) + 1}`;
  cluster.releases[release] = { name, namespace: option('-n'), revision, chart: 'chart-1.0.0', status: values.fail ? 'failed' : 'deployed', guarded: values.guarded };
  return end(values.fail ? `Error: ${values.fail}` : '', values.fail ? 1 : 0);
}

function kubectl([command, ...rest]) {
  if (rest[0] === '--raw') return end(JSON.stringify(cluster.openApi));
  const input = JSON.parse(readFileSync(0, 'utf8'));
  switch (command) {
    case 'get': {
      const items = input.items.map((item) => cluster.objects[key(item)]).filter(Boolean);
      return end(items.length > 0 ? JSON.stringify({ kind: 'List', items }) : '');
    }
    case 'delete': delete cluster.objects[key(input)]; return end('');
    default: { // as a server that has one spelling for a quantity, and a default
      const { memory, machine = 'q35', ...spec } = input.spec;
      cluster.objects[key(input)] = { ...input, spec: { ...spec, memory: memory === '1024Mi' ? '1Gi' : memory, machine } };
      return end(JSON.stringify(cluster.objects[key(input)]));
    }
  }
}

if (argv[0] === 'kubectl') kubectl(argv.slice(1));
else helm(argv);
