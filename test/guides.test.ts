import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT, runApp, typeErrors } from './support/run-app';
import { vms } from './support/synth';

/** Below the checkout, so that the blocks find `cdktf-vmo`. */
const folder = join(ROOT, 'cdktf.out', `guides-${process.pid}`);

/** The guides whose blocks go on from each other. Those of the profile's guide stand for each other, and are left out. */
const GUIDES = ['admission', 'delivery', 'mac-addresses', 'virtual-machine', 'vm-network', 'vm-template'];

beforeAll(() => {
  for (const guide of GUIDES) {
    const text = readFileSync(join(ROOT, 'docs', `${guide}.md`), 'utf8');
    const blocks = [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, block]) => block.replace(/^app\.synth\(\);$/m, ''));
    mkdirSync(join(folder, guide), { recursive: true });
    writeFileSync(join(folder, guide, 'main.ts'), [...blocks, 'app.synth();\n'].join('\n'));
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    extends: '../../examples/tsconfig.json',
    compilerOptions: {
      paths: { 'cdktf-vmo': ['../../src/index.ts'] }, types: ['node'], typeRoots: ['../../node_modules/@types'], moduleDetection: 'force',
    },
    include: ['*/main.ts'],
  }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the blocks of the guides type-check', () => {
  expect(typeErrors(folder)).toBe('');
}, 60_000);

test.each(GUIDES)('the blocks of docs/%s.md, one after the other, make VMs', (guide) => {
  const { stacks } = runApp(join(folder, guide, 'main.ts'), {}, join(folder, guide));
  expect(Object.values(stacks).flatMap((stack) => Object.keys(vms(stack)))).not.toEqual([]);
}, 30_000);
