import { Component, typescript } from 'projen';

/** The rooms that hold no constructs, and the other rooms each may import: the flow is props → manifest → admission → delivery. */
const MAY_IMPORT: Record<string, string[]> = {
  'kubevirt': [],
  'network/mac': [],
  'admission': ['kubevirt', 'network/mac'],
  'yaml': ['admission', 'kubevirt'],
  'delivery': [],
  'construct': ['admission', 'kubevirt', 'network/mac'],
};

/** Of these, the ones that know nothing of Terraform either, so that the command line can run the same checks. */
const PURE = ['kubevirt', 'network/mac', 'admission', 'yaml'];

/** Of `src/vm` and `src/storage`, what may know constructs and Terraform. The rest makes a manifest out of props, which is a pure function. */
const VM_CONSTRUCTS = ['finished', 'index', 'options', 'uniqueness', 'virtual-machine', 'vm-disruption-budget'];
const STORAGE_PURE = ['backing', 'boot-source'];

/** The rooms of constructs, in the order in which they may know each other; the command line comes last. */
const CONSTRUCTS = ['policy', 'profile', 'object', 'network', 'instancetype', 'storage', 'access', 'protection', 'migration', 'vm', 'template', 'pool', 'cli'];

/** Lint rules that hold the walls between the rooms. */
export class Lint extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const zones = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
      target: `./src/${room}`,
      from: './src',
      except: [room, ...allowed].map((r) => `./${r}`),
      message: `src/${room} may import only ${['itself', ...allowed].join(', ')}: see "One way through the house" in CONTRIBUTING.md`,
    }));
    const order = CONSTRUCTS.flatMap((room, index) => CONSTRUCTS.slice(index + 1).map((later) => ({
      target: `./src/${room}`,
      from: `./src/${later}`,
      except: ['./mac'], // the MAC scheme is no construct: everybody may use it
      message: `src/${room} may not import src/${later}: rooms of constructs know only those before them (${CONSTRUCTS.join(', ')}).`,
    })));
    const providerIndexes = ['@cdktf/provider-kubernetes', '@cdktf/provider-helm'].flatMap((name) =>
      [name, `${name}/lib`, `${name}/lib/index`].map((index) => ({
        name: index, message: `Import ${name}/lib/<module>: the index costs half a second and 190 MB.`,
      })));
    project.eslint?.addRules({
      'import/no-restricted-paths': ['error', { zones: [...zones, ...order] }],
      'no-restricted-imports': ['error', { paths: providerIndexes }],
      'max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreComments: true, ignoreRegExpLiterals: true }],
    });
    project.eslint?.addOverride({
      files: [...PURE.map((room) => `src/${room}/**/*.ts`), 'src/vm/*.ts', ...STORAGE_PURE.map((file) => `src/storage/${file}.ts`)],
      excludedFiles: VM_CONSTRUCTS.map((file) => `src/vm/${file}.ts`),
      rules: {
        'no-restricted-imports': ['error', {
          paths: [...providerIndexes, ...['cdktf', 'constructs'].map((name) => ({ name, message: `src/${PURE.join(', src/')} and the rendering of VMs know nothing of Terraform.` }))],
        }],
      },
    });
    // Bits of an address are what it is about there.
    project.eslint?.addOverride({ files: ['src/network/mac/*.ts'], rules: { 'no-bitwise': 'off' } });
  }
}
