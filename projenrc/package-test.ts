import { Component, typescript } from 'projen';
import { jestSuite } from './jest';

/** `npm run test:package`: packs the library, installs it as a user would and runs it there. Needs a package registry. */
export class PackageTest extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const config = jestSuite(project, 'test/package', { moduleNameMapper: {} }); // `cdktf-vmo` is what was packed
    project.addTask('test:package', {
      description: 'Pack the library, install it into an empty project and use it there',
      exec: `jest --config ${config} --ci`,
      receiveArgs: true,
    });
  }
}
