import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  Access, Cdi, Delivery, Descheduler, DeschedulerMetrics, Multus, ReverseProxyTarget, SnapshotController, TrustedCa, VmoClusterProfile,
  VmoClusterProfileProps,
} from '../../src';
import { profileProgram } from '../../src/cli/profile-program';
import { readPack } from '../../src/profile/pack/pack';
import { synthesize } from '../../testbed/synthesize';
import { COMPONENTS } from '../components';
import { ROOT, typeErrors } from '../support/run-app';
import { temporaryFolder } from '../support/synth';

const OTHERS: { [title: string]: Partial<VmoClusterProfileProps> } = {
  'nothing but a name': {},
  'parts that are not installed': {
    access: Access.none(),
    cdi: Cdi.existing(),
    multus: Multus.none(),
    descheduler: Descheduler.none(),
    snapshotController: SnapshotController.existing(),
  },
  'an address for one proxy': { access: Access.direct({ exportProxy: { ip: '203.0.113.10' } }) },
  'targets of a reverse proxy': {
    access: Access.proxied({
      server: 'frps.example.com',
      tokenSecret: { name: 'frp' },
      targets: [
        ReverseProxyTarget.apiServer(),
        ReverseProxyTarget.uploadProxy({ subdomain: 'up' }),
        ReverseProxyTarget.exportProxy({ healthCheckSeconds: 5 }),
        ReverseProxyTarget.https({ name: 'argo', service: 'argocd-server', namespace: 'argocd' }),
        ReverseProxyTarget.https({ name: 'virt', service: 'virt-exportproxy', namespace: 'kubevirt', port: 8443 }),
      ],
    }),
  },
  'what the descheduler goes by': { descheduler: Descheduler.install({ metricsSource: DeschedulerMetrics.requests() }) },
  'CAs of the cluster': { trustedCa: TrustedCa.configMap('company-ca') },
  'text with quotes, backslashes, line ends and signs of Terraform': {
    namespaces: {
      annotations: {
        'example.com/text': 'It\'s "here"\\n: ${HOME} %{if} `code`',
        'one': 'two\nlines',
        'three': '\tof\r\nthem\n\u2028',
        ['__proto__']: 'none',
        '0': 'zero',
      },
    },
    cdi: Cdi.install({ overrides: { config: { featureGates: [] } } }),
  },
};

const CASES = Object.entries<Partial<VmoClusterProfileProps>>({
  ...Object.fromEntries(Object.entries(COMPONENTS).flatMap(([page, { defaults, full, also }]) =>
    Object.entries({ defaults, full, ...also }).map(([title, props]) => [`${page}, ${title}`, props]))),
  ...OTHERS,
  ...Object.fromEntries(['values-1.0', 'values-2.0', 'changed-1.0', 'changed-2.0'].map((name) =>
    [`${name} of Palette's pack`, readPack(readFileSync(join(ROOT, 'test', 'profile', 'pack', `${name}.yaml`), 'utf8')).props])),
}).map(([title, props]): [title: string, props: VmoClusterProfileProps] => [title, { clusterName: 'lab', ...props }]);

/** Below the checkout, so that the programs find `cdktf-vmo`. */
const folder = join(ROOT, 'cdktf.out', `typescript-${process.pid}`);
const outdirs = temporaryFolder();

/** Runs all programs in one process, which reads the library only once. */
const RUN = `
for (let index = 0; index < ${CASES.length}; index += 1) {
  process.env.CDKTF_OUTDIR = ${JSON.stringify(outdirs)} + '/' + index;
  require('./' + index + '/main.ts');
}
`;

beforeAll(() => {
  CASES.forEach(([title, props], index) => {
    mkdirSync(join(folder, String(index)), { recursive: true });
    mkdirSync(join(outdirs, String(index)));
    writeFileSync(join(folder, String(index), 'main.ts'), profileProgram(props, { head: [title] }));
  });
  writeFileSync(join(folder, 'run.ts'), RUN);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    extends: '../../examples/tsconfig.json',
    compilerOptions: { paths: { 'cdktf-vmo': ['../../src/index.ts'] }, types: ['node'], typeRoots: ['../../node_modules/@types'], moduleDetection: 'force' },
    include: ['*/main.ts'],
  }));
  const { status, stderr } = synthesize(join(folder, 'run.ts'), outdirs, ROOT);
  if (status !== 0) throw new Error(stderr);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is printed type-checks', () => {
  expect(typeErrors(folder)).toBe('');
}, 120_000);

test.each(CASES.map(([title, props], index) => [title, index, props] as const))('%s: the printed program makes what its props make', (_, index, props) => {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'vmo');
  new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });
  new VmoClusterProfile(stack, 'vmo', props);
  app.synth();
  const read = (from: string) => readFileSync(join(from, 'stacks', 'vmo', 'cdk.tf.json'), 'utf8');
  expect(read(join(outdirs, String(index)))).toBe(read(outdir));
});

/** The printed profile alone. */
function printed(props: Partial<VmoClusterProfileProps>): string {
  const program = profileProgram({ clusterName: 'lab', ...props }, { head: ['From a test.'], props: { clusterName: 'The name.' } });
  return /^const cluster = .*?;$/ms.exec(program)![0];
}

test('what fits stands on one line, and the rest on lines of its own, with the comments', () => {
  expect(printed({
    ...OTHERS['targets of a reverse proxy'],
    kubevirt: { featureGates: Array.from({ length: 9 }, (_, index) => `FeatureGate${index}`) },
  })).toBe(`\
const cluster = new VmoClusterProfile(stack, 'vmo', {
  // The name.
  clusterName: 'lab',
  access: Access.proxied({
    server: 'frps.example.com',
    tokenSecret: { name: 'frp' },
    targets: [
      ReverseProxyTarget.apiServer(),
      ReverseProxyTarget.uploadProxy({ subdomain: 'up' }),
      ReverseProxyTarget.exportProxy({ healthCheckSeconds: 5 }),
      ReverseProxyTarget.https({ port: 443, name: 'argo', service: 'argocd-server', namespace: 'argocd' }),
      ReverseProxyTarget.https({ port: 8443, name: 'virt', service: 'virt-exportproxy', namespace: 'kubevirt' }),
    ],
  }),
  kubevirt: {
    featureGates: [
      'FeatureGate0',
      'FeatureGate1',
      'FeatureGate2',
      'FeatureGate3',
      'FeatureGate4',
      'FeatureGate5',
      'FeatureGate6',
      'FeatureGate7',
      'FeatureGate8',
    ],
  },
});`);
});

test('no printed line is longer than 120 signs, but for one long text', () => {
  const lines = CASES.flatMap(([, props]) => profileProgram(props, { head: [] }).split('\n'));
  expect(lines.filter((line) => line.length > 120 && !/^ *('[^']*': )?'[^']*',$/.test(line))).toEqual([]);
});

test('props that are constructs have no text', () => {
  expect(() => printed({ delivery: Delivery.helm() })).toThrow('there is no text for an instance of Delivery');
});
