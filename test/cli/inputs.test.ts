import { execFileSync, spawnSync } from 'child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'fs';
import { createServer } from 'net';
import { dirname, join, relative } from 'path';
import { vmo } from './run-vmo';
import { inputsOf } from '../../src/cli/inputs';
import { readSource } from '../../src/cli/source';
import { ROOT } from '../support/run-app';
import { temporaryFolder } from '../support/synth';

jest.setTimeout(60_000); // some tests start processes

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';

/** A folder with files in it; of a link, where it leads. */
function folderOf(files: Record<string, string | { link: string }>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string') writeFileSync(path, content);
    else symlinkSync(content.link, path);
  }
  return folder;
}

/** The inputs in short: of files the path, of what cannot be read the reason. */
const inputs = (folder: string, ...names: string[]) => inputsOf(names.length > 0 ? names.map((name) => join(folder, name)) : [folder])
  .map((input) => `${relative(folder, input.file) || '.'}${input.kind === 'file' ? '' : `: ${input.kind === 'app' ? 'an app' : input.reason}`}`);

test('a folder is all manifests in it and below, by name; what is hidden and node_modules are left out', () => {
  const folder = folderOf({
    'b.yaml': POD, 'a.YML': POD, 'c/z.json': '{}', 'c/a.yaml': POD, 'd.txt': '', 'Chart.tpl': '', '.git/x.yaml': POD, '.hidden.yaml': POD, 'node_modules/p/x.yaml': POD,
  });
  expect(inputs(folder)).toEqual(['a.YML', 'b.yaml', 'c/a.yaml', 'c/z.json']);
});

test('a file of any name is read where it is named, hidden ones too', () => {
  const folder = folderOf({ '.hidden.yaml': POD, 'd.txt': POD });
  expect(inputs(folder, 'd.txt', '.hidden.yaml')).toEqual(['d.txt', '.hidden.yaml']);
});

test('nothing is read twice, however many ways lead to it', () => {
  const folder = folderOf({ 'a/x.yaml': POD, 'b/link.yaml': { link: '../a/x.yaml' }, 'c': { link: 'a' } });
  expect(inputs(folder)).toEqual(['a/x.yaml']);
  expect(inputs(folder, 'c', 'a/x.yaml', 'a', 'b/link.yaml')).toEqual(['c/x.yaml']);
});

test('a folder that leads back into itself is told, and not followed', () => {
  const folder = folderOf({ 'a/x.yaml': POD, 'a/b/up': { link: '../..' } });
  expect(inputs(folder)).toEqual(['a/b/up: this link leads back to a folder that it is in', 'a/x.yaml']);
});

test('links that lead nowhere, or to each other, are told', () => {
  const folder = folderOf({ 'a.yaml': { link: 'b.yaml' }, 'b.yaml': { link: 'a.yaml' }, 'c.yaml': { link: 'gone' }, 'ok.yaml': POD, 'other': { link: 'gone' } });
  expect(inputs(folder)).toEqual([
    'a.yaml: these are links that lead to each other', 'b.yaml: these are links that lead to each other', 'c.yaml: this link leads nowhere', 'ok.yaml',
  ]);
});

test('a folder without manifests is told', () => {
  expect(inputs(folderOf({ 'a.txt': '' }))).toEqual(['.: there is no .yaml, .yml or .json file in it']);
});

test('a folder that may not be read is told, and all else is linted', () => {
  if (process.getuid?.() === 0) return; // who may read everything
  const folder = folderOf({ 'a/x.yaml': POD, 'b.yaml': POD });
  chmodSync(join(folder, 'a'), 0);
  expect(inputs(folder)).toEqual(['a: this folder may not be read', 'b.yaml']);
  chmodSync(join(folder, 'a'), 0o755);
});

