import { Component, typescript } from 'projen';

/** Tasks that regenerate what a machine makes: files below data/ and charts/, tables below docs/. */
export class Charts extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    project.addTask('facts', {
      description: 'Regenerate data/ and the generated files of charts/ from the Go modules of KubeVirt and external-snapshotter (needs Go)',
      exec: 'tsx tools/facts/main.ts',
      receiveArgs: true,
    });
    const docs = project.addTask('docs', {
      description: 'Write the tables of capabilities, rules, distributions, versions, packs and options in docs/ from what the tests and the code say',
    });
    docs.exec('tsx tools/capabilities.ts');
    docs.exec('tsx tools/rules.ts');
    docs.exec('tsx tools/distributions.ts');
    docs.exec('tsx tools/versions.ts');
    docs.exec('tsx tools/from-palette.ts');
    docs.exec('tsx tools/options.ts');
    docs.exec('tsx tools/option-shapes.ts');
    project.addTask('charts', {
      description: 'Stamp the content hash of every chart into its version',
      exec: 'tsx tools/stamp-charts.ts',
      receiveArgs: true,
    });
  }
}
