import { Component, JsonFile, typescript } from 'projen';

const REPORTER = '<rootDir>/test/support/closing-line-reporter.js';
const SOURCE = { '^cdktf-vmo$': '<rootDir>/src/index.ts' };

/** A suite beside `npm test`, which needs more than Node: its own configuration for jest, in its folder. Returns the path of that. */
export function jestSuite(project: typescript.TypeScriptProject, folder: string, options: object = {}): string {
  const config = `${folder}/jest.config.json`;
  new JsonFile(project, config, {
    obj: {
      rootDir: folder.replace(/[^/]+/g, '..'),
      testMatch: [`<rootDir>/${folder}/**/*.test.ts`],
      transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
      moduleNameMapper: SOURCE,
      reporters: [['default', { summaryThreshold: 100 }], REPORTER],
      ...options,
    },
  });
  return config;
}

/** What jest needs beyond projen's defaults: the reporter with the closing line, and `cdktf-vmo` meaning this source tree. */
export class Jest extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const jest = project.jest!;
    jest.addReporter(REPORTER as any);
    jest.config.moduleNameMapper = SOURCE;
    jest.config.collectCoverage = false;
    jest.config.testMatch = ['<rootDir>/test/**/*.test.ts']; // projen's own would take src/kubevirt/spec.ts for a test
    // ts-jest compiles file by file and checks no types; re-exported types of the barrel files need the whole program.
    project.testTask.prependExec('tsc --project test/tsconfig.json --isolatedModules false');
    jest.config.testPathIgnorePatterns = ['/node_modules/', '/test/package/', '/test/cluster/', '/test/conformance/upstream/'];
  }
}
