import { Component, JsonFile, typescript } from 'projen';
import { jestSuite } from './jest';

/** `npm run testbed`, `npm run demo` and `npm run test:cluster`: a real Kubernetes with a real KubeVirt, on this machine. */
export class Testbed extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    // Scripts, not tasks: no process stands between npm and the one that holds the bed, so that none outlives a kill.
    project.package.setScript('testbed', 'exec node --import tsx testbed/main.ts');
    project.package.setScript('demo', 'exec node --import tsx testbed/demo.ts');
    project.package.setScript('test:cluster', 'exec node --import tsx test/cluster/run.ts');
    jestSuite(project, 'test/cluster', {
      testSequencer: '<rootDir>/test/support/longest-first.js',
      maxWorkers: 3, // on two cores: beds wait more than they work
      testTimeout: 600_000,
    });
    new JsonFile(project, 'testbed/tsconfig.json', {
      obj: { extends: '../test/tsconfig.json', include: ['**/*.ts'] },
      marker: false,
    });
    project.tsconfigDev.addInclude('../testbed/**/*.ts');
    project.eslint?.addLintPattern?.('testbed');
  }
}
