import { Component, typescript } from 'projen';
import { jestSuite } from './jest';

/** `npm run test:conformance`: the charts of operators against upstream's own manifests and code, which come as Go modules. Needs Go, and no cluster. */
export class Conformance extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const config = jestSuite(project, 'test/conformance/upstream', { testTimeout: 300_000 }); // the first call builds Helm
    project.package.setScript('test:conformance', `exec jest --config ${config} --ci`);
  }
}
