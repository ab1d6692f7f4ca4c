import { Component, JsonFile, typescript } from 'projen';

/** `npm run test:conformance`: the charts of operators against upstream's own manifests and code, which come as Go modules. Needs Go, and no cluster. */
export class Conformance extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const config = 'test/conformance/upstream/jest.config.json';
    new JsonFile(project, config, {
      obj: {
        rootDir: '../../..',
        testMatch: ['<rootDir>/test/conformance/upstream/**/*.test.ts'],
        transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
        moduleNameMapper: { '^cdktf-vmo$': '<rootDir>/src/index.ts' },
        reporters: [['default', { summaryThreshold: 100 }], '<rootDir>/test/support/closing-line-reporter.js'],
        testTimeout: 300_000, // the first call builds Helm
      },
    });
    project.package.setScript('test:conformance', `exec jest --config ${config} --ci`);
  }
}
