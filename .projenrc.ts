import { cdktf, javascript, JsonPatch } from 'projen';
import { Charts } from './projenrc/charts';
import { Conformance } from './projenrc/conformance';
import { Examples } from './projenrc/examples';
import { Jest } from './projenrc/jest';
import { Lint } from './projenrc/lint';
import { PackageTest } from './projenrc/package-test';
import { Testbed } from './projenrc/testbed';

const project = new cdktf.ConstructLibraryCdktf({
  name: 'cdktf-vmo',
  description: 'Virtual machines on Kubernetes as code: KubeVirt platforms and VMs as CDKTF constructs',
  author: 'The cdktf-vmo authors',
  authorAddress: 'https://github.com/cdktf-vmo',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdktf-vmo/cdktf-vmo.git',
  keywords: ['cdk', 'kubevirt', 'kubernetes', 'virtual-machine', 'terraform', 'palette', 'vmo'],
  license: 'Apache-2.0',
  copyrightOwner: 'The cdktf-vmo authors',
  stability: 'experimental',

  defaultReleaseBranch: 'main',
  projenrcTs: true,
  sampleCode: false,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.9.0',
  workflowNodeVersion: '22',
  gitignore: ['cdktf.out/', '.testbed/', '*.tgz', '/node_modules'],

  // The peers are what users bring; the devDependencies pin the lowest version of each, so that nothing newer is used by accident.
  cdktfVersion: '^0.21.0',
  constructsVersion: '^10.4.2',
  peerDeps: ['@cdktf/provider-kubernetes@^12.1.0', '@cdktf/provider-helm@^12.1.0'],
  peerDependencyOptions: { pinnedDevDependency: false },
  bundledDeps: ['yaml@^2.8.0'],
  devDeps: [
    'cdktf@0.21.0',
    'constructs@10.4.2',
    '@cdktf/provider-kubernetes@12.1.0',
    '@cdktf/provider-helm@12.1.0',
    'fast-check@^4.0.0',
    'tsx@^4.20.0',
    '@microsoft/jest-sarif@1.0.0-beta.0', // for the schema of SARIF alone, which tests validate against
    'ajv@^6.12.6',
  ],
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.0',
  bin: { vmo: 'bin/vmo' },
  npmignoreEnabled: false, // what ships is named below, not what doesn't
  jestOptions: { jestVersion: '^30.0.0', configFilePath: 'jest.config.json', updateSnapshot: javascript.UpdateSnapshot.NEVER },

  publishToPypi: { distName: 'cdktf-vmo', module: 'cdktf_vmo' },
  depsUpgradeOptions: { workflow: false },
  githubOptions: { mergify: false },
});

project.package.addField('files', ['lib', 'bin', 'charts', 'data', '.jsii', 'API.md', 'CHANGELOG.md']);

new Lint(project);
new Jest(project);
new Examples(project);
new Charts(project);
new PackageTest(project);
new Conformance(project);
new Testbed(project);

// Without the types of the submodule `kubevirt`: 11,000 lines that say no more than their names and KubeVirt's own reference.
project.tasks.tryFind('docgen')?.reset('jsii-docgen --submodule root -o API.md');

// npm's own default; the publisher needs no name for it.
project.github?.tryFindWorkflow('release')?.file?.patch(
  JsonPatch.test('/jobs/release_npm/steps/9/name', 'Release'),
  JsonPatch.remove('/jobs/release_npm/steps/9/env/NPM_REGISTRY'),
);

project.synth();
