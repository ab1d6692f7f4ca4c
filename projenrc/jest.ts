import { Component, typescript } from 'projen';

/** What jest needs beyond projen's defaults: the reporter with the closing line, and `cdktf-vmo` meaning this source tree. */
export class Jest extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const jest = project.jest!;
    jest.addReporter('<rootDir>/test/support/closing-line-reporter.js' as any);
    jest.config.moduleNameMapper = { '^cdktf-vmo$': '<rootDir>/src/index.ts' };
    jest.config.collectCoverage = false;
    jest.config.testMatch = ['<rootDir>/test/**/*.test.ts']; // projen's own would take src/kubevirt/spec.ts for a test
    // ts-jest compiles file by file and checks no types; re-exported types of the barrel files need the whole program.
    project.testTask.prependExec('tsc --project test/tsconfig.json --isolatedModules false');
    jest.config.testPathIgnorePatterns = ['/node_modules/', '/test/package/', '/test/cluster/', '/test/conformance/upstream/'];
  }
}
