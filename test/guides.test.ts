import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT, typeErrors } from './support/run-app';
import { readApp, releases, SynthesizedStack, temporaryFolder, vms } from './support/synth';
import { synthesize } from '../testbed/synthesize';

/** Below the checkout, so that the blocks find `cdktf-vmo`. */
const folder = join(ROOT, 'cdktf.out', `guides-${process.pid}`);
const outdirs = temporaryFolder();

/** The blocks of the profile's guide stand for each other, those of all others go on from each other. */
const LEFT_OUT = ['vmo-cluster-profile'];

const GUIDES = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .flatMap((file) => /^(.*)\.md$/.exec(file)?.[1] ?? [])
  .filter((guide) => !LEFT_OUT.includes(guide) && blocksOf(guide).length > 0)
  .sort();

/** Pages of components are about platforms. */
function isOfComponent(guide: string): boolean {
  return guide.startsWith('components/') || ['distributions', 'versions'].includes(guide);
}

function blocksOf(guide: string): string[] {
  const text = readFileSync(join(ROOT, 'docs', `${guide}.md`), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, block]) => block);
}

/** Runs all guides in one process, which reads the library only once. */
const RUN = `
import { writeFileSync } from 'fs';
for (const [main, cwd, outdir] of ${JSON.stringify(GUIDES.map((guide) => [join(folder, guide, 'main.ts'), join(folder, guide), join(outdirs, guide)]))}) {
  process.chdir(cwd);
  process.env.CDKTF_OUTDIR = outdir;
  try {
    require(main);
  } catch (error) {
    writeFileSync('error', String(error));
  }
}
`;

beforeAll(() => {
  for (const guide of GUIDES) {
    const blocks = blocksOf(guide).map((block) => block.replace(/^app\.synth\(\);$/m, ''));
    mkdirSync(join(folder, guide), { recursive: true });
    mkdirSync(join(outdirs, guide), { recursive: true });
    writeFileSync(join(folder, guide, 'main.ts'), [...blocks, 'app.synth();\n'].join('\n'));
  }
  writeFileSync(join(folder, 'run.ts'), RUN);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    extends: '../../examples/tsconfig.json',
    compilerOptions: {
      paths: { 'cdktf-vmo': ['../../src/index.ts'] }, types: ['node'], typeRoots: ['../../node_modules/@types'], moduleDetection: 'force',
    },
    include: ['**/main.ts'],
  }));
  const { status, stderr } = synthesize(join(folder, 'run.ts'), outdirs, folder);
  if (status !== 0) throw new Error(stderr);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the blocks of the guides type-check', () => {
  expect(typeErrors(folder)).toBe('');
}, 60_000);

/** The stacks that the blocks of a guide make. */
function stacksOf(guide: string): SynthesizedStack[] {
  const error = join(folder, guide, 'error');
  if (existsSync(error)) throw new Error(readFileSync(error, 'utf8'));
  return Object.values(readApp(join(outdirs, guide)).stacks);
}

test.each(GUIDES.filter((guide) => !isOfComponent(guide)))('the blocks of docs/%s.md, one after the other, make VMs', (guide) => {
  expect(stacksOf(guide).flatMap((stack) => Object.keys(vms(stack)))).not.toEqual([]);
});

test.each(GUIDES.filter(isOfComponent))('the blocks of docs/%s.md, one after the other, make a platform', (guide) => {
  expect(stacksOf(guide).flatMap((stack) => Object.keys(releases(stack)))).toContain('vmo-kubevirt');
});

test.each(GUIDES)('the first block of docs/%s.md is a program of its own', (guide) => {
  expect(blocksOf(guide)[0]).toMatch(/^import .*\n\napp\.synth\(\);\n$/s);
});
