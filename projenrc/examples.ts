import { Component, JsonFile, typescript } from 'projen';

/** `npm start`, cdktf.json and the TypeScript setup in which examples say `from 'cdktf-vmo'`. */
export class Examples extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const app = (example: string) => `npx tsx --tsconfig examples/tsconfig.json examples/${example}/main.ts`;
    new JsonFile(project, 'cdktf.json', {
      obj: {
        language: 'typescript',
        app: app('quickstart'),
        projectId: 'cdktf-vmo-quickstart',
        sendCrashReports: 'false',
        terraformProviders: [],
        terraformModules: [],
        context: {},
      },
      marker: false,
    });
    new JsonFile(project, 'examples/tsconfig.json', {
      obj: {
        compilerOptions: {
          target: 'ES2022',
          module: 'CommonJS',
          strict: true,
          noEmit: true,
          esModuleInterop: true,
          skipLibCheck: true,
          paths: { 'cdktf-vmo': ['../src/index.ts'] },
        },
        include: ['**/*.ts'],
      },
      marker: false,
    });
    const start = project.addTask('start', { description: 'Synthesize examples/quickstart and show what it would create' });
    start.exec(app('quickstart'));
    start.exec('node bin/vmo show cdktf.out');

    const bench = project.addTask('bench', { description: 'Compile, and measure what a VM costs: its manifest, the checks of it, vmo lint, and at synth against a bare kubernetes_manifest' });
    bench.spawn(project.compileTask);
    bench.exec('node bench/manifest.js');
    bench.exec('node bench/admission.js');
    bench.exec('node bench/across.js');
    bench.exec('node bench/lint.js');
    bench.exec('node bench/synth.js', { receiveArgs: true });
  }
}
