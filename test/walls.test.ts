import { execFileSync } from 'child_process';
import { join } from 'path';
import { loadESLint } from 'eslint';

const ROOT = join(__dirname, '..');

/** What ESLint says of a source file if it held only this. */
let messages: (file: string, code: string) => Promise<{ ruleId: string | null; message: string }[]>;

beforeAll(async () => {
  const ESLint = await loadESLint({ useFlatConfig: false });
  const eslint = new ESLint({ cwd: ROOT });
  messages = async (file, code) => (await eslint.lintText(code, { filePath: join(ROOT, file) }))[0].messages;
  await messages('src/index.ts', ''); // reads the project, which takes seconds
}, 60_000);

test.each([
  ['src/kubevirt/facts.ts', '../admission/finding', 'src/kubevirt may import only itself'],
  ['src/network/mac/scheme.ts', '../vm-network', 'src/network/mac may import only itself'],
  ['src/network/mac/scheme.ts', '../../kubevirt/version', 'src/network/mac may import only itself'],
  ['src/admission/admit.ts', '../delivery/terraform-text', 'src/admission may import only itself, kubevirt, network/mac'],
  ['src/admission/admit.ts', '../vm/nic', 'src/admission may import only itself, kubevirt, network/mac'],
  ['src/yaml/document.ts', '../cli/text', 'src/yaml may import only itself, admission, kubevirt'],
  ['src/delivery/delivery.ts', '../vm/nic', 'src/delivery may import only itself'],
  ['src/delivery/delivery.ts', '../kubevirt/version', 'src/delivery may import only itself'],
  ['src/construct/report.ts', '../vm/nic', 'src/construct may import only itself, admission, kubevirt, network/mac'],
  ['src/policy/admission.ts', '../profile/cluster', 'src/policy may not import src/profile'],
  ['src/profile/access.ts', '../vm/nic', 'src/profile may not import src/vm'],
  ['src/network/vm-network.ts', '../vm/nic', 'src/network may not import src/vm'],
  ['src/instancetype/own.ts', '../vm/nic', 'src/instancetype may not import src/vm'],
  ['src/storage/boot-source.ts', '../vm/nic', 'src/storage may not import src/vm'],
  ['src/network/vm-network.ts', '../instancetype/own', 'src/network may not import src/instancetype'],
  ['src/access/service.ts', '../vm/virtual-machine', 'src/access may not import src/vm'],
  ['src/protection/virtual-machine-snapshot.ts', '../vm/virtual-machine', 'src/protection may not import src/vm'],
  ['src/vm/nic.ts', '../template/vm-template', 'src/vm may not import src/template'],
  ['src/vm/nic.ts', '../cli/vmo', 'src/vm may not import src/cli'],
  ['src/template/vm-template.ts', '../cli/show', 'src/template may not import src/cli'],
])('%s may not import %s', async (file, imported, reason) => {
  expect(await messages(file, `import '${imported}';\n`)).toEqual([
    expect.objectContaining({ ruleId: 'import/no-restricted-paths', message: expect.stringContaining(reason) }),
  ]);
});

test.each([
  ['src/admission/admit.ts', '../kubevirt/facts'],
  ['src/vm/virtual-machine.ts', '../admission/admit'],
  ['src/template/vm-template.ts', '../vm/nic'],
  ['src/cli/show.ts', '../kubevirt/facts'],
  ['src/delivery/chart.ts', '@cdktf/provider-helm/lib/release'],
])('%s may import %s', async (file, imported) => {
  expect(await messages(file, `import '${imported}';\n`)).toEqual([]);
});

test.each([
  '@cdktf/provider-kubernetes', '@cdktf/provider-kubernetes/lib', '@cdktf/provider-kubernetes/lib/index', '@cdktf/provider-helm', '@cdktf/provider-helm/lib',
])('nobody may import all of a provider: %s', async (index) => {
  expect(await messages('src/vm/nic.ts', `import '${index}';\n`)).toEqual([
    expect.objectContaining({ ruleId: 'no-restricted-imports', message: expect.stringContaining('the index costs half a second') }),
  ]);
});

test.each(['src/kubevirt/facts.ts', 'src/network/mac/scheme.ts', 'src/admission/admit.ts', 'src/yaml/document.ts', 'src/storage/boot-source.ts', 'src/vm/manifest.ts'])('%s knows nothing of Terraform', async (file) => {
  expect(await messages(file, "import 'cdktf';\n")).toEqual([expect.objectContaining({ message: expect.stringContaining('know nothing of Terraform') })]);
});

test('loading the library loads no index of a provider, and few modules', () => {
  const script = "require('tsx/cjs'); require('./src/index'); console.log(Object.keys(require.cache).join('\\n'))";
  const loaded = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  expect(loaded).toContain(join(ROOT, 'src', 'index.ts'));
  expect(loaded.filter((file) => /provider-(kubernetes|helm)\/lib\/index\.js$/.test(file))).toEqual([]);
  expect(loaded.length).toBeLessThan(800);
});
