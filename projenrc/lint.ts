import { Component, typescript } from 'projen';

/**
 * The rooms of src/ and what each may import. `shared` means: constructs may use every room but the command line.
 * An import against the flow (props → manifest → admission → delivery) is a lint error.
 */
const MAY_IMPORT: Record<string, string[]> = {
  'kubevirt': [],
  'network/mac': [],
  'admission': ['kubevirt'],
  'delivery': [],
};
const ROOMS = ['kubevirt', 'network', 'admission', 'delivery', 'profile', 'vm', 'template', 'cli'];

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
    const constructs = ROOMS.filter((room) => room !== 'cli').map((room) => ({
      target: `./src/${room}`, from: './src/cli', message: 'The command line comes last: nothing imports it.',
    }));
    const order = [
      { target: './src/profile', from: ['./src/vm', './src/template'], message: 'A profile knows nothing of VMs.' },
      { target: './src/network', from: ['./src/vm', './src/template'], message: 'A network knows nothing of VMs.' },
      { target: './src/vm', from: './src/template', message: 'A VM knows nothing of templates.' },
    ];
    project.eslint?.addRules({
      'import/no-restricted-paths': ['error', { zones: [...zones, ...constructs, ...order] }],
      'no-restricted-imports': ['error', {
        paths: ['@cdktf/provider-kubernetes', '@cdktf/provider-helm'].flatMap((name) => [name, `${name}/lib`, `${name}/lib/index`].map((index) => ({
          name: index, message: `Import ${name}/lib/<module>: the index costs half a second and 190 MB.`,
        }))),
      }],
      'max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreComments: true, ignoreRegExpLiterals: true }],
    });
    // Bits of an address are what it is about there.
    project.eslint?.addOverride({ files: ['src/network/mac/*.ts'], rules: { 'no-bitwise': 'off' } });
  }
}