test('in a folder, files with no Kubernetes object in them are passed over; half of one is a mistake', () => {
  const folder = folderOf({ 'package.json': '{"name": "x"}', 'values.yaml': 'replicas: 1\n', 'empty.yaml': '', 'pod.yaml': POD });
  expect(vmo('lint', folder)).toEqual({
    code: 0, err: '', out: '1 document, 0 virtual machines, 0 errors, 0 warnings\nnot looked at: Pod\npassed over: 3 files without a Kubernetes object\n',
  });
  writeFileSync(join(folder, 'half.yaml'), 'kind: Pod\nmetadata: {name: b}\n');
  expect(vmo('lint', folder)).toMatchObject({ code: 2, err: `${join(folder, 'half.yaml')}:1: this is no Kubernetes object: it has no apiVersion\n` });
});

test('objects of several files of a folder know each other', () => {
  const folder = folderOf({ 'a/pod.yaml': POD, 'b/pod.yaml': POD });
  const { out } = vmo('lint', folder);
  expect(out).toContain(`${join(folder, 'b/pod.yaml')}:3: metadata.name: got "a" a second time`);
});

describe('what is no file', () => {
  /** In a process of its own, which a pipe could keep waiting for ever. */
  const lint = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', 'exec timeout 30 "$0" bin/vmo lint "$@"', process.execPath, ...args], { cwd: ROOT, encoding: 'utf8', input: '' });
    return { status, stdout, stderr };
  };

  test('a pipe that nobody writes into ends at once', () => {
    const pipe = join(temporaryFolder(), 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    expect(lint(pipe)).toMatchObject({ status: 2, stderr: `${pipe}: nobody writes into this pipe\n` });
    expect(lint(dirname(pipe))).toMatchObject({ status: 2, stderr: `${pipe}: this is no file; a pipe is read where it is named\n` });
  });

  test('a pipe with the name of what an app wrote does not keep a folder waiting', () => {
    const folder = folderOf({ 'pod.yaml': POD });
    execFileSync('mkfifo', [join(folder, 'manifest.json')]);
    expect(lint(folder)).toMatchObject({ status: 2, stderr: `${join(folder, 'manifest.json')}: this is no file; a pipe is read where it is named\n` });
  });

  test('what another command prints is read from its pipe', () => {
    const { status, stdout } = spawnSync('bash', ['-c', `"$0" bin/vmo lint <(sleep 0.3; printf '${POD.replaceAll('\n', '\\n')}')`, process.execPath], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '1 document, 0 virtual machines, 0 errors, 0 warnings\nnot looked at: Pod\n' });
  });

  test('a device that goes on for ever is told', () => {
    expect(lint('/dev/zero')).toMatchObject({ status: 2, stderr: '/dev/zero: this goes on behind 100 MiB, which is the most that is read\n' });
  });

  test('a socket is told', async () => {
    const socket = join(temporaryFolder(), 's.yaml');
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(socket, resolve));
    expect(vmo('lint', socket)).toMatchObject({ code: 2, err: `${socket}: this is a socket, which holds no text\n` });
    server.close();
  });

  test('who reads may stop early', () => {
    const folder = folderOf({ 'a.yaml': Array.from({ length: 3000 }, (_, n) => `apiVersion: v1\nkind: Pod\nmetadata: {name: p${n % 2}}\n`).join('---\n') });
    const { stdout, stderr } = spawnSync('bash', ['-c', '"$0" bin/vmo lint "$1" | head -1', process.execPath, folder], { cwd: ROOT, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'Pod p0\n', stderr: '' });
  });

  (existsSync('/dev/full') ? test : test.skip)('a disk that is full is told in one line', () => {
    const { status, stderr } = spawnSync('bash', ['-c', '"$0" bin/vmo --version > /dev/full', process.execPath], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^vmo: what it prints cannot be written: ENOSPC[^\n]*\n$/) });
  });
});

test('a file that changes between reading and looking places up is told', () => {
  const folder = folderOf({ 'b.yaml': POD });
  const source = readSource(join(folder, 'b.yaml'), true, () => []);
  expect(source.places()(1, 'metadata.name')).toEqual({ line: 3, column: 12 });
  writeFileSync(join(folder, 'b.yaml'), `# more\n${POD}`);
  expect(() => source.places()(1, 'metadata.name')).toThrow('this file has changed while it was read; lint it again');
});
