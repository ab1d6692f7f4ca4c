import { Component, JsonFile, typescript } from 'projen';

/** `npm run test:package`: packs the library, installs it as a user would and runs it there. Needs a package registry. */
export class PackageTest extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const config = 'test/package/jest.config.json';
    new JsonFile(project, config, {
      obj: {
        rootDir: '../..',
        testMatch: ['<rootDir>/test/package/**/*.test.ts'],
        transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
        reporters: ['default', '<rootDir>/test/support/closing-line-reporter.js'],
      },
    });
    project.addTask('test:package', {
      description: 'Pack the library, install it into an empty project and use it there',
      exec: `jest --config ${config} --ci`,
      receiveArgs: true,
    });
  }
}
