import { join } from 'path';
import { file, folder } from './file';
import { vmo } from './run-vmo';

/** What a runner makes of a log: commands with their properties, and all other lines. */
function parsed(log: string): { commands: any[]; others: string[] } {
  const commands: any[] = [];
  const others: string[] = [];
  for (const line of log.split('\n').slice(0, -1)) {
    const [, name, list, data] = /^::(\S+) ([^:]*)::(.*)$/.exec(line) ?? [];
    if (name === undefined) {
      others.push(line);
      continue;
    }
    const properties = list.split(',').map((property) => property.split('=', 2)).map(([key, value]) => [key, unescaped(value, /%(25|0D|0A|3A|2C)/g)]);
    commands.push({ name, ...Object.fromEntries(properties), message: unescaped(data, /%(25|0D|0A)/g) });
  }
  return { commands, others };
}

function unescaped(text: string, signs: RegExp): string {
  return text.replace(signs, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

const VM = 'apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: db-0}\nspec:\n  runStrategy: "50%\\n::stop-commands::x"\n  template: {spec: {domain: {memory: {guest: 2Gi}}}}\n';

test('each finding is a command with its file, line and rule; in the end, what there was', () => {
  const bad = file('a,b:c%.yaml', VM);
  const { code, out } = vmo('lint', '--format', 'github', bad);
  const { commands, others } = parsed(out);
  expect(code).toBe(1);
  expect(commands).toContainEqual({ name: 'error', file: bad, line: '5', col: '3', title: 'VM-4', message: expect.stringContaining('spec.runStrategy: got "50%\\n::stop-commands::x", expected Always') });
  expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['error', 'warning']));
  expect(others).toEqual([`1 document, 1 virtual machine, ${commands.filter(({ name }) => name === 'error').length} errors, ${commands.filter(({ name }) => name === 'warning').length} warnings`]);
});

test('what cannot be read is a command, too', () => {
  const { out } = vmo('lint', '--format', 'github', file('broken.yaml', 'a: [\n'), 'no/such.yaml');
  expect(parsed(out).commands).toEqual([
    { name: 'error', file: join(folder, 'broken.yaml'), line: '1', col: expect.any(String), title: 'vmo lint', message: expect.stringContaining('this is no YAML') },
    { name: 'error', file: 'no/such.yaml', title: 'vmo lint', message: 'there is no such file' },
  ]);
});

test.each(['text', 'github'])('as %s, no manifest gets a line of its own into the log', (format) => {
  const { out, err } = vmo('lint', '--format', format, file('evil.yaml', 'apiVersion: v1\nkind: "A\\n::error::x\\e[31m"\nmetadata: {"a\\n::error::y": on}\n'));
  expect(`${out}${err}`.split('\n').filter((line) => /^::error::|\u001b/.test(line))).toEqual([]);
});
