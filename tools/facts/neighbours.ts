import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parse, parseAllDocuments } from 'yaml';
import { sorted } from './json';
import { kindNode } from './schema';
import { SchemaNode } from '../../src/kubevirt/facts';

/** The program that gives the testbed their CRDs, and says in its go.mod which versions: what is checked is what the testbed asks. */
const PROGRAM = path.join(__dirname, '../../testbed/go/neighbours');

/** The Go module with the kinds of each neighbour whose manifests are checked. */
const MODULES = {
  cdi: 'kubevirt.io/containerized-data-importer-api',
  multus: 'github.com/k8snetworkplumbingwg/network-attachment-definition-client',
};

/** A project that KubeVirt works with, and the field schemas of its kinds, without status and without descriptions. */
export interface Neighbour {
  readonly neighbour: string;
  readonly name: string;
  readonly version: string;
  readonly kinds: Record<string, SchemaNode>;
  /** Its CRDs as YAML, by name. */
  readonly crds: Record<string, string>;
}

/** The neighbours, each with the kinds of its CRDs. */
export function neighbours(): Neighbour[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'neighbours-'));
  try {
    go('run', '.', folder);
    return Object.entries(MODULES).map(([neighbour, name]) => {
      const text = fs.readFileSync(path.join(folder, `${neighbour}.yaml`), 'utf8');
      return { neighbour, name, version: go('list', '-m', '-f', '{{.Version}}', name), kinds: kinds(text), crds: crds(text) };
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The field schemas of CRDs, by kind. */
export function kinds(crds: string): Record<string, SchemaNode> {
  const all = parseAllDocuments(crds).map((document) => document.toJS()).filter((crd) => crd);
  return sorted(Object.fromEntries(all.map(({ spec: { group, names: { kind }, versions } }) => {
    const { schema } = versions.find((version: any) => version.storage);
    return [kind, kindNode(schema.openAPIV3Schema, kind, versions.map(({ name }: any) => `${group}/${name}`))];
  })));
}

function crds(text: string): Record<string, string> {
  const all = text.split(/^---$/m).filter((document) => document.trim());
  return Object.fromEntries(all.map((document) => [parse(document).metadata.name, document]));
}

function go(command: string, ...args: string[]): string {
  return execFileSync('go', [command, '-C', PROGRAM, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}
