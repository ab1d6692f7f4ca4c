import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT, runApp, typeErrors } from './support/run-app';
import { vms } from './support/synth';

/** The first TypeScript block of the README, as a file that stands where `cdktf-vmo` is found. */
const folder = join(ROOT, 'cdktf.out', `readme-${process.pid}`);
const main = join(folder, 'main.ts');
const code = /^```(?:ts|typescript)\n(.*?)^```/ms.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(main, code);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    extends: '../../examples/tsconfig.json',
    compilerOptions: { paths: { 'cdktf-vmo': ['../../src/index.ts'] }, types: ['node'], typeRoots: ['../../node_modules/@types'] },
    include: ['main.ts'],
  }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the first example is short', () => {
  const lines = code.trimEnd().split('\n').length;
  expect(lines).toBeGreaterThan(5);
  expect(lines).toBeLessThan(25);
});

test('the first example type-checks', () => {
  expect(code).toContain("from 'cdktf-vmo'");
  expect(typeErrors(folder)).toBe('');
}, 60_000);

test('the first example makes a VM, without a warning', () => {
  const stacks = Object.values(runApp(main).stacks);
  expect(stacks.flatMap((stack) => Object.keys(vms(stack)))).not.toEqual([]);
  expect(stacks.flatMap(({ warnings }) => warnings)).toEqual([]);
}, 30_000);
