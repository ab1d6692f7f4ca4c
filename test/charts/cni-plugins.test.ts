import { spawnSync } from 'child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { temporaryFolder } from '../support/synth';

const SCRIPT = join(__dirname, '../../charts/cni-plugins/files/cni-plugins.sh');
const SHELLS = ['dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

describe.each(SHELLS)('in %s', (shell) => {
  let source: string;
  let target: string;

  beforeEach(() => {
    const folder = temporaryFolder();
    [source, target] = [join(folder, 'image'), join(folder, 'node')];
    mkdirSync(source);
    mkdirSync(target);
    writeFileSync(join(source, 'bridge'), 'bridge 1');
    writeFileSync(join(source, 'tuning'), 'tuning 1');
  });

  function once(overwrite = false, plugins = 'bridge tuning'): { status: number | null; said: string } {
    const env = { PATH: process.env.PATH, PLUGINS: plugins, SOURCE: source, TARGET: target, OVERWRITE: String(overwrite), INTERVAL: '1', STATE: target };
    const { status, stdout } = spawnSync(shell, [SCRIPT, 'once'], { env, encoding: 'utf8' });
    return { status, said: stdout };
  }

  const onNode = (name: string) => readFileSync(join(target, name), 'utf8');
  const visible = () => readdirSync(target).filter((name) => !name.startsWith('.')).sort();

  test('what is missing is put there, and a second look does nothing', () => {
    expect(once()).toEqual({ status: 0, said: `${target}/bridge: put there\n${target}/tuning: put there\n` });
    expect(onNode('bridge')).toBe('bridge 1');
    expect(visible()).toEqual(['bridge', 'tuning']);
    expect(once()).toEqual({ status: 0, said: '' });
  });

  test("what is somebody else's stays, and is said; told otherwise, it goes", () => {
    writeFileSync(join(target, 'bridge'), 'of the distribution');
    expect(once().said).toContain(`${target}/bridge is somebody else's, and stays`);
    expect(onNode('bridge')).toBe('of the distribution');
    expect(onNode('tuning')).toBe('tuning 1');
    expect(once(true).status).toBe(0);
    expect(onNode('bridge')).toBe('bridge 1');
  });

  test('a link to what only the node sees is somebody else\'s, and the rest is put there', () => {
    symlinkSync('/var/lib/rancher/k3s/data/3a5f/bin/cni', join(target, 'bridge'));
    const { status, said } = once();
    expect(status).toBe(0);
    expect(said).toContain(`${target}/bridge is somebody else's, and stays`);
    expect(onNode('tuning')).toBe('tuning 1');
    expect(once(true).status).toBe(0);
    expect(lstatSync(join(target, 'bridge')).isSymbolicLink()).toBe(false);
  });

  test('a newer version replaces one of ours, and none that somebody changed', () => {
    once();
    writeFileSync(join(source, 'bridge'), 'bridge 2');
    writeFileSync(join(source, 'tuning'), 'tuning 2');
    writeFileSync(join(target, 'tuning'), 'changed by hand');
    once();
    expect([onNode('bridge'), onNode('tuning')]).toEqual(['bridge 2', 'changed by hand']);
  });

  test('it fails where the image has no such plugin, or the node takes none, and goes on with the others', () => {
    expect(once(false, 'macvlan tuning').status).toBe(1);
    expect(visible()).toEqual(['tuning']);
    mkdirSync(join(target, 'bridge.new'));
    mkdirSync(join(target, 'bridge.new', 'bridge'));
    expect(once().status).toBe(1);
    expect(existsSync(join(target, 'bridge'))).toBe(false);
  });
});
